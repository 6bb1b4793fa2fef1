"""Answers that came, kept beside the file by a hash of the question and the model: nothing is paid for twice.

One JSON object a line, each on the disk before the next is waited for. No words of the text are in it.
"""

import json
import os
from pathlib import Path

import portalocker

from fabula.errors import FabulaError

SUFFIX = ".fabula-answers.jsonl"
_WAIT = 60.0  # seconds for other writers to be done


class Kept:
    """The answers kept at ``path``. Raises FabulaError where the file cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: dict[str, tuple[str, ...]] = {}
        try:
            rows = path.read_bytes().split(b"\n")
        except FileNotFoundError:
            rows = []
        except OSError as e:
            raise FabulaError(f"{path}: cannot be read ({e.strerror or e})") from None
        for row in rows:
            try:
                data = json.loads(row)
                self._answers[str(data["question"])] = tuple(map(str, data["answer"]))
            except (ValueError, KeyError, TypeError, RecursionError):
                continue  # a line cut short by a crash: it is asked again

    def get(self, key: str) -> tuple[str, ...] | None:
        """The answer to a question, if there was one."""
        return self._answers.get(key)

    def put(self, answers: dict[str, tuple[str, ...]]) -> None:
        """Keep answers; they are on the disk when this returns."""
        if not answers:
            return
        self._answers |= answers
        rows = [json.dumps({"question": k, "answer": list(a)}, ensure_ascii=False) for k, a in answers.items()]
        data = "".join(f"{r}\n" for r in rows).encode()
        try:
            with portalocker.Lock(self._path, "ab+", timeout=_WAIT, check_interval=0.02, buffering=0) as handle:
                size = handle.seek(0, os.SEEK_END)
                if size:
                    handle.seek(size - 1)
                    if handle.read(1) != b"\n":
                        data = b"\n" + data
                while data:
                    data = data[handle.write(data) :]
                os.fsync(handle.fileno())
        except (OSError, portalocker.exceptions.LockException) as e:
            raise FabulaError(f"{self._path}: cannot be written ({e})") from None


def kept_path(file: str | Path) -> Path:
    """Where the answers about a file are kept: ``NAME.fabula-answers.jsonl`` beside it."""
    path = Path(file)
    return path.with_name(f"{path.stem}{SUFFIX}")
