"""What the tests share: reading text, and what was found in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

import fabula
from fabula import Story

EXAMPLES = Path(__file__).parent.parent / "examples"
Lines = list[tuple[str, str]]


@pytest.fixture(scope="session")
def read() -> Callable[[str], Story]:
    """Read a text given in the test."""
    return fabula.read_text


def lines(story: Story, kind: str = "speech") -> Lines:
    """(speaker's name, words) of everything of one kind."""
    return [(story.name(q.speaker), story.words(q)) for q in story.quotes if q.kind == kind]


def cast(story: Story) -> set[str]:
    """The names of the cast."""
    return {c.name for c in story.characters}


@pytest.fixture(scope="session")
def lamp_room() -> Story:
    """An example story, read once."""
    return fabula.read(EXAMPLES / "the-lamp-room.txt")
