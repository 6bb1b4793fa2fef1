"""Feelings over the story: a line for each person, up where it is bright, down where it is dark, with its peaks."""

from typing import NamedTuple

from fabula.exports.page.strip import WIDTH
from fabula.world import Feeling, Story

ROW = 64.0
BRIGHT = {
    "joy": 1.0,
    "trust": 0.8,
    "anticipation": 0.4,
    "surprise": 0.1,
    "fear": -0.7,
    "anger": -0.8,
    "disgust": -0.8,
    "sadness": -0.9,
}
PEOPLE = 6
PEAKS = 5
_BINS = 60


class Peak(NamedTuple):
    """A strong feeling: where it stands, as x and y and as the start of its paragraph, and its sentence."""

    x: float
    y: float
    emotion: str
    manner: str
    words: str
    paragraph: int


class Arc(NamedTuple):
    """One person's line, as points of an SVG polyline, and its peaks."""

    who: str
    name: str
    hue: int
    y: float
    points: str
    peaks: list[Peak]


def draw_arcs(story: Story, hue: dict[str, int]) -> list[Arc]:
    """The arcs of those who feel most, most first."""
    own: dict[str, list[Feeling]] = {}
    for f in story.feelings:
        own.setdefault(f.character, []).append(f)
    ranked = sorted(own, key=lambda w: (-len(own[w]), w))[:PEOPLE]
    return [_arc(story, w, own[w], hue.get(w, 0), k * ROW) for k, w in enumerate(ranked)]


def _arc(story: Story, who: str, feelings: list[Feeling], hue: int, y: float) -> Arc:
    size = max(1, len(story.text))
    bins = [0.0] * _BINS
    for f in feelings:
        bins[min(_BINS - 1, f.span[0] * _BINS // size)] += BRIGHT[f.emotion] * f.intensity * f.confidence
    smooth = [(bins[max(0, i - 1)] + 2 * b + bins[min(_BINS - 1, i + 1)]) / 4 for i, b in enumerate(bins)]
    most = max(0.5, *(abs(v) for v in smooth))

    def height(i: int) -> float:
        return round(y + ROW / 2 - smooth[i] / most * (ROW / 2 - 8), 1)

    points = " ".join(f"{(i + 0.5) * WIDTH / _BINS:.1f},{height(i)}" for i in range(_BINS))
    strongest = sorted(feelings, key=lambda f: (-f.intensity * f.confidence, f.span))[:PEAKS]
    peaks = [
        Peak(
            round(f.span[0] * WIDTH / size, 1),
            height(min(_BINS - 1, f.span[0] * _BINS // size)),
            f.emotion,
            f.manner + (", hidden" if f.hidden else ""),
            " ".join(story.text[slice(*f.span)].split())[:140],
            paragraph_of(story, f.span[0]),
        )
        for f in sorted(strongest, key=lambda f: f.span)
    ]
    return Arc(who, story.name(who), hue, y, points, peaks)


def paragraph_of(story: Story, position: int) -> int:
    """The start of the paragraph a position stands in."""
    return max((p.start for p in story.paragraphs if p.start <= position), default=0)
