"""Prose in, people out."""

import pytest

import fabula
from fabula.world import CastEntry
from tests.conftest import cast, lines


def aliases(text: str) -> dict[str, set[str]]:
    return {c.name: set(c.aliases) for c in fabula.read_text(text).characters}


def test_full_name_first_name_surname_and_title_are_one() -> None:
    found = aliases(
        "Elizabeth Bennet walked to the gate. Elizabeth laughed. Miss Elizabeth Bennet sat down. Lizzy rose and sang."
    )
    assert list(found) == ["Elizabeth Bennet"]
    assert {"Elizabeth", "Lizzy"} <= found["Elizabeth Bennet"]


def test_two_people_of_one_surname_stay_two() -> None:
    found = aliases(
        "Mr. Bennet closed his book. Mrs. Bennet complained of her nerves. Mr. Bennet smiled. Mrs. Bennet wept."
    )
    assert set(found) == {"Mr. Bennet", "Mrs. Bennet"}


def test_a_shared_title_and_surname_belongs_to_both() -> None:
    found = aliases(
        "Roz Quayle shook her head. Petra Quayle took off her hat. Roz sighed. Petra sat. "
        '"Mrs. Quayle," said Idris Vaughan, "come here."'
    )
    assert "Mrs. Quayle" in found["Roz Quayle"] and "Mrs. Quayle" in found["Petra Quayle"]


def test_initials() -> None:
    found = aliases("J. H. Watson laughed. John Watson sat down. Watson coughed.")
    assert len(found) == 1


def test_places_and_organisations_stay_out() -> None:
    text = (
        "Ida walked from Paris to London with Tom. In London they slept. Near Dover the road was bad. Ida laughed. "
        "Tom joined the Corn Exchange in Harley Street."
    )
    assert cast(fabula.read_text(text)) == {"Ida", "Tom"}


def test_pronouns_come_from_the_text_and_never_from_the_name() -> None:
    one = fabula.read_text("Ida took off his coat. Then Ida hung up his hat.")
    other = fabula.read_text("Ida took off her coat. Then Ida hung up her hat.")
    none = fabula.read_text("Ida laughed. Mary laughed.")
    assert one.characters[0].pronouns == "he"
    assert other.characters[0].pronouns == "she"
    assert {c.pronouns for c in none.characters} == {None}


def test_singular_they() -> None:
    text = "Bex dropped the book.\n\n'Me?' they squeaked.\n\nBex bit their lip. Bex put on their hat."
    assert fabula.read_text(text).characters[0].pronouns == "they"


def test_neopronouns() -> None:
    assert fabula.read_text("Ash put on xyr coat. Ash found xyr hat.").characters[0].pronouns == "xe"


def test_the_narrator_has_the_name_that_others_use() -> None:
    story = fabula.read_text(
        'I sat on the wall. Ruth came up the road and looked at me.\n\n"Go home, Nell," said Ruth.\n\n"Why?" I asked.\n\n'
        '"Because I say so, Nell."\n\nI went home, and my shoes were wet.'
    )
    assert story.narration.person == "first"
    assert story.narration.narrator == "nell"
    assert [story.name(q.speaker) for q in story.quotes] == ["Ruth", "Nell", "Ruth"]


def test_the_narrator_may_stay_without_a_name() -> None:
    story = fabula.read_text("I sat on the wall. My shoes were wet. Nobody came to see me, and I went home.")
    assert (story.narration.person, story.narration.narrator) == ("first", "narrator")


def test_a_title_alone_is_who_bears_it() -> None:
    story = fabula.read_text('Constable Vaughan wrote it down. "One jar," said the constable.')
    assert story.name(story.quotes[0].speaker) == "Constable Vaughan"


def test_apposition_settles_a_noun() -> None:
    story = fabula.read_text('The apprentice, a girl called Tamsin, sat down. "Who has it?" asked the apprentice.')
    assert story.name(story.quotes[0].speaker) == "Tamsin"


def test_a_name_only_called_out_is_whoever_is_called() -> None:
    text = (
        'Constable Vaughan wrote it down. Roz watched him.\n\n"It was here, Idris," said Roz.\n\n"So I see," said the '
        'constable.\n\n"Then find it, Idris."'
    )
    story = fabula.read_text(text)
    assert cast(story) == {"Constable Vaughan", "Roz"}
    assert "Idris" in story.character("constable-vaughan").aliases


def test_chapter_headings_never_enter_the_cast() -> None:
    story = fabula.read_text("CHAPTER ONE. Marlborough\n\nIda laughed.\n\nCHAPTER TWO. Wellington\n\nIda wept.")
    assert cast(story) == {"Ida"}
    assert [c.title for c in story.chapters] == ["CHAPTER ONE. Marlborough", "CHAPTER TWO. Wellington"]


def test_pronouns_in_speech_are_the_speakers_and_hearers_business() -> None:
    story = fabula.read_text('"I will tell him," said Ida to Tom, and Ida smiled.')
    said = {(story.text[m.start : m.end], m.entity) for m in story.mentions if m.form == "PRON"}
    assert ("I", "ida") in said
    assert ("him", "ida") not in said and ("him", "tom") not in said


@pytest.mark.parametrize("word", ["Konoha", "Tuesday", "God", "English"])
def test_capitals_alone_make_no_person(word: str) -> None:
    assert word not in cast(fabula.read_text(f"Ida left {word} behind. Ida had thought of {word} all day."))


def test_a_poem_in_the_first_person_makes_no_narrator() -> None:
    told = "\n\n".join(f"Ida walked another mile in the rain, and it was mile {i} of the road." for i in range(20))
    story = fabula.read_text(
        f"{told}\n\nI saw the sea, I saw the sand, and I held my mother by the hand, my mother and I."
    )
    assert story.narration.person == "third"


def test_a_wife_under_her_husbands_name_is_not_called_by_it() -> None:
    given = (CastEntry("John Dashwood", ("Mr. Dashwood",)), CastEntry("Fanny", ("Mrs. John Dashwood",)))
    story = fabula.read_text('"It is late," said John. Mrs. John Dashwood laughed at him.', cast=given)
    assert lines(story) == [("John Dashwood", "It is late,")]


@pytest.mark.parametrize("name", ["Ze", "Hir", "Them", "HIM"])
def test_a_name_may_be_a_pronoun_s_word(name: str) -> None:
    text = f'{name} Brandt came in. {name} laughed. "Late," {name} said.\n\n"Very," said Ida.'
    assert "Ida" in {c.name for c in fabula.read_text(text).characters}
