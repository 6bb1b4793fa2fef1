"""Where a scene is set, in the words of the text."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from fabula.language import Language
from fabula.scenes.place_signs import Candidate, candidates, signs, usual
from fabula.scenes.weights import BIAS, LEAST, WEIGHTS

_BEFORE = ("poss", "compound", "nmod", "nummod")
_PARTS = frozenset("corner edge top bottom end foot back front side middle centre center mouth head bank".split())
_NEAR = 3  # tokens after "of", at most
_HYPHENS = ("-", "\u2010", "\u2011")
_FULL = 4  # tokens of a name, beyond which it is not better for more


def find_places(
    language: Language, starts: Sequence[int], quoted: Sequence[int], types: Mapping[int, str]
) -> tuple[str | None, ...]:
    """A short name for each scene's place ("the flour store"), or None where none is likely enough.

    ``starts`` are the code points where scenes begin. ``types`` gives the heads of mentions their types. The nouns of a
    scene are weighed (`place_signs.py`), and the likeliest is named as the text does, without most of its adjectives.
    """
    at = [language.tokens_in(s, s).start for s in starts]
    out = []
    for first, stop in zip(at, [*at[1:], len(language)], strict=True):
        found = [(_odds(language, c, first, stop, quoted), c) for c in candidates(language, first, stop, quoted, types)]
        odds, best = max(found, key=lambda x: (x[0], -x[1].at[0]), default=(LEAST, None))
        out.append(_name(language, best) if best is not None and odds > LEAST else None)
    return tuple(out)


def _odds(language: Language, c: Candidate, first: int, stop: int, quoted: Sequence[int]) -> float:
    x = signs(language, c, first, stop, quoted, usual(c))
    return BIAS + sum(w * y for w, y in zip(WEIGHTS.values(), x, strict=True))


def _name(language: Language, c: Candidate) -> str:
    """The place as its fullest mention calls it: "the shoe lockers", "Maddie's kitchen"."""
    spans = [_span(language, i) for i in c.at]
    k = max(range(len(spans)), key=lambda k: (min(len(spans[k]), _FULL), c.manner[k], -k))
    words = _words(language, spans[k])
    owned = any(language.tag[i] == "POS" for i in spans[k])
    return words if c.name or owned else f"the {words}"


def _span(language: Language, i: int) -> list[int]:
    """The tokens that name what token i is the head of, without adjectives, and whose it is where that is a name."""
    own = {i}
    for c in language.children[i]:
        if c < i and language.dep[c] in _BEFORE and not (language.dep[c] == "poss" and language.pos[c] == "PRON"):
            own.update(_subtree(language, c))
        elif c > i and language.lower[c] == "of" and language.lower[i] in _PARTS:
            below = _subtree(language, c)
            own.update(below if len(below) <= _NEAR + 1 else ())
    own.update(j for j in range(min(own), i) if j - 1 in own and j + 1 in own and language.text[j] in _HYPHENS)
    return sorted(own)


def _subtree(language: Language, i: int) -> list[int]:
    out, left = [], [i]
    while left:
        out.append(left.pop())
        left += language.children[out[-1]]
    return out


def _words(language: Language, tokens: Sequence[int]) -> str:
    """The words as the text spaces them."""
    out = language.text[tokens[0]]
    for before, i in pairwise(tokens):
        out += language.text[i] if language.ends[before] == language.starts[i] else f" {language.text[i]}"
    return out
