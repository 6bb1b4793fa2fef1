"""What nothing else decides is decided by what comes first in the text, never by the alphabet."""

from collections import Counter
from types import SimpleNamespace

import pytest

import fabula
from fabula.bonds.find import _bond
from fabula.bonds.signs import Sign
from fabula.pipeline import draft_story
from fabula.resolution.addressees.find import find_addressees
from fabula.resolution.identities import _joined
from fabula.resolution.names.survey import survey
from fabula.text.open import read_bytes


@pytest.mark.parametrize(("one", "other"), [("abel", "zora"), ("zora", "abel")])
def test_of_as_many_signs_the_first_says_which_way_a_bond_holds(one: str, other: str) -> None:
    signs = [
        Sign(other, one, "work", True, "clerk", (90, 99), 1.0),
        Sign(one, other, "work", True, "captain", (10, 19), 1.0),
    ]
    bond = _bond("abel", "zora", "work", signs, (), 0.9)
    assert (bond.a, bond.b, bond.role, bond.directed) == (one, other, "captain", False)


@pytest.mark.parametrize(("one", "other"), [("Abel", "Zora"), ("Zora", "Abel")])
def test_of_names_as_frequent_the_first_is_what_somebody_is_called(one: str, other: str) -> None:
    words = Counter({(0, one): 2, (0, other): 2, **{(1, f"{one} {k}"): 1 for k in range(9, 0, -1)}})
    who = _joined([0], SimpleNamespace(ids=("#1",)), {}, [words], {}, 1.0)  # type: ignore[arg-type]
    assert (who.name, who.id) == (one, one.lower())
    assert [n.text for n in who.names] == [one, other, *(f"{one} {k}" for k in range(9, 3, -1))]


@pytest.mark.parametrize("people", [("abel", "zora"), ("zora", "abel")])
def test_of_two_as_likely_the_first_in_the_text_is_spoken_to(people: tuple[str, str]) -> None:
    judged = SimpleNamespace(of_turn=lambda k, what: dict.fromkeys(people, 0.4), answers=SimpleNamespace(addressed=0))
    (quote,) = fabula.read_text('"Late," said Ida.').quotes
    (found,) = find_addressees([quote], judged)  # type: ignore[arg-type]
    assert found.addressees == people[:1]


@pytest.mark.parametrize(("one", "other"), [("Abel", "Zora"), ("Zora", "Abel")])
def test_people_as_frequent_are_numbered_as_they_come(one: str, other: str) -> None:
    manuscript = read_bytes(f"{one} came in. {other} came in.\n\n{other} sat down. {one} sat down.".encode(), "a.txt")
    draft = draft_story(manuscript)
    columns = draft.encoding.reading.mentions
    names = survey(manuscript, draft.language, [-1] * len(draft.language), columns, draft.encoding).names
    assert names.key == ((one.lower(),), (other.lower(),))
