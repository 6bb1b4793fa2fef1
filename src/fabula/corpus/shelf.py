"""A shelf: a folder with a list of books and all that was read of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import portalocker

from fabula.corpus.manifest import BadShelf, Book, add_books, read_about, read_manifest, write_manifest
from fabula.corpus.places import STORY, Standing, book_folder, forget, standing
from fabula.corpus.query import ask, connect
from fabula.corpus.run import Progress, run
from fabula.corpus.work import Done
from fabula.errors import FabulaError, UnreadableFile
from fabula.exports import story_json
from fabula.text.open import SUFFIXES
from fabula.world import Story

if TYPE_CHECKING:
    import duckdb


class Shelf:
    """Books in a folder: a manifest, and for each book that was read its tables (Parquet) and its story.

    ::

        shelf = fabula.Shelf("novels")
        shelf.add(["texts/"], about="texts/years.csv")
        shelf.read(workers=4)
        shelf.sql("select title, count(*) from quotations join books using (book) group by 1").df()
        shelf["persuasion"].characters
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        if self.folder.exists() and not self.folder.is_dir():
            raise BadShelf(f"{folder}: a file stands where the folder of the shelf should be")

    @property
    def books(self) -> tuple[Book, ...]:
        """The books, in the order they were added."""
        return read_manifest(self.folder)

    def add(self, files: Iterable[str | Path], about: str | Path | None = None) -> list[Book]:
        """Put files on the shelf, and what is in folders of the forms Fabula reads; the books that are new.

        ``about`` is a CSV table with a column ``file`` and title, author, year or whatever else is to be asked for.
        The file may be named without its ending; rows about files that are not there are passed over.
        Files are not copied. Raises UnreadableFile where there is no such file, BadShelf for a table that is none.
        """
        found = [f for file in files for f in _files(Path(file))]
        told = read_about(Path(about)) if about is not None else {}
        told = _by_file(told, [*(f.name for f in found), *(Path(b.path).name for b in self.books)], about)
        self.folder.mkdir(parents=True, exist_ok=True)
        with portalocker.Lock(self.folder / ".manifest.lock", "a", timeout=60):
            already = [self.folder / b.path for b in self.books if Path(b.path).name in told]
            books, added = add_books(self.folder, self.books, [*already, *found], told)
            write_manifest(self.folder, books)
        return added

    def remove(self, id: str) -> None:
        """Take a book off the shelf with all that was read of it. Its file stays. Raises BadShelf."""
        self._book(id)
        with portalocker.Lock(self.folder / ".manifest.lock", "a", timeout=60):
            write_manifest(self.folder, [b for b in self.books if b.id != id])
        forget(self.folder, id)

    def status(self) -> list[Standing]:
        """How it stands with each book."""
        return [standing(self.folder, b) for b in self.books]

    def read(
        self,
        workers: int | None = None,
        scheduler: str | None = None,
        *,
        retry: bool = False,
        progress: Callable[[Progress], None] | None = None,
    ) -> list[Done]:
        """Read the books that wait; how it went with each. What is read already is not read again.

        ``workers`` are processes of this machine, one for each processor by default; ``scheduler`` is the address of a
        Dask scheduler (``tcp://…``) whose workers are used instead. ``retry`` takes up again what was set aside.
        Raises BadShelf for an empty shelf, or where another run is at it.
        """
        if not self.books:
            raise BadShelf(f"{self.folder}: there are no books on this shelf; fabula corpus add puts them there")
        wanted = ("waiting", "set aside") if retry else ("waiting",)
        books = [s.book for s in self.status() if s.state in wanted]
        return run(self.folder, books, workers, scheduler, progress)

    def sql(self, query: str, *, locked: bool = False) -> "duckdb.DuckDBPyRelation":
        """Ask all books at once. The answer has ``.df()`` (pandas), ``.pl()`` (polars), ``.arrow()``, ``.fetchall()``.

        There is a view for each table of docs/exports.md with a column ``book``, and ``books``. A query that is
        ``locked`` reaches no other file and writes none: for queries of others. Raises FabulaError.
        """
        return ask(connect(self.folder, self.status(), locked=locked), query)

    def __getitem__(self, id: str) -> Story:
        self._book(id)
        path = book_folder(self.folder, id) / STORY
        if not path.is_file():
            raise BadShelf(f"{id}: this book has not been read yet")
        return story_json.load(path)

    def __iter__(self) -> Iterator[str]:
        return (b.id for b in self.books)

    def __len__(self) -> int:
        return len(self.books)

    def _book(self, id: str) -> Book:
        for b in self.books:
            if b.id == id:
                return b
        raise BadShelf(f"{id!r} is no book of this shelf")


def _by_file(
    told: Mapping[str, dict[str, str]], names: Sequence[str], about: str | Path | None
) -> dict[str, dict[str, str]]:
    """Rows about files by the names of the files that are there. Raises BadShelf where not one of the rows fits."""
    stems: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        stems.setdefault(Path(name).stem, []).append(name)
    out = {n: row for key, row in told.items() for n in ([key] if key in names else stems.get(key, ()))}
    if told and not out:
        raise BadShelf(f"{about}: none of its {len(told)} rows is about a file of this shelf ({next(iter(told))} ...)")
    return out


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(f for f in path.rglob("*") if f.suffix.lower() in SUFFIXES and _is_book(f, path))
        if not found:
            raise FabulaError(f"{path}: nothing in this folder is of a form that Fabula reads")
        return found
    if not path.is_file():
        raise UnreadableFile(f"{path}: no such file")
    return [path]


def _is_book(file: Path, folder: Path) -> bool:
    """Whether a file in a folder is none that is hidden, or that a reading wrote beside its text (NAME-fabula)."""
    inside = file.relative_to(folder).parts
    return file.is_file() and not any(p.startswith(".") or p.endswith("-fabula") for p in inside)
