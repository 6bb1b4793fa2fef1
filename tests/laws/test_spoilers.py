"""At every position, nothing shows that the text up to there does not hold: in answers, in the reader, in story.html."""

from pathlib import Path

import pytest

import fabula
from fabula import Story
from tests.laws.spoilers import Names, leaks, positions

ROOT = Path(__file__).parents[2]
STORIES = ROOT.parent / "shared" / "stories"
# of each kind of author some, and those that turn on who knows what
TWELVE = ("A01", "B03", "C02", "D04", "E05", "F02", "G03", "J01", "J05", "J12", "J19", "J22")
EXAMPLES = ("the-lamp-room.txt", "the-night-ferry.txt", "low-water.md")


def every(story: Story, most: int = 60) -> list[int]:
    at = positions(story)
    return at[:: max(1, len(at) // most)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_nothing_away(name: str) -> None:
    story = fabula.read(ROOT / "examples" / name)
    assert leaks(story, every(story)) == []


@pytest.mark.skipif(not STORIES.is_dir(), reason="the practice stories are not beside this checkout")
@pytest.mark.parametrize("name", TWELVE)
def test_a_practice_story_gives_nothing_away(name: str) -> None:
    story = fabula.read(STORIES / f"{name}.txt")
    assert leaks(story, every(story, 30), pages=4) == []


def test_the_law_sees_a_name_that_has_not_fallen() -> None:
    """The law itself can fail."""
    story = fabula.read_text('"Come in," said the old man.\n\n"You are kind, Mr. Pell," said Ida.')
    names = Names(story)
    assert list(names.leaks(["Mr. Pell"], 20)) and not list(names.leaks(["Mr. Pell"], len(story.text)))


LATE = """Chapter One

Ida came in and sat down beside Tom. Tom was her brother.

"I sold the violin," said Ida.

Tom wept. "It was mine," said Tom. The stranger laughed at Tom.

Chapter Two

Ruth was in the hall. Ida sat down beside Ruth.

"I hid the violin under the stairs," said Ida.

Ruth laughed. "Poor Tom," said Ruth.

Chapter Three

The stranger came in.

"I am Frances Hale," said the stranger. Frances Hale laughed.
"""


def test_one_side_only_is_no_news_before_the_other_was_read() -> None:
    text = (
        '"I have never sold the violin, I swear," said Ida.\n\nTom nodded. "Good," he said.\n\n***\n\n'
        '"I have sold the violin," said Ida.\n\nRuth laughed.'
    )
    story = fabula.read_text(text)
    (x,) = story.knowledge.contradictions
    second = next(q for q in story.quotes if q.id == x.b)
    assert story.knowledge.in_the_dark(second.parts[0][0]) == {}
    assert "tom" in story.knowledge.in_the_dark(len(text))


def test_an_id_is_neutral_until_the_name_falls() -> None:
    story = fabula.read_text(LATE)
    frances = next(c for c in story.characters if "Frances" in c.name)
    early = story.until(LATE.index("Chapter Two"))
    assert not any("frances" in c.id or "Frances" in c.name for c in early.characters)
    assert frances in story.until(len(LATE)).characters


def test_a_name_in_italics_has_fallen() -> None:
    text = '_Frances_ came in and sat down.\n\n"It is late," said Frances.'
    assert "Frances" in {c.name for c in fabula.read_text(text).until(text.index("\n")).characters}
