"""Drafts kept on disk: what costs most to find in a book and no correction changes, so that it is found once.

A draft is a pickle of our own values; of what a file names, nothing but these values is ever loaded. What is damaged is
told by its checksum, and found anew in silence: nothing of it is lost.
"""

import hashlib
import io
import os
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
OLDER = 150_000_000  # bytes of windows of a book beside those of its last reading: who undoes a correction needs them
_MAGIC = b"fabula-draft/2 "
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


def _head(body: bytes) -> bytes:
    """The first line of a draft: what it is, which version and weights made it, and the checksum of the rest."""
    return _MAGIC + f"{made_by()} {_sum(body).hex()}".encode()


def _sum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).digest()


class Windows(MutableMapping[bytes, Halves]):
    """What the second reading encoded of a book, a file each, so that none of it lies in memory.

    A file that cannot be written is kept in memory instead. Safe between threads and processes: a key has one value.
    A reading that changes who is who asks for other windows; `tidy` drops those that none needs any longer.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lost: dict[bytes, Halves] = {}
        self._asked: dict[bytes, None] = {}  # since the last tidying, in order

    def _path(self, key: bytes) -> Path:
        return self.folder / f"{key.hex()}.npy"

    def __getitem__(self, key: bytes) -> Halves:
        found = self._load(key)
        self._asked[key] = None
        return found

    def _load(self, key: bytes) -> Halves:
        if key in self._lost:
            return self._lost[key]
        try:
            data = self._path(key).read_bytes()
        except OSError:
            raise KeyError(key) from None
        if data[:16] != _sum(data[16:]):
            raise KeyError(key)  # damaged
        found: Halves = np.load(io.BytesIO(data[16:]), allow_pickle=False)
        return found

    def __setitem__(self, key: bytes, value: Halves) -> None:
        out = io.BytesIO()
        np.save(out, value)
        try:
            write_bytes(self._path(key), _sum(out.getvalue()) + out.getvalue())
        except FabulaError:
            self._lost[key] = value
        self._asked[key] = None

    def tidy(self) -> None:
        """Keep what was asked for since the last tidying, and of the rest what was used last, as far as it fits."""
        asked, self._asked = list(self._asked), {}
        for key in [k for k in self._lost if k not in asked]:
            del self._lost[key]
        for key in asked:  # so that another process knows, too
            try:
                os.utime(self._path(key))
            except OSError:
                continue  # it is in memory, or went with all that is kept of this book
        names = {self._path(k) for k in asked}
        rest = [(p.stat(), p) for p in self.folder.glob("*.npy") if p not in names]
        size = 0
        for said, path in sorted(rest, key=lambda r: -r[0].st_mtime_ns):
            size += said.st_size
            if size > OLDER:
                path.unlink(missing_ok=True)

    def __contains__(self, key: object) -> bool:
        try:
            self._load(key)  # type: ignore[arg-type]
        except KeyError:
            return False  # a damaged file is none
        return True

    def __delitem__(self, key: bytes) -> None:
        self._lost.pop(key, None)
        self._path(key).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[bytes]:
        yield from self._lost
        yield from (bytes.fromhex(p.stem) for p in self.folder.glob("*.npy") if not p.name.startswith("."))

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
    try:
        body = pickle.dumps(replace(draft, kept=None), protocol=5)
        write_bytes(folder / NAME, _head(body) + b"\n" + body)
    except FabulaError:
        return


def make_room(draft: Draft) -> None:
    """After a reading of a draft that is kept: drop what no reading of it needs any longer, and then what is kept of
    the books that were read longest ago, until the rest fits.
    """
    if not isinstance(draft.kept, Windows):
        return
    try:
        draft.kept.tidy()
        _drop_others(draft.kept.folder.parent)
    except OSError:
        return  # another process makes room, too


def load_draft(folder: Path, manuscript: Manuscript) -> Draft | None:
    """The draft of this very manuscript in a book's folder; None where there is none that can be used."""
    path = folder / NAME
    try:
        data = path.read_bytes()
        head, _, body = data.partition(b"\n")
        if head != _head(body):
            return None
        path.touch()  # it was used now
    except OSError:
        return None
    try:
        draft = _Unpickler(io.BytesIO(body)).load()
        return draft if isinstance(draft, Draft) and draft.manuscript == manuscript else None
    except Exception:  # what somebody else made: a pickle may raise anything at all
        return None


def _drop_others(newest: Path) -> None:
    books: dict[Path, float] = {}
    for kept in (*newest.parent.glob(f"*/{NAME}"), *newest.parent.glob("*/windows-*")):
        books[kept.parent] = max(books.get(kept.parent, 0.0), kept.stat().st_mtime)
    size = 0
    for book in sorted(books, key=lambda b: (b != newest, -books[b])):
        files = [p for p in (book / NAME, *book.glob("windows-*/*.npy")) if p.exists()]
        size += sum(p.stat().st_size for p in files)
        if size > MOST and book != newest:
            (book / NAME).unlink(missing_ok=True)
            for old in book.glob("windows-*"):
                shutil.rmtree(old, ignore_errors=True)
