"""Where things are in the folder of a shelf, and whether a book is read.

``books/book=ID/`` holds what was read of a book: its tables, its story file and `RECORD`; it is put there in one move,
so that it is there whole or not at all. ``set-aside/ID.json`` says why a book could not be read. ``.work`` is where
workers write.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from fabula.corpus.manifest import Book
from fabula.corrections.log import log_path
from fabula.exports.files import write
from fabula.models.weights import fingerprint
from fabula.version import __version__

RECORD = "reading.json"
STORY = "story.json.gz"
State = Literal["read", "waiting", "set aside"]


class Standing(NamedTuple):
    """How it stands with a book: why it was set aside, or what its record says (tokens, narration ...)."""

    book: Book
    state: State
    reason: str = ""
    record: Mapping[str, object] = MappingProxyType({})


def book_folder(shelf: Path, id: str) -> Path:
    """Where what was read of a book is."""
    return shelf / "books" / f"book={id}"


def work_folder(shelf: Path) -> Path:
    """Where workers write. What is left there after a run is nobody's."""
    return shelf / ".work"


def source(shelf: Path, book: Book) -> Path:
    """The file of a book."""
    return shelf / book.path


def stamp(shelf: Path, book: Book) -> dict[str, object]:
    """What a reading depends on: file, corrections beside it, version of Fabula, and weights. Raises OSError."""
    file = source(shelf, book)
    log = log_path(file)
    return {
        "sha256": _digest(file),
        "corrections": _digest(log) if log.is_file() else None,
        "version": __version__,
        "weights": fingerprint(),
    }


def _digest(file: Path) -> str:
    now = file.stat()
    return _hashed(file, now.st_size, now.st_mtime_ns)


@lru_cache(100_000)
def _hashed(file: Path, size: int, changed: int) -> str:
    """A file is hashed once in a process, until it changes: every question to a shelf asks for all of them."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def standing(shelf: Path, book: Book) -> Standing:
    """Whether a book is read as it is now, was set aside as it is now, or waits."""
    try:
        now = stamp(shelf, book)
    except OSError as e:
        return Standing(book, "waiting", f"{source(shelf, book)}: {e.strerror or e}")
    record = _load(book_folder(shelf, book.id) / RECORD)
    if record and {k: record.get(k) for k in now} == now:
        return Standing(book, "read", "", record)
    note = _load(_note(shelf, book.id))
    if note and {k: note.get(k) for k in now} == now:
        return Standing(book, "set aside", str(note["reason"]))
    return Standing(book, "waiting", "" if "sha256" in note else str(note.get("reason", "")))


def set_aside(shelf: Path, book: Book, reason: str, now: Mapping[str, object] | None = None) -> None:
    """Note why a book could not be read. It waits, unless it is known to be so as the file is ``now`` (its `stamp`)."""
    write(_note(shelf, book.id), json.dumps({**(now or {}), "reason": reason}, ensure_ascii=False, indent=1) + "\n")


def forget(shelf: Path, id: str) -> None:
    """Remove what was read of a book, and why it was set aside."""
    shutil.rmtree(book_folder(shelf, id), ignore_errors=True)
    _note(shelf, id).unlink(missing_ok=True)


def clear_note(shelf: Path, id: str) -> None:
    """A book that is read is no longer set aside."""
    _note(shelf, id).unlink(missing_ok=True)


def _note(shelf: Path, id: str) -> Path:
    return shelf / "set-aside" / f"{id}.json"


def _load(path: Path) -> dict[str, object]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
