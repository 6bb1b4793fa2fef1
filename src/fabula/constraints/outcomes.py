"""What became of a reader's operations, noted stage by stage."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from fabula.constraints.compile import Constraint, Constraints
from fabula.corrections.words import in_words
from fabula.world import Correction


class Unapplied(Exception):
    """An operation that cannot hold, and why, in words."""


class Outcome(NamedTuple):
    """What became of the operation ``id`` at one place: it holds, or ``why`` says why it does not."""

    id: str
    why: str = ""


@contextmanager
def noting(outcomes: list[Outcome], constraint: Constraint) -> Iterator[None]:
    """Add to ``outcomes`` whether what is done within holds."""
    try:
        yield
    except Unapplied as e:
        outcomes.append(Outcome(constraint.op.id, str(e)))
    else:
        outcomes.append(Outcome(constraint.op.id))


def applied(outcomes: Iterable[Outcome]) -> frozenset[str]:
    """The ids of the operations that hold, at one place at least."""
    return frozenset(o.id for o in outcomes if not o.why)


def report(constraints: Constraints, outcomes: Iterable[Outcome]) -> tuple[Correction, ...]:
    """What became of each operation, in the order of the log. ``outcomes`` are those of all stages, in order."""
    outcomes = tuple(outcomes)
    hold = applied(outcomes)
    reasons: dict[str, list[str]] = {}
    for o in outcomes:
        if o.why:
            reasons.setdefault(o.id, []).append(o.why)
    rows = []
    for c in constraints.every:
        why = dict.fromkeys((*([c.lost] if c.lost else []), *reasons.get(c.op.id, ())))
        rows.append(Correction(c.op.id, in_words(c.op), c.op.id in hold, "; ".join(why)))
    return tuple(rows)
