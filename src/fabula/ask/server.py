"""The questions as tools of the Model Context Protocol, so that an assistant can ask about a story and quote it."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from fabula.ask import answers
from fabula.ask.names import NotInStory, told
from fabula.ask.search import find_words
from fabula.ask.strict import StrictServer
from fabula.errors import FabulaError
from fabula.version import __version__
from fabula.world import Story

MOST = 6000  # code points of text given at once
AROUND = 120  # code points shown on either side of a place
PLACES = 20  # places shown for words that are sought
DETAILED = 10  # stories of which cast and chapters are listed
LISTED = 200  # stories listed
_INTRODUCTION = (
    "Stories as Fabula read them. Every answer is a reading by a machine, with a probability where one is given; spans "
    "point into the text, and `passage` gives the words. Ask `stories` first when there are several. With "
    "`by_chapter` (a chapter's number or title, or a scene: s3) a tool looks at nothing later: give it with every "
    "question where the user must not be told how the story goes on."
)


P = ParamSpec("P")
R = TypeVar("R")


def _told(tool: Callable[P, R]) -> Callable[P, R]:
    """What an asker can mend is told in its own words; the protocol's package hides other errors."""

    @wraps(tool)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return tool(*args, **kwargs)
        except FabulaError as e:
            raise ToolError(str(e)) from None

    return answer


def _about(s: Story) -> dict[str, Any]:
    return {
        "title": s.source.title,
        "author": s.source.author,
        "people": [c.name for c in s.characters[:30]],
        "chapters": [c.title for c in s.chapters],
        "length": len(s.text),
    }


class Tables(NamedTuple):
    """What can be asked of all stories at once: ``ask`` answers a query; ``about`` has the columns of each table."""

    ask: Callable[[str], list[dict[str, Any]]]
    about: Mapping[str, list[str]]


class Review(Protocol):
    """What an assistant may write: answers to questions about what is uncertain, by the name of a story."""

    def questions(self, name: str, about: str = "", most: int = 10) -> list[dict[str, Any]]: ...
    def answer(self, question: str, answer: Sequence[str]) -> dict[str, Any]: ...
    def merge(self, name: str, one: str, other: str) -> dict[str, Any]: ...
    def undo(self, name: str) -> dict[str, Any]: ...


def make_server(
    stories: Mapping[str, Story],
    tables: Tables | None = None,
    review: Review | None = None,
    files: Mapping[str, str] | None = None,
) -> MCPServer:
    """A server that answers about ``stories``, by name. Names of people and chapters may be given as anybody would.

    ``stories`` may load each only when it is asked for; ``tables`` are of all of them. Without ``review`` nothing can
    be written. ``files`` has the names of stories by those of the files they were read from, which do as well.
    """
    server: MCPServer = StrictServer("fabula", version=__version__, instructions=_INTRODUCTION)

    def pick(name: str, by_chapter: str = "") -> Story:
        """A story by its name, as far as the end of a chapter."""
        return told(stories[find_name(name)], by_chapter or None)

    def find_name(name: str) -> str:
        if not name and len(stories) == 1:
            return next(iter(stories))
        found = [k for k in stories if name and name.casefold() in k.casefold()]
        if name in stories:
            found = [name]
        elif name in (files or {}):
            found = [(files or {})[name]]
        if len(found) != 1:
            shown = ", ".join((found or list(stories))[:PLACES])
            said = f"{len(found)} stories are called" if found else "no story called"
            raise NotInStory(f"{said} {name!r}; there are {shown}")
        return found[0]

    @server.tool(name="stories")
    def list_stories(like: str = "") -> list[dict[str, Any]]:
        """The stories that can be asked about, or those with words in their name; of a few also cast and chapters."""
        names = [k for k in stories if like.casefold() in k.casefold()]
        return [{"story": k, **(_about(stories[k]) if len(names) <= DETAILED else {})} for k in names[:LISTED]]

    if tables is not None:
        ask, about = tables

        @server.tool(name="tables")
        def list_tables() -> dict[str, list[str]]:
            """The tables that `sql` can ask, with their columns; every one has a column book, and there is books."""
            return dict(about)

        @server.tool(name="sql")
        @_told
        def ask_all(query: str) -> list[dict[str, Any]]:
            """A SELECT (DuckDB) over the tables of all books: who speaks most, by decade, by pronouns; first rows."""
            return ask(query)

    if review is not None:
        _add_review(server, review, find_name)

    @server.tool()
    @_told
    def who(name: str, by_chapter: str = "", story: str = "") -> dict[str, Any]:
        """Who somebody is: all their names, pronouns, share of the speech, company, bonds, first and last place."""
        return answers.who(pick(story, by_chapter), name)

    @server.tool()
    @_told
    def between(one: str, other: str, by_chapter: str = "", story: str = "") -> dict[str, Any]:
        """What is between two people: bonds with the words that say so, scenes together, what one hides."""
        return answers.between(pick(story, by_chapter), one, other)

    @server.tool()
    @_told
    def knows(name: str, by_chapter: str = "", story: str = "") -> dict[str, Any]:
        """What somebody has learned by the end of a chapter (number or title), or of all, and what not."""
        return answers.knows(pick(story, by_chapter), name, PLACES)

    @server.tool()
    @_told
    def news(about: str = "", most: int = 20, by_chapter: str = "", story: str = "") -> dict[str, Any]:
        """Facts that are told of people, or of one of them, and who learned each in which chapter, from which line."""
        return answers.news(pick(story, by_chapter), about or None, most)

    @server.tool()
    @_told
    def secrets(by_chapter: str = "", story: str = "") -> dict[str, Any]:
        """What is kept from whom, and where somebody says one thing to one person and another thing alone."""
        return answers.secrets(pick(story, by_chapter))

    @server.tool()
    @_told
    def scenes(present: str = "", by_chapter: str = "", story: str = "") -> dict[str, Any]:
        """The scenes: where, who is there, who comes and goes; with a name only those where they are present."""
        return answers.scenes(pick(story, by_chapter), present or None)

    @server.tool()
    @_told
    def feels(name: str, by_chapter: str = "", story: str = "") -> dict[str, Any]:
        """What somebody feels, scene by scene, and where it is strongest."""
        return answers.feels(pick(story, by_chapter), name)

    @server.tool()
    @_told
    def passage(start: int, end: int, by_chapter: str = "", story: str = "") -> str:
        """The words of the text from code point START to END, at most a few pages."""
        s = pick(story, by_chapter)
        return s.text[max(0, start) : min(end, max(0, start) + MOST, len(s.text))]

    @server.tool()
    @_told
    def find(words: str, by_chapter: str = "", story: str = "") -> list[dict[str, Any]]:
        """Where words stand in the text, in any case: the first places, what is around them, and who says them."""
        s = pick(story, by_chapter)
        hits, _ = find_words(s, words, PLACES, AROUND)
        return [
            {
                "start": h.position,
                "around": f"{h.before}{h.words}{h.after}",
                "speaker": h.speaker and s.name(h.speaker),
            }
            for h in hits
        ]

    return server


def _add_review(server: MCPServer, review: Review, find_name: Callable[[str], str]) -> None:
    """The tools that write into the log of corrections."""

    @server.tool()
    @_told
    def questions(about: str = "", most: int = 10, story: str = "") -> list[dict[str, Any]]:
        """What Fabula is not sure of, what teaches most first: passages with numbered turns, who it could be, and which
        answers stand. ABOUT is people, speakers, addressees or secrets; without it the first two."""
        return review.questions(find_name(story), about, most)

    @server.tool()
    @_told
    def answer(question: str, answer: list[str]) -> dict[str, Any]:
        """Answer a question by its id, with labels of its `answers`. It is kept as your correction; what a reader says
        holds over it. Two people become one when both questions about them are answered so."""
        return review.answer(question, answer)

    @server.tool()
    @_told
    def merge(one: str, other: str, story: str = "") -> dict[str, Any]:
        """Two of the cast are one person, by name or id; shown by the name of the first."""
        return review.merge(find_name(story), one, other)

    @server.tool()
    @_told
    def undo(story: str = "") -> dict[str, Any]:
        """Take back the last that you said."""
        return review.undo(find_name(story))
