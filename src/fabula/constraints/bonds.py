"""Bonds that a reader said there are, or are not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import get_args

from fabula.constraints.compile import Constraints
from fabula.constraints.outcomes import Outcome, Unapplied, noting
from fabula.constraints.people import People
from fabula.corrections.operations import Operation
from fabula.world import Bond, BondKind


def constrain_bonds(
    constraints: Constraints, bonds: Iterable[Bond], people: People
) -> tuple[tuple[Bond, ...], tuple[Outcome, ...]]:
    """The bonds, of the kind a reader said, and without those they denied."""
    out = list(bonds)
    outcomes: list[Outcome] = []
    about = constraints.of("bond")
    for c in about:
        op = c.op
        with noting(outcomes, c):
            assert op.who is not None
            pair = {people.find(op.who), people.find(op.whom[0])}
            if len(pair) < 2:
                raise Unapplied("they are one person")
            # the names of the operation are the kinds of bond that it is about
            meant = [b for b in out if {b.a, b.b} == pair and (not op.names or b.kind in op.names)]
            new = _bond(op, meant, pair)
            out = [b for b in out if b not in meant] + ([new] if new is not None else [])
    if about:
        out.sort(key=lambda b: (-b.confidence, b.a, b.b, b.kind))
    return tuple(out), tuple(outcomes)


def _bond(op: Operation, meant: Sequence[Bond], pair: set[str]) -> Bond | None:
    kind: BondKind | None = next((k for k in get_args(BondKind) if k == op.value), None)
    if kind is None:
        return None
    a, b = sorted(pair)
    old = meant[0] if meant else Bond(a, b, kind, False, (), 1.0)
    return replace(old, kind=kind, confidence=1.0, corrected=("kind",))
