"""``fabula mcp``."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from fabula.corpus import Shelf
from fabula.corpus.manifest import NAME, BadShelf
from fabula.corpus.query import records
from fabula.errors import needed
from fabula.exports.tables import TABLES
from fabula.web.readings import story_of
from fabula.world import Story

_ROWS = 200  # rows of an answer given to an assistant
_OPEN = 8  # stories of a shelf held at once


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
def mcp(files: tuple[str, ...]) -> None:
    """Answer an assistant's questions about the stories in FILES, over the Model Context Protocol on standard input.

    FILES are story files, folders they are in, or manuscripts, which are read first; or one shelf of books, which can
    be asked in SQL, too. Needs `pip install fabula[mcp]`.
    """
    needed("mcp", "fabula[mcp]")
    from fabula.ask.server import Tables, make_server

    shelves = [f for f in files if (Path(f) / NAME).is_file()]
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
    make_server(stories).run("stdio")


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
