"""The books of a shelf: which files they are read from, and what a reader says about them. Kept in shelf.json."""

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from fabula.errors import FabulaError, UnreadableFile
from fabula.exports.files import write
from fabula.text.decode import decode
from fabula.world.slugs import slug, unique

FORMAT = "fabula-shelf/1"
NAME = "shelf.json"
TOLD = ("title", "author", "year")


class BadShelf(FabulaError):
    """A shelf cannot be used as it stands, or a book is not on it."""


@dataclass(frozen=True, slots=True)
class Book:
    """A book on a shelf. ``path`` is that of its file, relative to the shelf where that is possible.

    ``title``, ``author`` and ``year`` are what a reader said of it, or None; ``about`` whatever else they said.
    """

    id: str
    path: str
    title: str | None = None
    author: str | None = None
    year: int | None = None
    about: Mapping[str, str] = field(default_factory=dict)


def read_manifest(folder: Path) -> tuple[Book, ...]:
    """The books of a shelf, in the order they were added; none where there is no shelf yet. Raises BadShelf."""
    path = folder / NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise BadShelf(f"{path}: the format {data['format']!r} is not {FORMAT!r}, which this version reads")
        return tuple(Book(**b) for b in data["books"])
    except FileNotFoundError:
        return ()
    except OSError as e:
        raise BadShelf(f"{path}: cannot be read ({e.strerror or e})") from None
    except (ValueError, KeyError, TypeError, RecursionError) as e:
        raise BadShelf(f"{path}: not a shelf ({type(e).__name__}: {e})") from None


def write_manifest(folder: Path, books: Iterable[Book]) -> None:
    """Write the books of a shelf, whole or not at all."""
    data = {"format": FORMAT, "books": [asdict(b) for b in books]}
    write(folder / NAME, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def add_books(
    folder: Path, books: tuple[Book, ...], files: Iterable[Path], told: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[Book, ...], list[Book]]:
    """All books with those of ``files`` added, and the added ones. A file that is there already stays the book it is.

    ``told`` maps names of files to what a table says of them (`read_about`).
    """
    used: dict[str, int] = {b.id: 1 for b in books}
    known = {b.path: b for b in books}
    out = {b.id: b for b in books}
    added = []
    for file in files:
        path = _relative(file, folder)
        book = known.get(path) or Book(unique(slug(file.stem)[:60].strip("-"), used), path)
        row = told.get(file.name)
        if row is not None:
            book = _with(book, row, file.name)
        if book.id not in out:
            added.append(book)
        out[book.id] = known[path] = book
    return tuple(out.values()), added


def read_about(path: Path) -> dict[str, dict[str, str]]:
    """A table about books: CSV with a column ``file`` (a name), and title, author, year and any others.

    By name of file. Raises BadShelf with what is wrong and where.
    """
    try:
        rows = csv.DictReader(io.StringIO(decode(path.read_bytes(), str(path)), newline=""))
        if "file" not in (rows.fieldnames or ()):
            raise BadShelf(f"{path}: a table about books needs a column called file")
        out = {}
        for row in rows:
            name = Path((row["file"] or "").replace("\\", "/")).name
            out[name] = {k: (v or "").strip() for k, v in row.items() if k not in (None, "file")}
        return out
    except OSError as e:
        raise BadShelf(f"{path}: cannot be read ({e.strerror or e})") from None
    except (UnreadableFile, csv.Error) as e:
        raise BadShelf(f"{path}: not a table ({e})") from None


def _with(book: Book, row: Mapping[str, str], name: str) -> Book:
    year = row.get("year") or None
    if year is not None and not year.lstrip("-").isdigit():
        raise BadShelf(f"{name}: the year {year!r} is not a number")
    return Book(
        book.id,
        book.path,
        row.get("title") or book.title,
        row.get("author") or book.author,
        int(year) if year is not None else book.year,
        {**book.about, **{k: v for k, v in row.items() if k not in TOLD and v}},
    )


def _relative(file: Path, folder: Path) -> str:
    """A path that holds when the shelf and its files are moved together; a whole one from another drive."""
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return file.resolve().as_posix()
