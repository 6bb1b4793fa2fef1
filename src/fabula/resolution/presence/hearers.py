"""Who hears a turn: everybody in earshot but the speaker."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from fabula.world import Quotation
from fabula.world.presence import Presence

EARSHOT = (
    4000  # code points on either side in which somebody must act or speak to count as still there, in a long scene
)


def find_hearers(presence: Sequence[Presence], quotes: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """The quotations with their hearers: who is there when it is said, listens unseen, or is on the telephone.

    Thoughts are heard by nobody. A letter is "heard" by who reads it in the story: whoever is alone with it, or else
    those it was written to who are there.
    """
    starts = [p.start for p in presence]
    out = []
    for q in quotes:
        if q.kind == "thought" or not presence:
            out.append(q)
            continue
        at = q.parts[0][0]
        scene = presence[max(0, bisect_right(starts, at) - 1)]
        if q.kind == "written":
            others = tuple(w for w in scene.here() if w != q.speaker)
            out.append(
                replace(q, heard_by=others if len(others) == 1 else tuple(w for w in others if w in q.addressees))
            )
            continue
        near = [w for w in (*scene.here(), *sorted(scene.far)) if w != q.speaker and _near(scene, w, q, at)]
        out.append(replace(q, heard_by=tuple(near)))
    return tuple(out)


def _near(scene: Presence, who: str, q: Quotation, at: int) -> bool:
    if not scene.hears(who, at):
        return False
    if who in q.addressees or who in scene.far or who in scene.listens:
        return True
    seen = sorted(scene.seen[who])
    i = bisect_left(seen, at - EARSHOT)
    return i < len(seen) and seen[i] <= at + EARSHOT
