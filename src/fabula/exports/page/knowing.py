"""Who knows what: the news by people; every contradiction as its two quotations, and who heard only one of them."""

from bisect import bisect_right
from typing import NamedTuple

from fabula.exports.page.look import Look
from fabula.news import find_news, most_salient
from fabula.world import Contradiction, Story
from fabula.world.telling import people_of_scenes

ROWS, COLUMNS = 30, 8  # news and people in the table


class Cell(NamedTuple):
    """Where somebody learned something: the words to show, how they did, and the line; all empty where they did not."""

    where: str = ""
    how: str = ""
    quote: str = ""


class NewsRow(NamedTuple):
    """A fact: who first tells it in which line, its words, and a cell for each of the people of the table."""

    teller: str
    hue: int
    quote: str
    words: str
    cells: tuple[Cell, ...]


class NewsTable(NamedTuple):
    """The news most worth knowing, in the order of the text; ``people`` are (name, hue), ``more`` how much was left."""

    people: tuple[tuple[str, int], ...]
    rows: tuple[NewsRow, ...]
    more: int


def draw_news(story: Story, look: Look) -> NewsTable:
    """The news of a story by the people who are in most scenes."""
    every = find_news(story)
    shown = most_salient(every, ROWS)
    learned = {x.who for n in shown for x in n.learned}
    people = [w for w in people_of_scenes(story) or look.ranked if w in learned and w in look.hue][:COLUMNS]
    chapters = _Chapters(story)
    rows = []
    for n in shown:
        own = {x.who: Cell(chapters.of(x.position - 1), x.how, x.quote) for x in n.learned}
        rows.append(
            NewsRow(
                story.name(n.speaker),
                look.hue.get(n.speaker, 0),
                n.quote,
                n.words,
                tuple(own.get(w, Cell()) for w in people),
            )
        )
    return NewsTable(tuple((story.name(w), look.hue[w]) for w in people), tuple(rows), len(every) - len(shown))


class _Chapters:
    """Where a position lies, in few letters: the chapter, or the scene where there are no chapters."""

    def __init__(self, story: Story) -> None:
        self.word = "ch." if story.chapters else "sc."
        self.starts = [x.start for x in story.chapters or story.scenes]

    def of(self, position: int) -> str:
        return f"{self.word} {max(1, bisect_right(self.starts, position))}"


class Side(NamedTuple):
    """One of the two quotations: how it was given, its words, who heard it, and whether it is the one to believe."""

    quote: str
    manner: str
    words: str
    heard: list[str]
    true: bool


class Pair(NamedTuple):
    """A contradiction."""

    holder: str
    hue: int
    sides: list[Side]
    dark: list[str]
    sure: int
    evidence: str


def draw_pairs(story: Story, hue: dict[str, int]) -> list[Pair]:
    """The contradictions in text order."""
    return [_pair(story, x, hue) for x in story.knowledge.contradictions]


def _pair(story: Story, x: Contradiction, hue: dict[str, int]) -> Pair:
    quotes = {q.id: q for q in story.quotes}
    sides = []
    for id in (x.a, x.b):
        q = quotes[id]
        to = ", ".join(map(story.name, q.addressees))
        manner = {"thought": "thinks", "written": "writes", "speech": "says"}[q.kind] + (
            f" to {to}" if to and q.heard_by else ""
        )
        if q.kind == "speech" and not q.heard_by:
            manner += " where nobody hears"
        sides.append(Side(id, manner, story.words(q), list(map(story.name, q.heard_by)), id == x.true_side))
    dark = list(map(story.name, x.in_the_dark))
    return Pair(story.name(x.holder), hue.get(x.holder, 0), sides, dark, round(100 * x.confidence), x.evidence)
