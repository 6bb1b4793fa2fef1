"""Which quotations of one speaker may contradict one another, before anybody reads their words against each other.

Somebody who says one thing to one person says another to somebody else, or thinks it: most often soon, and in lines
that are long enough to say something.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from fabula.knowledge.weights import PRIOR, PRIOR_BIAS
from fabula.language.english import words
from fabula.world import Quotation

_BACK = 60  # earlier quotations of the same speaker that one is compared with, so that a novel is not squared
_AT_ONCE = 400  # code points between a speech and the thought that follows it at once
_ALIKE = 5  # words that two quotations share, at most
_SHARED = tuple(PRIOR).index("words that both share")
_MARKS = "\"'“”‘’«».,;:!?-–—…*_()"


class Candidate(NamedTuple):
    """Two quotations of one speaker, ``a`` first; how many words they share, and the log odds that they contradict
    each other."""

    a: Quotation
    b: Quotation
    alike: float
    odds: float


def find_candidates(quotes: Sequence[Quotation], texts: Mapping[str, str]) -> list[Candidate]:
    """The likeliest pairs, as many as there are quotations, the likeliest first. ``texts`` gives their words by id."""
    of: dict[str, list[Quotation]] = defaultdict(list)
    for q in sorted(quotes, key=lambda q: q.parts):
        if q.speaker is not None and not q.speaker.startswith("group:"):
            of[q.speaker].append(q)
    told = {q.id: content(texts[q.id]) for own in of.values() for q in own}
    found = []
    for own in of.values():
        for k, b in enumerate(own):
            for a in own[max(0, k - _BACK) : k]:
                if set(a.heard_by) != set(b.heard_by):
                    x = signs(a, b, told)
                    odds = PRIOR_BIAS + sum(w * y for w, y in zip(PRIOR.values(), x, strict=True))
                    found.append(Candidate(a, b, x[_SHARED], odds))
    return sorted(found, key=lambda c: (-c.odds, c.a.parts, c.b.parts))[: len(quotes)]


def signs(a: Quotation, b: Quotation, told: Mapping[str, frozenset[str]]) -> tuple[float, ...]:
    """What `PRIOR` weighs, in its order. ``told`` gives the `content` of quotations by their ids."""
    gap = max(0, b.parts[0][0] - a.parts[-1][1])
    thought = b.kind == "thought"
    return (
        log(1 + gap),
        float(thought),
        float(thought and gap < _AT_ONCE),
        float(min(len(told[a.id] & told[b.id]), _ALIKE)),
        log(_length(a)),
        log(_length(b)),
    )


def content(said: str) -> frozenset[str]:
    """The words of a quotation but those that every text is full of.

    >>> sorted(content("“I sold the violin,”"))
    ['sold', 'violin']
    """
    return frozenset(w.strip(_MARKS) for w in said.lower().split()) - words("function_words") - {""}


def _length(q: Quotation) -> int:
    """Code points."""
    return max(1, sum(b - a for a, b in q.parts))
