"""Drafts kept on disk: what costs most to find in a book and no correction changes, so that it is found once.

A draft is a pickle of our own values; of what a file names, nothing but these values is ever loaded.
"""

import io
import pickle
import shutil
from collections.abc import Iterator, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from fabula.errors import FabulaError
from fabula.exports.files import write_bytes
from fabula.models.rereading.network import Halves
from fabula.models.weights import fingerprint, made_by
from fabula.pipeline import Draft, Progress, draft_story
from fabula.world import Manuscript

NAME = "draft.pickle"
MOST = 1_500_000_000  # bytes of all drafts of a library; the oldest go
_MAGIC = b"fabula-draft/1 "
_VALUES = {
    "fabula.pipeline": ("Draft",),
    "fabula.world.text": ("Manuscript", "Source", "Paragraph", "Chapter", "Emphasis", "SetAside"),
    "fabula.world.language": ("Language",),
    "fabula.quotations.turn": ("Turn",),
    "fabula.quotations.cues": ("Cue",),
    "fabula.encoding.encode": ("Encoding",),
    "fabula.encoding.antecedents": ("AntecedentScores",),
    "fabula.models.people": ("Reading",),
    "fabula.models.pairs": ("Columns",),
    "numpy": ("ndarray", "dtype"),
    "numpy._core.multiarray": ("_reconstruct", "scalar"),
    "numpy.core.multiarray": ("_reconstruct", "scalar"),
    "numpy._core.numeric": ("_frombuffer",),
    "numpy.core.numeric": ("_frombuffer",),
    "copyreg": ("_reconstructor", "__newobj__"),
    "builtins": ("object",),
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name not in _VALUES.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name} does not belong into a draft")
        return super().find_class(module, name)


def _head() -> bytes:
    """The first line of a draft: what it is, and which version and weights made it."""
    return _MAGIC + made_by().encode() + b"\n"


class Windows(MutableMapping[bytes, Halves]):
    """What the second reading encoded of a book, a file each, so that none of it lies in memory.

    A file that cannot be written is kept in memory instead. Safe between threads and processes: a key has one value.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lost: dict[bytes, Halves] = {}

    def _path(self, key: bytes) -> Path:
        return self._folder / f"{key.hex()}.npy"

    def __getitem__(self, key: bytes) -> Halves:
        if key in self._lost:
            return self._lost[key]
        try:
            found: Halves = np.load(self._path(key), allow_pickle=False)
        except (OSError, ValueError, EOFError):
            raise KeyError(key) from None
        return found

    def __setitem__(self, key: bytes, value: Halves) -> None:
        out = io.BytesIO()
        np.save(out, value)
        try:
            write_bytes(self._path(key), out.getvalue())
        except FabulaError:
            self._lost[key] = value

    def __contains__(self, key: object) -> bool:
        try:
            self[key]  # type: ignore[index]
        except KeyError:
            return False  # a damaged file is none
        return True

    def __delitem__(self, key: bytes) -> None:
        self._lost.pop(key, None)
        self._path(key).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[bytes]:
        yield from self._lost
        yield from (bytes.fromhex(p.stem) for p in self._folder.glob("*.npy") if not p.name.startswith("."))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def kept_draft(folder: Path, manuscript: Manuscript, progress: Progress | None = None) -> Draft:
    """The draft of a manuscript, from a book's folder where it lies; else made, and kept there.

    Drafts of other books go where it becomes too much. A disk that is full is no fault: the book is read anew then.
    """
    windows = folder / f"windows-{fingerprint()}"
    draft = load_draft(folder, manuscript)
    if draft is None:
        for old in folder.glob("windows-*"):
            shutil.rmtree(old, ignore_errors=True)
        draft = draft_story(manuscript, progress)
        save_draft(folder, draft)
    return replace(draft, kept=Windows(windows))


def save_draft(folder: Path, draft: Draft) -> None:
    """Keep a draft in a book's folder, in place of an older one."""
    out = io.BytesIO()
    out.write(_head())
    pickle.dump(replace(draft, kept=None), out, protocol=5)
    try:
        write_bytes(folder / NAME, out.getvalue())
        _make_room(folder)
    except (OSError, FabulaError):
        return


def load_draft(folder: Path, manuscript: Manuscript) -> Draft | None:
    """The draft of this very manuscript in a book's folder; None where there is none that can be used."""
    path = folder / NAME
    try:
        with path.open("rb") as f:
            if f.readline(200) != _head():
                return None
            draft = _Unpickler(f).load()
        path.touch()  # it was used now
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
        return None
    return draft if isinstance(draft, Draft) and draft.manuscript == manuscript else None


def _make_room(newest: Path) -> None:
    """Drop what is kept of the books that were read longest ago, until the rest fits."""
    books = [p.parent for p in newest.parent.glob(f"*/{NAME}")]
    books.sort(key=lambda b: (b != newest, -(b / NAME).stat().st_mtime))
    size = 0
    for book in books:
        files = [book / NAME, *book.glob("windows-*/*.npy")]
        size += sum(f.stat().st_size for f in files)
        if size > MOST and book != newest:
            (book / NAME).unlink(missing_ok=True)
            for old in book.glob("windows-*"):
                shutil.rmtree(old, ignore_errors=True)
