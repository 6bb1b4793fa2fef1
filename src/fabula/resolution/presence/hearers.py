"""Who hears a turn: what the second reading says of it, and who is within earshot."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from fabula.resolution.judged import Judged
from fabula.resolution.weighed import Weighed
from fabula.world import Quotation
from fabula.world.presence import Presence

HEARS = Weighed(0.0, 0.0)  # chosen on the held quarter by training/reading/weigh.py
EARSHOT = (
    4000  # code points on either side in which somebody must act or speak to count as still there, in a long scene
)


def find_hearers(
    found: Sequence[Presence],
    settled: Sequence[Presence],
    quotes: Sequence[Quotation],
    judged: Judged,
    hears: Weighed = HEARS,
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
        near = within_earshot(found[n], q)
        read = judged.of_turn(k, judged.answers.hears)
        sure = {w: hears.probability(read.get(w, 0.0), w in near) for w in dict.fromkeys((*near, *read))}
        for w, p in zip(q.addressees, q.addressee_confidence, strict=True):
            sure[w] = max(sure.get(w, 0.0), p)
        sure.update(dict.fromkeys(came, 1.0))
        told = {*q.addressees, *came}
        heard = {w: p for w, p in sure.items() if (p > 0.5 or w in told) and w not in gone and w != q.speaker}
        ranked = sorted(heard, key=lambda w: (-heard[w], w))
        confidence = tuple(round(heard[w], 2) for w in ranked)
        out.append(replace(q, heard_by=tuple(ranked), heard_by_confidence=confidence))
    return tuple(out)


def within_earshot(scene: Presence, q: Quotation) -> tuple[str, ...]:
    """Who is there when something is said, listens unseen, or is on the telephone.

    A letter is "heard" by who reads it in the story: whoever is alone with it, or else those it was written to who are
    there.
    """
    at = q.parts[0][0]
    if q.kind == "written":
        others = tuple(w for w in scene.here() if w != q.speaker)
        return others if len(others) == 1 else tuple(w for w in others if w in q.addressees)
    return tuple(w for w in (*scene.here(), *sorted(scene.far)) if w != q.speaker and _near(scene, w, q, at))


def _near(scene: Presence, who: str, q: Quotation, at: int) -> bool:
    if not scene.hears(who, at):
        return False
    if who in q.addressees or who in scene.far or who in scene.listens:
        return True
    seen = scene.seen[who]
    i = bisect_left(seen, at - EARSHOT)
    return i < len(seen) and seen[i] <= at + EARSHOT
