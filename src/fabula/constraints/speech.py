"""Who speaks and to whom, where a reader settled it."""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace
from typing import TypeVar

from fabula.constraints.compile import Constraint, Constraints
from fabula.constraints.outcomes import Outcome, noting
from fabula.constraints.people import People
from fabula.constraints.turns import turn_at
from fabula.quotations.turn import Turn
from fabula.world import Quotation

T = TypeVar("T")


def settled_speakers(
    constraints: Constraints, turns: Sequence[Turn], people: People
) -> tuple[dict[int, str | None], tuple[Outcome, ...]]:
    """The speakers that a reader settled, by the number of the turn; None where they said that it cannot be told."""
    said = [c for c in constraints.of("speaker", "quotation") if c.op.do == "speaker" or c.op.who is not None]
    return _by_turn(said, turns, lambda c: people.find(c.op.who) if c.op.who is not None else None)


def constrain_addressees(
    constraints: Constraints, quotes: Sequence[Quotation], turns: Sequence[Turn], people: People, hold: Set[str]
) -> tuple[tuple[Quotation, ...], tuple[Outcome, ...]]:
    """The quotations with the addressees that a reader settled, and marked where the kind is theirs.

    ``hold`` are the ids of the operations that hold so far.
    """
    said, outcomes = _by_turn(constraints.of("addressees"), turns, lambda c: tuple(people.find(p) for p in c.op.whom))
    of_kind = [c for c in constraints.of("kind", "quotation") if c.op.value != "none" and c.op.id in hold]
    kinds, more = _by_turn(of_kind, turns, lambda c: c.op.do)
    out = []
    for k, q in enumerate(quotes):
        settled = (*q.corrected, *(["addressees"] if k in said else []), *(["kind"] if k in kinds else []))
        out.append(replace(q, addressees=said.get(k, q.addressees), corrected=settled) if settled else q)
    return tuple(out), (*outcomes, *more)


def _by_turn(
    constraints: Iterable[Constraint], turns: Sequence[Turn], says: Callable[[Constraint], T]
) -> tuple[dict[int, T], tuple[Outcome, ...]]:
    """What each says of its turns, by the number of the turn."""
    out: dict[int, T] = {}
    outcomes: list[Outcome] = []
    for c in constraints:
        for span in c.places:
            with noting(outcomes, c):
                out[turn_at(turns, span)] = says(c)
    return out, tuple(outcomes)
