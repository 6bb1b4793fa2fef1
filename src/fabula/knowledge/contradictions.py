"""Pairs of quotations of one holder that cannot both be true and did not reach the same ears.

Claims bring pairs together (same holder, same people or thing, opposite sides); a small network judges them in their
resolved form (what brings them together: `fabula.knowledge.reasons`). Nothing is compared that everybody heard: that
is a change of mind, or a correction.
"""

from collections.abc import Callable, Mapping, Sequence
from math import exp

import numpy as np
import numpy.typing as npt

from fabula.knowledge.reasons import HELD, Pair, find_pairs
from fabula.language.english import lines
from fabula.world import Claim, Contradiction, Quotation

Judge = Callable[[Sequence[tuple[str, str]]], npt.NDArray[np.float32]]

LEAST = 0.5  # confidence from which a pair is reported
_MOST = 400  # pairs the network is asked about, for a text of any length


def find_contradictions(
    claims: Sequence[Claim],
    quotes: Sequence[Quotation],
    texts: Mapping[str, str],
    cued: Mapping[str, str],
    judge: Judge,
) -> tuple[Contradiction, ...]:
    """Contradictions in text order. ``texts`` gives the words of each quotation, ``cued`` those with
    their tags, ``judge`` probabilities (pairs, 3)."""
    said = {q.id: q for q in quotes}
    found = [p for p in find_pairs(claims, quotes, said, texts) if apart(p.a, p.b)]
    found = sorted(found, key=lambda p: (-p.odds, p.a.parts, p.b.parts, p.one, p.other))[:_MOST]
    verdicts = judge([(p.one, p.other) for p in found])
    best: dict[tuple[str, str], tuple[float, Pair]] = {}
    for p, (yes, _, no) in zip(found, verdicts.tolist(), strict=True):
        sure = 1 / (1 + exp(-(p.odds + p.leans * (no - 0.5) - 2 * max(0.0, yes - 0.5))))
        key = (p.a.id, p.b.id)
        if key not in best or sure > best[key][0]:
            best[key] = (sure, p)
    kept = _one_a_lie([(sure, p) for sure, p in best.values() if sure >= LEAST])
    return tuple(
        _contradiction(sure, p, claims, cued) for sure, p in sorted(kept, key=lambda x: (x[1].a.parts, x[1].b.parts))
    )


def apart(a: Quotation, b: Quotation) -> bool:
    """Did the two not reach the same ears? What all who heard the first hear taken back is no lie any more."""
    if a.speaker != b.speaker or a.id == b.id:
        return False
    first, then = set(a.heard_by), set(b.heard_by)
    if b.kind == "speech":
        return bool(first - then) if a.kind == "speech" else bool(then)
    return bool(first) or bool(then)


def _one_a_lie(found: list[tuple[float, Pair]]) -> list[tuple[float, Pair]]:
    """One pair for each lie: of pairs that share a side, with the same people on the other, the surest."""
    kept: list[tuple[float, Pair]] = []
    for sure, p in sorted(found, key=lambda x: (-x[0], x[1].a.parts, x[1].b.parts)):
        same = (k for _, k in kept if k.a.speaker == p.a.speaker and ({k.a.id, k.b.id} & {p.a.id, p.b.id}))
        if not any(same):
            kept.append((sure, p))
    return kept


def _contradiction(sure: float, p: Pair, claims: Sequence[Claim], texts: Mapping[str, str]) -> Contradiction:
    true = p.a if _frank(p.a, texts) > _frank(p.b, texts) else p.b
    false = p.a if true is p.b else p.b
    knows = set(true.heard_by) | told_later(claims, true)
    dark = tuple(w for w in false.heard_by if w not in knows and not w.startswith("group:"))
    return Contradiction(
        p.a.id, p.b.id, p.a.speaker or "", f"{p.one} / {p.other}", dark, round(sure, 3), true.id, p.why
    )


def _frank(q: Quotation, texts: Mapping[str, str]) -> float:
    """Which to believe: what is thought, then what is said to nobody, written, told in confidence; else the later."""
    if q.kind == "thought":
        return 3.0
    if q.kind == "speech" and not q.heard_by:
        return 2.0
    words_ = texts[q.id].lower().replace("’", "'")
    return (1.0 if q.kind == "written" else 0.0) + 0.5 * any(phrase in words_ for phrase in lines("confiding_phrases"))


def told_later(claims: Sequence[Claim], q: Quotation) -> set[str]:
    """Who hears later, from anybody, what a quotation claims: the same predicate, subject, object and polarity."""

    def key(c: Claim) -> tuple[str, str | None, str | None, str]:
        return (c.predicate, c.subject, c.object, c.polarity)

    what = {key(c) for c in claims if c.quote == q.id and c.object is not None}
    return {
        w
        for c in claims
        if c.span[0] > q.parts[-1][1] and key(c) in what and c.modality in (*HELD, "reported")
        for w in c.heard_by
    }
