"""Who hears a turn, as the second reading has it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from fabula.resolution.judged import Judged
from fabula.world import Quotation
from fabula.world.presence import Presence

HEARS = 0.5  # probability from which somebody hears a turn


def find_hearers(
    found: Sequence[Presence],
    settled: Sequence[Presence],
    quotes: Sequence[Quotation],
    judged: Judged,
    hears: float = HEARS,
) -> tuple[Quotation, ...]:
    """The quotations with their hearers; thoughts are heard by nobody.

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
        near = [w for w in sorted(sure, key=lambda w: (-sure[w], w)) if sure[w] >= hears and w not in gone]
        told = {w: p for w, p in zip(q.addressees, q.addressee_confidence, strict=True) if w not in gone}
        heard = {**{w: round(sure[w], 2) for w in near}, **{w: max(p, sure.get(w, 0.0)) for w, p in told.items()}}
        heard.update(dict.fromkeys(came, 1.0))
        heard.pop(q.speaker or "", None)
        confidence = tuple(round(p, 2) for p in heard.values())
        out.append(replace(q, heard_by=tuple(heard), heard_by_confidence=confidence))
    return tuple(out)
