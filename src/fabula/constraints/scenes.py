"""Where a scene begins, who is in it and where it is set, where a reader said so."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from fabula.constraints.compile import Constraint, Constraints
from fabula.constraints.outcomes import Outcome, Unapplied, noting
from fabula.constraints.people import People
from fabula.world import Manuscript, Quotation, Scene
from fabula.world.presence import Presence

READER_OPENS = "reader"  # why a scene begins where a reader said so


Starts = tuple[tuple[int, str], ...]  # (offset, why) of each scene


def constrain_starts(
    constraints: Constraints, manuscript: Manuscript, starts: Starts
) -> tuple[Starts, tuple[Outcome, ...]]:
    """Where scenes begin, with those a reader opened ("reader"), and without those they closed.

    A reader means the paragraph that a place stands in; a scene that opens with a heading opens with what follows it.
    """
    outcomes: list[Outcome] = []
    opens: dict[int, bool] = {}
    prose = [p for p in manuscript.paragraphs if p.kind == "prose"]
    for c in constraints.last_word("scene", "no scene"):
        for place in c.places:
            with noting(outcomes, c):
                k = bisect_right(prose, place[0], key=lambda p: p.end)
                if k == len(prose):
                    raise Unapplied("there is no paragraph there")
                if k == 0:
                    raise Unapplied("the first scene begins there whatever is said")
                opens[prose[k].start] = c.op.do == "scene"
    if not opens:
        return starts, tuple(outcomes)
    at = [p.start for p in prose]

    def first(start: int) -> int:
        """The paragraph with which a scene opens."""
        k = bisect_left(at, start)
        return at[k] if k < len(at) else start

    kept = [(s, why) for s, why in starts if s == 0 or opens.get(first(s), True)]
    have = {first(s) for s, _ in kept}
    new = [(s, READER_OPENS) for s, opened in opens.items() if opened and s not in have]
    return tuple(sorted((*kept, *new))), tuple(outcomes)


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
    out = [replace(s, corrected=("start",)) if s.opened_by == READER_OPENS else s for s in scenes]
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
    return [bisect_right(starts, span[0]) - 1 for span in c.places]


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
