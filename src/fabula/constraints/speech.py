"""Who speaks and to whom, where a reader settled it."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple, TypeVar

from fabula.constraints.compile import Constraint, Constraints
from fabula.constraints.outcomes import Outcome, noting
from fabula.constraints.people import People
from fabula.constraints.turns import turn_at
from fabula.quotations.turn import Turn
from fabula.world import Quotation
from fabula.world.corrections import MODEL_SURE

T = TypeVar("T")


class Said(NamedTuple):
    """Who speaks in a turn, as somebody said: None where they said that it cannot be told. ``by`` names a model."""

    who: str | None
    by: str


def settled_speakers(
    constraints: Constraints, turns: Sequence[Turn], people: People
) -> tuple[dict[int, Said], tuple[Outcome, ...]]:
    """The speakers that somebody settled, by the number of the turn. What a person said holds over what a model did."""
    said = [c for c in constraints.last_word("speaker", "quotation") if c.op.do == "speaker" or c.op.who is not None]
    return _by_turn(said, turns, lambda c: Said(people.find(c.op.who) if c.op.who is not None else None, c.op.by))


def credit_models(quotes: Sequence[Quotation], settled: Mapping[int, Said]) -> tuple[Quotation, ...]:
    """The quotations, with the model as the evidence where one said who speaks: that is sure of nothing."""
    return tuple(
        replace(q, evidence=settled[k].by, confidence=min(q.confidence, MODEL_SURE), corrected=())
        if k in settled and settled[k].by
        else q
        for k, q in enumerate(quotes)
    )


def constrain_addressees(
    constraints: Constraints, quotes: Sequence[Quotation], turns: Sequence[Turn], people: People, hold: Set[str]
) -> tuple[tuple[Quotation, ...], tuple[Outcome, ...]]:
    """The quotations with the addressees that a reader settled, and marked where the kind is theirs.

    ``hold`` are the ids of the operations that hold so far.
    """
    about = constraints.last_word("addressees")
    said, outcomes = _by_turn(about, turns, lambda c: (c.op.by, tuple(people.find(p) for p in c.op.whom)))
    of_kind = [c for c in constraints.of("kind", "quotation") if c.op.value != "none" and c.op.id in hold]
    kinds, more = _by_turn(of_kind, turns, lambda c: c.op.do)
    out = []
    for k, q in enumerate(quotes):
        by, whom = said.get(k, ("nobody", q.addressees))
        settled = (*q.corrected, *([] if by else ["addressees"]), *(["kind"] if k in kinds else []))
        if k in said:
            q = replace(q, addressees=whom, addressee_confidence=(1.0 if not by else MODEL_SURE,) * len(whom))
        out.append(replace(q, corrected=settled) if settled else q)
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
