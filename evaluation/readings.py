"""Read texts side by side, each once: what was read by the same code and weights is taken from a folder."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, NamedTuple

from evaluation.texts import Text
from fabula import read, save

Progress = Callable[[int, int, str], None]

DIED = "the process that read it died"


class Reading(NamedTuple):
    """A story file, and why it is empty where the text could not be read."""

    path: Path
    fault: str | None = None

    def load(self) -> Any:
        """The story as dictionaries."""
        return json.loads(self.path.read_text(encoding="utf-8"))


class _Job(NamedTuple):
    text: Path
    cast: str | None
    out: Path


class Readings:
    """Reads texts into ``kept``, secret ones into ``hidden``, a folder that whoever calls deletes."""

    def __init__(self, kept: Path, hidden: Path, jobs: int) -> None:
        self.kept, self._hidden, self._jobs = kept, hidden, jobs
        self._done: dict[Text, Reading] = {}

    def read(self, texts: Sequence[Text], progress: Progress = lambda done, of, name: None) -> None:
        """Read what has not been read yet. A text that crashes, or kills its process, has an empty reading."""
        for folder in (self.kept, self._hidden):
            folder.mkdir(parents=True, exist_ok=True)
        todo = {}
        for text in dict.fromkeys(texts):
            out = (self._hidden if text.secret else self.kept) / f"{_key(text)}.json"
            if out.is_file():
                self._done[text] = Reading(out)
            else:
                todo[text] = _Job(text.path, text.cast, out)
        longest_first = sorted(todo, key=lambda t: -t.path.stat().st_size if t.path.is_file() else 0)
        jobs = {t: todo[t] for t in longest_first}
        for n, (text, fault) in enumerate(_run(jobs, self._jobs), 1):
            out = jobs[text].out
            if fault is not None:
                out = out.with_suffix(".empty.json")
                out.write_text(json.dumps(empty_story(text)), encoding="utf-8")
            self._done[text] = Reading(out, fault)
            progress(n, len(jobs), "" if text.secret else text.id)

    def __getitem__(self, text: Text) -> Reading:
        return self._done[text]

    def faults(self, texts: Collection[Text]) -> list[tuple[str, str]]:
        """(name, why) of those texts that could not be read; a secret text has no name and no reason."""
        return [
            ("a secret text", "could not be read") if t.secret else (t.id, r.fault)
            for t, r in self._done.items()
            if t in texts and r.fault is not None
        ]


def empty_story(text: Text) -> dict[str, Any]:
    """The answer of somebody who read nothing: every layer is there and empty."""
    try:
        words = text.path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        words = ""
    layers = "characters mentions entities quotes events scenes feelings bonds claims contradictions".split()
    return {**{k: [] for k in layers}, "narration": {"person": "third", "narrator": None}, "text": words}


def forget_others(folder: Path, own: str) -> None:
    """Delete what other code or other weights have read."""
    for path in folder.glob("*"):
        if path.is_dir() and path.name != own:
            shutil.rmtree(path)


def _key(text: Text) -> str:
    words = text.path.read_bytes() if text.path.is_file() else b""
    return hashlib.sha256(words + b"\0" + (text.cast or "").encode()).hexdigest()[:24]


def _run(jobs: dict[Text, _Job], workers: int) -> Iterator[tuple[Text, str | None]]:
    """(text, fault) as they are done. What was in work when a process died is tried once more, alone."""
    left = dict(jobs)
    try:
        with ProcessPoolExecutor(workers) as pool:
            futures = {pool.submit(_read_one, job): text for text, job in jobs.items()}
            for future in as_completed(futures):
                yield futures[future], future.result()
                del left[futures[future]]
    except BrokenProcessPool:
        for text, job in left.items():
            try:
                with ProcessPoolExecutor(1) as pool:
                    fault = pool.submit(_read_one, job).result()
            except BrokenProcessPool:
                fault = DIED
            yield text, fault


def _read_one(job: _Job) -> str | None:
    """Read one text on one thread and save its story.json; what went wrong, or None."""
    if job.out.is_file():  # another run has read it meanwhile
        return None
    try:
        with tempfile.TemporaryDirectory() as folder:
            cast = None
            if job.cast is not None:
                cast = Path(folder) / "cast.json"
                cast.write_text(job.cast, encoding="utf-8")
            save(read(job.text, cast=cast, threads=1), job.out)
    except Exception as e:  # whatever it is, the other texts are measured
        return f"{type(e).__name__}: {e}"
    return None
