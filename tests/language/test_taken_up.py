"""Which pronouns take a name up."""

from collections import Counter

from fabula.language.analyse import analyse
from fabula.language.taken_up import Occurrence, pronouns_taking_up, vote
from fabula.text.plain import read_plain
from fabula.world import Source


def taken_up(text: str, *names: str) -> dict[tuple[str, ...], Counter[str]]:
    language = analyse(read_plain(text, Source("x", "", "text/plain")))
    found = [Occurrence(i, i + 1, False, (w,)) for i, w in enumerate(language.text) if w in names]
    return pronouns_taking_up(language, found)


def test_the_subject_s_own_face_counts_most() -> None:
    assert taken_up("Ino buried her face.", "Ino") == {("Ino",): Counter(she=3)}


def test_the_object_of_a_verb_is_not_its_subject() -> None:
    assert taken_up("Ino interrupted him.", "Ino") == {}


def test_two_names_in_a_sentence_say_nothing() -> None:
    assert taken_up("Ino gave Tom her hat.", "Ino", "Tom") == {}


def test_the_vote_is_for_one_with_twice_as_many() -> None:
    assert vote(Counter(she=4, he=2)) == "she" and vote(Counter(she=3, he=2)) is None
    assert vote(Counter(they=3, he=1)) == "they" and vote(Counter(they=2)) is None
