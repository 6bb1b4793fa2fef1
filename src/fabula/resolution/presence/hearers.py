"""Who hears a turn: what the second reading says of it, and what a reader said of who is there."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from fabula.resolution.judged import Judged
from fabula.world import Quotation
from fabula.world.presence import Presence

HEARS = 0.5  # probability: F1 68.1 on the held quarter, with rules of earshot 66.5 (training/reading/weigh.py)


def find_hearers(
    found: Sequence[Presence],
    settled: Sequence[Presence],
    quotes: Sequence[Quotation],
    judged: Judged,
    least: float = HEARS,
) -> tuple[Quotation, ...]:
    """The quotations with their hearers, from a probability on; thoughts are heard by nobody.

    ``found`` is who is in each scene, ``settled`` the same as a reader has it: whom they put there hears all that is
    said, and whom they took away nothing.
    """
    starts = [p.start for p in settled]
    out = []
    for k, q in enumerate(quotes):
        if q.kind == "thought" or not settled:
            out.append(q)
            continue
        n = max(0, bisect_right(starts, q.parts[0][0]) - 1)
        came = [w for w in settled[n].here() if w not in found[n].seen]
        gone = {w for w in found[n].seen if w not in settled[n].seen}
        sure = judged.of_turn(k, judged.answers.hears)
        for w, p in zip(q.addressees, q.addressee_confidence, strict=True):
            sure[w] = max(sure.get(w, 0.0), p)
        sure.update(dict.fromkeys(came, 1.0))
        told = {*q.addressees, *came}
        heard = {w: p for w, p in sure.items() if (p > least or w in told) and w not in gone and w != q.speaker}
        ranked = sorted(heard, key=lambda w: (-heard[w], w))
        confidence = tuple(round(heard[w], 2) for w in ranked)
        out.append(replace(q, heard_by=tuple(ranked), heard_by_confidence=confidence))
    return tuple(out)
