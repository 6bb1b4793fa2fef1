"""Pairs of quotations of one speaker that cannot both be true and did not reach the same ears.

The likeliest pairs (`fabula.knowledge.candidates`) are read by a small network that was taught on what people of
stories say to one and otherwise to another; what it says and how many words both share are weighed together
(`fabula.knowledge.weights`). Nothing is compared that the same people heard: that is a change of mind, or a correction.
"""

from collections.abc import Callable, Mapping, Sequence
from math import exp, log

import numpy as np
import numpy.typing as npt

from fabula.knowledge.candidates import Candidate, find_candidates
from fabula.knowledge.weights import ALIKE, BIAS, JUDGED, LEAST
from fabula.world import Claim, Contradiction, Quotation

Judge = Callable[[Sequence[tuple[str, str]]], npt.NDArray[np.float32]]

_MARKS = "\"'“”‘’«» *_"
LITTLE = 0.002  # probability; how little is never told apart from less
_SUREST = (0.0, 0.0, 1.0)
_TOLD = ("asserted", "believed", "reported")  # claims that let somebody know


def find_contradictions(
    claims: Sequence[Claim], quotes: Sequence[Quotation], texts: Mapping[str, str], judge: Judge
) -> tuple[Contradiction, ...]:
    """Contradictions in text order. ``texts`` gives the words of each quotation, ``judge`` probabilities (pairs, 3)."""
    found = [c for c in find_candidates(quotes, texts) if weigh(c.alike, _SUREST) >= LEAST]  # no verdict helps others
    verdicts = judge([(plain(texts[c.a.id]), plain(texts[c.b.id])) for c in found])
    scored = [(weigh(c.alike, verdict), c) for c, verdict in zip(found, verdicts.tolist(), strict=True)]
    kept = _one_a_lie([(sure, c) for sure, c in scored if sure >= LEAST])
    return tuple(
        _contradiction(sure, c, claims, texts) for sure, c in sorted(kept, key=lambda x: (x[1].a.parts, x[1].b.parts))
    )


def plain(words: str) -> str:
    """The words of a quotation without its marks, as the network was taught with them."""
    return " ".join(words.split()).strip(_MARKS)


def quoted(words: str) -> str:
    """The words of a quotation for somebody to read.

    >>> quoted('"I have sold the violin,"')
    '“I have sold the violin”'
    """
    return f"“{plain(words).rstrip(',')}”"


def weigh(alike: float, verdict: Sequence[float]) -> float:
    """The probability that a pair is a contradiction, from how many words its lines share and what the network says of
    them: probabilities of entailment, neutral and contradiction."""
    yes = min(max(verdict[2], LITTLE), 1 - LITTLE)
    return 1 / (1 + exp(-(BIAS + JUDGED * log(yes / (1 - yes)) + ALIKE * alike)))


def _one_a_lie(found: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """One pair for each lie: of pairs that share a quotation the surest."""
    kept: list[tuple[float, Candidate]] = []
    told: set[str] = set()
    for sure, c in sorted(found, key=lambda x: (-x[0], x[1].a.parts, x[1].b.parts)):
        if not {c.a.id, c.b.id} & told:
            kept.append((sure, c))
            told |= {c.a.id, c.b.id}
    return kept


def _contradiction(sure: float, c: Candidate, claims: Sequence[Claim], texts: Mapping[str, str]) -> Contradiction:
    true = c.a if _frank(c.a) > _frank(c.b) else c.b
    false = c.a if true is c.b else c.b
    knows = set(true.heard_by) | _told_later(claims, true)
    dark = tuple(w for w in false.heard_by if w not in knows and not w.startswith("group:"))
    about = f"{quoted(texts[c.a.id])} / {quoted(texts[c.b.id])}"
    return Contradiction(
        c.a.id, c.b.id, c.a.speaker or "", about, dark, round(sure, 3), true.id, _evidence(c.a.kind, c.b.kind)
    )


def _evidence(a: str, b: str) -> str:
    if "thought" in (a, b) and a != b:
        return "thinks otherwise"
    if "written" in (a, b) and a != b:
        return "writes otherwise"
    return "says otherwise to others"


def _frank(q: Quotation) -> bool:
    """Which to believe: what is thought or said to nobody; else what comes later (of 330 in gold so in 85 %)."""
    return q.kind == "thought" or not q.heard_by


def _told_later(claims: Sequence[Claim], q: Quotation) -> set[str]:
    """Who hears later, from anybody, what a quotation claims: the same predicate, subject, object and polarity."""

    def key(c: Claim) -> tuple[str, str | None, str | None, str]:
        return (c.predicate, c.subject, c.object, c.polarity)

    what = {key(c) for c in claims if c.quote == q.id and c.object is not None}
    return {
        w for c in claims if c.span[0] > q.parts[-1][1] and key(c) in what and c.modality in _TOLD for w in c.heard_by
    }
