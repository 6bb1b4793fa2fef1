"""How warm two people are with one another, scene by scene: the colour of what they feel while they talk."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from math import fsum
from typing import TypeVar

from fabula.world import Feeling, Quotation, Scene

_VALENCE = {
    "joy": 1.0,
    "trust": 1.0,
    "anticipation": 0.2,
    "surprise": 0.0,
    "sadness": -0.3,
    "fear": -0.5,
    "anger": -1.0,
    "disgust": -1.0,
}
T = TypeVar("T")


def warmth(
    quotes: Sequence[Quotation], scenes: Sequence[Scene], feelings: Sequence[Feeling]
) -> dict[frozenset[str], tuple[tuple[int, float], ...]]:
    """For each pair the mean colour of what they feel while they talk, as (start of the scene, -1 to 1)."""
    felt: dict[str, list[Feeling]] = defaultdict(list)
    for f in feelings:
        felt[f.character].append(f)
    out: dict[frozenset[str], list[tuple[int, float]]] = defaultdict(list)
    said = sorted((q for q in quotes if q.speaker and q.kind == "speech"), key=_begins)
    for own in felt.values():
        own.sort(key=_felt_at)
    for scene in scenes:
        pairs: dict[frozenset[str], list[float]] = defaultdict(list)
        spoken = _within(said, _begins, scene)
        met = {tuple(sorted((q.speaker or "", w))) for q in spoken for w in q.addressees if w != q.speaker}
        for both in sorted(met):  # in order: sets have another in each process
            pair = frozenset(both)
            for who in both:
                pairs[pair] += [_VALENCE[f.emotion] * f.intensity for f in _within(felt.get(who, ()), _felt_at, scene)]
        for pair, values in pairs.items():
            if values:
                out[pair].append((scene.start, round(fsum(values) / len(values), 2)))
    return {pair: tuple(v) for pair, v in out.items()}


def _begins(q: Quotation) -> int:
    return q.parts[0][0]


def _felt_at(f: Feeling) -> int:
    return f.span[0]


def _within(some: Sequence[T], start: Callable[[T], int], scene: Scene) -> Sequence[T]:
    """Those of some values, in the order in which they start, that start in a scene."""
    return some[bisect_left(some, scene.start, key=start) : bisect_left(some, scene.end, key=start)]
