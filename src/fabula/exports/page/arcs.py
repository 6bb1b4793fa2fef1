"""Feelings over the story: a line for each person, up where it is bright, down where it is dark, with its peaks."""

from bisect import bisect_right
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
    """A strong feeling: where it stands, as x and y and as the start of its paragraph, and its sentence with
    its span."""

    x: float
    y: float
    emotion: str
    manner: str
    words: str
    paragraph: int
    span: tuple[int, int]


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
    return [_arc(story, w, own, hue.get(w, 0), k * ROW) for k, (w, own) in enumerate(feel_most(story).items())]


def feel_most(story: Story) -> dict[str, list[Feeling]]:
    """Those who feel most, most first, with what they feel."""
    own: dict[str, list[Feeling]] = {}
    for f in story.feelings:
        own.setdefault(f.character, []).append(f)
    return {w: own[w] for w in sorted(own, key=lambda w: (-len(own[w]), w))[:PEOPLE]}


def brightness(feelings: list[Feeling], size: int, steps: int) -> list[float]:
    """How bright the feelings are in each of ``steps`` equal stretches of a text of ``size`` code points, smoothed."""
    bins = [0.0] * steps
    for f in feelings:
        bins[min(steps - 1, f.span[0] * steps // size)] += BRIGHT[f.emotion] * f.intensity * f.confidence
    return [(bins[max(0, i - 1)] + 2 * b + bins[min(steps - 1, i + 1)]) / 4 for i, b in enumerate(bins)]


def _arc(story: Story, who: str, feelings: list[Feeling], hue: int, y: float) -> Arc:
    size = max(1, len(story.text))
    smooth = brightness(feelings, size, _BINS)
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
            f.span,
        )
        for f in sorted(strongest, key=lambda f: f.span)
    ]
    return Arc(who, story.name(who), hue, y, points, peaks)


def paragraph_of(story: Story, position: int) -> int:
    """The start of the paragraph a position stands in."""
    k = bisect_right(story.paragraphs, position, key=lambda p: p.start) - 1
    return story.paragraphs[k].start if k >= 0 else 0
