"""``fabula mcp``."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fabula.corpus import Shelf
from fabula.corpus.manifest import NAME, BadShelf
from fabula.corpus.query import records
from fabula.corrections.log import log_path
from fabula.errors import FabulaError, needed
from fabula.exports.tables import TABLES
from fabula.web.readings import story_of
from fabula.world import Story

if TYPE_CHECKING:  # loaded when it is wanted
    from fabula.consult.desk import Desk

_ROWS = 200  # rows of an answer given to an assistant
_OPEN = 8  # stories of a shelf held at once


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--write", is_flag=True, help="FILES are manuscripts; what is uncertain may be answered, merged, undone.")
def mcp(files: tuple[str, ...], write: bool) -> None:
    """Answer an assistant's questions about stories.

    The assistant speaks the Model Context Protocol, over standard input. FILES are story files, the folders that hold
    them, or manuscripts, which are read first; or one shelf of books, which can
    be asked in SQL, too. With --write the assistant may also answer what is uncertain: its answers are corrections,
    kept beside each file under its name, and never over yours. Needs `pip install fabula[mcp]`.
    """
    needed("mcp", "fabula[mcp]")
    from fabula.ask.server import Tables, make_server

    shelves = [f for f in files if (Path(f) / NAME).is_file()]
    if write:
        desk = _desk(files)
        make_server(desk.stories, review=desk, files=_by_file(zip(desk.stories, files, strict=True))).run("stdio")
        return
    if shelves and len(files) > 1:
        raise click.UsageError("one shelf, or stories: not both")
    if shelves:
        shelf = Shelf(shelves[0])
        about = {t.name: [f"{c.name} {c.type}: {c.about}" for c in t.columns] for t in TABLES}
        make_server(_OnShelf(shelf), Tables(_sql(shelf), about)).run("stdio")
        return
    stories: dict[str, Story] = {}
    for file in files:
        story = story_of(file)
        name = story.source.title or Path(story.source.name).stem
        stories[name if name not in stories else f"{name} ({file})"] = story
    make_server(stories, files=_by_file(zip(stories, files, strict=True))).run("stdio")


def _by_file(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The names of stories by their files: as they were given, without folders, without the ending."""
    out: dict[str, str] = {}
    for name, file in named:
        for known in (file, Path(file).name, Path(file).stem):
            out.setdefault(known, name)
    return out


def _desk(files: Sequence[str]) -> "Desk":
    """The manuscripts that may be corrected. Each is read when it is first asked about: assistants do not wait long
    for a server to begin."""
    from fabula.consult.batch import Book
    from fabula.consult.desk import Desk
    from fabula.text.open import read_file

    books: dict[str, Book] = {}
    for file in files:
        path = Path(file)
        if path.is_dir() or path.name.endswith((".json", ".json.gz")) or file == "-":
            raise FabulaError(f"{file}: only a manuscript can be corrected; give the file that the story was read from")
        manuscript = read_file(path)
        name = manuscript.source.title or path.stem
        books[name if name not in books else f"{name} ({file})"] = Book(manuscript, log_path(path))
    return Desk(books)


class _OnShelf(Mapping[str, Story]):
    """The books of a shelf that were read, by id, each loaded when it is asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._ids = [x.book.id for x in shelf.status() if x.state == "read"]
        if not self._ids:
            raise BadShelf(f"{shelf.folder}: no book of this shelf has been read yet")
        self._load = lru_cache(_OPEN)(shelf.__getitem__)

    def __getitem__(self, id: str) -> Story:
        return self._load(id)

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _sql(shelf: Shelf) -> Callable[[str], list[dict[str, Any]]]:
    return lambda query: records(shelf.sql(query, locked=True), _ROWS)
