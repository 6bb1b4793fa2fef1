"""Operations compiled for a text, and what is told of them at the end."""

import dataclasses

import pytest

from fabula.constraints.compile import Constraint, Constraints, compile_constraints
from fabula.constraints.outcomes import Outcome, Unapplied, applied, noting, report
from fabula.corrections.anchors import make_anchor
from fabula.corrections.normalized import NormalizedText
from fabula.corrections.operations import Operation
from fabula.text.plain import read_plain
from fabula.world import CastEntry, Manuscript, Source

TEXT = 'Ida put down the heavy oar.\n\n"You are late," she said to Tom.\n\n"I am not at all late," said Tom.'


def book(text: str) -> Manuscript:
    return read_plain(text, Source("x", "", "text/plain"))


def about(words: str, id: str = "a") -> Operation:
    m = book(TEXT)
    at = TEXT.index(words)
    anchor = make_anchor(NormalizedText(m.text, m.paragraphs), (at, at + len(words)))
    return Operation(id, "", "kind", at=(anchor,), value="thought")


def test_a_place_is_found_once_and_kept() -> None:
    edited = book("It rained that day on the river.\n\n" + TEXT)
    (c,) = compile_constraints(edited, [about("You are late,")]).every
    assert [edited.text[a:b] for a, b in c.places] == ["You are late,"] and c.lost == ""
    with pytest.raises(dataclasses.FrozenInstanceError):
        c.places = ()  # type: ignore[misc]


def test_a_place_that_is_gone_is_said_to_be() -> None:
    constraints = compile_constraints(book(TEXT.split("\n\n")[0]), [about("You are late,")])
    (told,) = report(constraints, ())
    assert not told.applied and told.why == "its place cannot be found again in the text"


def test_constraints_keep_the_order_of_the_log_and_the_cast_list() -> None:
    ops = [about("You are late,", "a"), Operation("b", "", "person", value="Roz"), about("I am not", "c")]
    constraints = compile_constraints(book(TEXT), ops, [CastEntry("Ida")])
    assert [c.op.id for c in constraints.of("kind")] == ["a", "c"] and constraints.of("merge") == ()
    assert constraints.cast_list == (CastEntry("Ida"),)
    assert Constraints().every == ()


def test_outcomes_of_all_stages_make_one_report() -> None:
    every = tuple(Constraint(Operation(id, "", "person", value="Roz")) for id in "abc")
    outcomes: list[Outcome] = []
    with noting(outcomes, every[0]):
        pass
    with noting(outcomes, every[1]):
        raise Unapplied("she is there already")
    with noting(outcomes, every[0]):
        raise Unapplied("not here")
    with pytest.raises(ZeroDivisionError), noting(outcomes, every[2]):
        raise ZeroDivisionError
    assert applied(outcomes) == {"a"}
    rows = [(c.id, c.applied, c.why) for c in report(Constraints(every), (*outcomes, outcomes[1]))]
    assert rows == [("a", True, "not here"), ("b", False, "she is there already"), ("c", False, "")]
