"""Who knows what: every contradiction as its two quotations side by side, and who heard only one of them."""

from typing import NamedTuple

from fabula.world import Contradiction, Story


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
