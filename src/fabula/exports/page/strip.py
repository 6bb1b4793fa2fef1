"""The strip: who is present and who speaks, from the first page to the last, as SVG."""

from typing import NamedTuple

from fabula.exports.page.look import Look
from fabula.world import Story

WIDTH = 1000.0
ROW = 22.0
LANES = 12  # people in the strip


class Band(NamedTuple):
    """A rectangle: x and width in units of WIDTH, the scene it stands for."""

    x: float
    width: float
    scene: str


class Tick(NamedTuple):
    """A turn: x, width by its length, the quotation's id."""

    x: float
    width: float
    quote: str


class Lane(NamedTuple):
    """One person's row."""

    who: str
    name: str
    hue: int
    y: float
    bands: list[Band]
    ticks: list[Tick]


class Strip(NamedTuple):
    """All rows, the places where scenes and chapters begin, the size, and the stretch of the text that it shows."""

    lanes: list[Lane]
    scenes: list[float]
    chapters: list[tuple[float, str, str]]
    width: float
    height: float
    first: int
    last: int


def draw_main(story: Story, look: Look) -> Strip | None:
    """The rows of those who speak most; None where nobody is mentioned."""
    seen = {c.id for c in story.characters if c.mentions}
    who = [w for w in look.ranked[:LANES] if w in seen]
    return draw(story, who, look.hue) if who else None


def draw(story: Story, who: list[str], hue: dict[str, int]) -> Strip:
    """A row for each of ``who``: pale where present in a scene, dark where speaking."""
    told = [p for p in story.paragraphs if p.kind != "aside"]
    first, last = (told[0].start, told[-1].end) if told else (0, len(story.text))
    scale = WIDTH / max(1, last - first)

    def x(at: int) -> float:
        return round(min(WIDTH, max(0.0, (at - first) * scale)), 2)

    lanes = []
    for i, person in enumerate(who):
        bands = [Band(x(s.start), max(0.5, x(s.end) - x(s.start)), s.id) for s in story.scenes if person in s.present]
        ticks = [
            Tick(x(q.parts[0][0]), round(max(1.2, (q.parts[-1][1] - q.parts[0][0]) * scale), 2), q.id)
            for q in story.quotes
            if q.speaker == person and q.kind == "speech"
        ]
        lanes.append(Lane(person, story.name(person), hue[person], i * ROW, bands, ticks))
    return Strip(
        lanes,
        [x(s.start) for s in story.scenes[1:]],
        [(x(c.start), c.id, c.title) for c in story.chapters],
        WIDTH,
        max(1, len(who)) * ROW,
        first,
        last,
    )
