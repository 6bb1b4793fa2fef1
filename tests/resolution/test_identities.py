"""Who is who after the second reading: joined, left out, come in."""

import numpy as np

from fabula.language.analyse import analyse
from fabula.models.rereading.identity import Identity
from fabula.models.rereading.network import _nothing
from fabula.models.rereading.rows import Rows
from fabula.resolution.identities import Bounds, identify
from fabula.resolution.judged import judge
from fabula.resolution.rereading import Rereading
from fabula.text.plain import read_plain
from fabula.world import Cast, Character, Narration, Reference, Source

TEXT = "Rudd swore. The captain sat down. Ida laughed at the stranger, and the wall fell."
BOUNDS = Bounds(same=0.0, both=0.0, person=-1.0, stranger=0.0, trust=0.0, talk=0.7)
LANGUAGE = analyse(read_plain(TEXT, Source("t", "", "text/plain")))


def at(word: str) -> int:
    return LANGUAGE.text.index(word)


def person(name: str, *corrected: str) -> Character:
    return Character(name.lower(), name, (name,), corrected=corrected)


# (word, form, whose): the captain and the stranger are people whom no name found
SEEN = [("Rudd", 0, 0), ("captain", 1, 1), ("Ida", 0, 2), ("stranger", 1, 3), ("wall", 1, 4)]
CAST = Cast(
    (person("Rudd"), person("Ida")),
    tuple(Reference(at(w), at(w) + 1, at(w), w.lower(), "PROP") for w in ("Rudd", "Ida")),
)


def reading(real: list[float], same: dict[tuple[int, int], float]) -> Rereading:
    """A second reading of five people in which every row says the same."""
    answers = _nothing(1)
    answers.people[0, :5] = range(5)
    answers.speaks[0, :5], answers.speaks[0, -1] = (0.3, 0.3, 0.1, 0.1, 0.1), 0.1
    for x in (answers.addressed, answers.hears, answers.present):
        x[0, :5] = 0.5
    both = np.array(sorted(same), np.int64).reshape(-1, 2)
    identity = Identity(
        np.array(real, np.float32),
        both,
        np.array([same[k] for k in sorted(same)], np.float32),
        np.zeros((len(both), 7)),
        np.full((len(both), 7), -1),
    )
    rows = Rows(*(np.zeros(1, np.int32) for _ in range(8)))
    mentions = np.array([(at(w), at(w) + 1, at(w), form) for w, form, _ in SEEN]).T
    who = np.array([k for _, _, k in SEEN])
    return Rereading(("rudd", "#7", "ida", "#8", "#9"), rows, np.zeros(1, np.int64), answers, identity, mentions, who)


def settle(
    real: list[float], same: dict[tuple[int, int], float], **about: object
) -> tuple[Cast, tuple[str | None, ...]]:
    return identify(LANGUAGE, TEXT, CAST, reading(real, same), bounds=BOUNDS, **about)  # type: ignore[arg-type]


def test_somebody_who_was_found_twice_is_one_under_all_names() -> None:
    cast, whose = settle([3, 3, 3, -3, -3], {(0, 1): 2.0})
    assert whose == ("rudd", "rudd", "ida", None, None)
    rudd = next(c for c in cast.characters if c.id == "rudd")
    assert rudd.name == "Rudd" and rudd.aliases == ("Rudd", "captain")
    assert {r.entity for r in cast.references if r.head == at("captain")} == {"rudd"}
    assert 0.9 < rudd.confidence <= 1.0


def test_in_a_crowd_two_are_less_likely_one() -> None:
    """Five people where there may be one: every two must be likelier one by log 5."""
    for sure, joined in ((2.0, True), (1.0, False)):
        told = reading([3, 3, 3, -3, -3], {(0, 1): sure})
        _, whose = identify(LANGUAGE, TEXT, CAST, told, bounds=BOUNDS._replace(crowd=1))
        assert (whose[0] == whose[1]) == joined


def test_a_stranger_who_is_a_person_comes_in_and_who_is_nobody_stays_out() -> None:
    cast, whose = settle([3, -3, 3, 3, -3], {})
    assert [c.name for c in cast.characters if c.id not in ("rudd", "ida")] == ["stranger"]
    assert whose[3] == "stranger" and whose[4] is None
    assert any(r.entity == "stranger" and r.head == at("stranger") for r in cast.references)


def test_a_name_that_is_nobody_s_goes_and_so_do_its_references() -> None:
    cast, whose = settle([3, -3, -3, -3, -3], {})
    assert [c.id for c in cast.characters] == ["rudd"] and whose[2] is None
    assert not any(r.head == at("Ida") for r in cast.references)


def test_who_says_nothing_and_may_be_somebody_else_is_left_out() -> None:
    for sure, spoken, stays in ((-0.5, 0.0, False), (-0.5, 0.3, True), (-2.0, 0.0, True)):
        told = reading([3, -3, 3, -3, -3], {(0, 2): sure})
        told.answers.speaks[0, 2] = spoken
        _, whose = identify(LANGUAGE, TEXT, CAST, told, bounds=BOUNDS._replace(silent=-1.0))
        assert (whose[2] == "ida") == stays and whose[0] == "rudd"


def test_those_of_a_cast_list_stay_two_and_stay() -> None:
    cast, _ = settle([-5, -5, -5, -5, -5], {(0, 2): 5.0}, held=frozenset(("rudd", "ida")))
    assert {c.id for c in cast.characters} == {"rudd", "ida"}


def test_the_narrator_gets_the_name_of_who_is_one_with_the_narrator() -> None:
    told = Cast((person("Rudd"), Character("ida", "the narrator", ())), CAST.references, Narration("first", "ida"))
    cast, _ = identify(LANGUAGE, TEXT, told, reading([3, -3, 3, -3, -3], {(0, 2): 4.0}), bounds=BOUNDS)
    assert len(cast.characters) == 1 and cast.narration.narrator == cast.characters[0].id


def test_of_those_who_are_one_the_probabilities_to_speak_add_up() -> None:
    read = reading([0] * 5, {})
    judged = judge(
        read, ("rudd", "rudd", "ida", None, None), *(np.zeros(n, np.int64) for n in (1, 0, 5)), np.ones(5, bool)
    )
    said = judged.of_turn(0, judged.answers.speaks)
    assert {w: round(p, 3) for w, p in said.items()} == {"rudd": 0.6, "ida": 0.1}
    assert round(judged.somebody_else(0), 3) == 0.3
    assert judged.of_turn(0, judged.answers.hears) == {"rudd": 0.5, "ida": 0.5}


def test_who_is_not_told_of_between_two_marks_is_hardly_there() -> None:
    read = reading([0] * 5, {})
    heads = np.array([10, 90, 10, 90, 90])  # Rudd and Ida are in the first scene, the row is of the second
    judged = judge(
        read, ("rudd", "captain", "ida", None, None), np.array([80]), np.array([50]), heads, np.ones(5, bool)
    )
    there = judged.of_turn(0, judged.answers.present)
    assert there["captain"] == 0.5 and there["rudd"] < 0.2 and there["ida"] < 0.2
