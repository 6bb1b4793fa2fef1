"""Where a scene is set, in the words of the text."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from fabula.language import Language
from fabula.language.english import words
from fabula.language.syntax import SUBJECTS

_PLACES = ("FAC", "LOC", "GPE")
_AT = frozenset("in at on inside under by behind near beside upon".split())
_TO = frozenset("to into up down across towards toward through onto".split())
_OPENING = 1500  # code points at the start of a scene, where it is usually set


def find_places(
    language: Language, starts: Sequence[int], quoted: Sequence[int], types: Mapping[int, str]
) -> tuple[str | None, ...]:
    """A phrase for each scene ("the flour store"), or None. ``types`` gives the heads of mentions their types."""
    best: list[tuple[float, int]] = [(0.0, -1)] * len(starts)
    for i in sorted(h for h, t in types.items() if t in _PLACES):
        if quoted[i] >= 0:
            continue
        scene = max(0, bisect_right(starts, language.starts[i]) - 1)
        weight = _weight(language, i) + (1.0 if language.starts[i] - starts[scene] < _OPENING else 0.0)
        weight -= (language.starts[i] - starts[scene]) / 20_000
        if weight > max(1.0, best[scene][0]):
            best[scene] = (weight, i)
    return tuple(_phrase(language, i) if i >= 0 else None for _, i in best)


def _weight(language: Language, i: int) -> float:
    """How surely the words say where it is: "in the kitchen" more than "the kitchen clock"."""
    if language.dep[i] == "pobj":
        by = language.heads[i]
        if language.lower[by] in _AT:
            return 2.0
        if language.lower[by] in _TO and language.lemma[language.heads[by]] in words("motion_verbs"):
            return 1.8
        return 0.5
    if language.dep[i] in SUBJECTS and language.lemma[language.heads[i]] in words("lying_verbs"):
        return 2.0
    if language.dep[i] == "dobj" and language.lemma[language.heads[i]] in words("entering_verbs") | {"reach"}:
        return 1.8
    return 0.2


def _phrase(language: Language, i: int) -> str:
    first = i
    for c in language.children[i]:
        if c < i and language.dep[c] in ("det", "poss", "amod", "compound", "nmod", "nummod"):
            first = min(first, c, *_leftmost(language, c))
    return (
        " ".join(language.text[j] for j in range(first, i + 1))
        .replace(" 's", "'s")
        .replace(" ’s", "’s")
        .replace(" - ", "-")
    )


def _leftmost(language: Language, i: int) -> list[int]:
    return [j for c in language.children[i] for j in (c, *_leftmost(language, c))]
