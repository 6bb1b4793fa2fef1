"""Contradictions that a reader said are none."""

from collections.abc import Sequence

from fabula.constraints.compile import Constraints
from fabula.constraints.outcomes import Outcome, noting
from fabula.constraints.turns import turn_at
from fabula.quotations.turn import Turn
from fabula.world import Quotation


def denied_contradictions(
    constraints: Constraints, turns: Sequence[Turn], quotes: Sequence[Quotation]
) -> tuple[frozenset[frozenset[str]], tuple[Outcome, ...]]:
    """The pairs of quotations, by their ids, that do not contradict one another. ``quotes`` are those of ``turns``."""
    denied: set[frozenset[str]] = set()
    outcomes: list[Outcome] = []
    for c in constraints.of("not a contradiction"):
        with noting(outcomes, c):
            if len(c.places) == 2:
                denied.add(frozenset(quotes[turn_at(turns, span)].id for span in c.places))
    return frozenset(denied), tuple(outcomes)
