"""Who is in a scene and where it is set, where a reader said so."""

from collections.abc import Sequence
from dataclasses import replace

from fabula.constraints.compile import Constraint, Constraints
from fabula.constraints.outcomes import Outcome, noting
from fabula.constraints.people import People
from fabula.world import Quotation, Scene
from fabula.world.presence import Presence


def constrain_presence(
    constraints: Constraints, presence: Sequence[Presence], quotes: Sequence[Quotation], people: People
) -> tuple[tuple[Presence, ...], tuple[Outcome, ...]]:
    """Who is there, with those a reader put into a scene or out of it."""
    out = list(presence)
    outcomes: list[Outcome] = []
    for c in constraints.of("present", "absent"):
        for k in _scenes(c, [p.start for p in out]):
            with noting(outcomes, c):
                for who in [people.find(p) for p in c.op.whom]:
                    out[k] = _there(out[k], who, quotes) if c.op.do == "present" else _gone(out[k], who)
    return tuple(out), tuple(outcomes)


def constrain_scenes(
    constraints: Constraints, scenes: Sequence[Scene]
) -> tuple[tuple[Scene, ...], tuple[Outcome, ...]]:
    """The scenes with the places a reader gave them."""
    out = list(scenes)
    outcomes: list[Outcome] = []
    for c in constraints.of("place", "present", "absent"):
        what = "place" if c.op.do == "place" else "present"
        for k in _scenes(c, [s.start for s in out]):
            settled = tuple(dict.fromkeys((*out[k].corrected, what)))
            where = c.op.value if c.op.do == "place" else out[k].place
            out[k] = replace(out[k], corrected=settled, place=where)
            outcomes.append(Outcome(c.op.id))
    return tuple(out), tuple(outcomes)


def _scenes(c: Constraint, starts: Sequence[int]) -> list[int]:
    """The numbers of the scenes that a constraint is about."""
    return [max(k for k, s in enumerate(starts) if s <= span[0]) for span in c.places]


def _there(p: Presence, who: str, quotes: Sequence[Quotation]) -> Presence:
    """Somebody is there from first to last: within earshot of all that is said."""
    seen, moves = dict(p.seen), dict(p.moves)
    said = (q.parts[0][0] for q in quotes if p.start <= q.parts[0][0] < p.end)
    seen[who] = tuple(sorted({*seen.get(who, ()), p.start, *said}))
    moves.pop(who, None)
    return replace(p, seen=seen, moves=moves, far=p.far - {who}, sure={**p.sure, who: 1.0})


def _gone(p: Presence, who: str) -> Presence:
    """Somebody is not there at all."""
    seen = {w: at for w, at in p.seen.items() if w != who}
    moves = {w: m for w, m in p.moves.items() if w != who}
    return replace(p, seen=seen, moves=moves, far=p.far - {who}, listens=p.listens - {who})
