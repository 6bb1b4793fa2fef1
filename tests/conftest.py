"""What the tests share: reading text, and what was found in it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """An installed Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with sync_playwright() as p:
        b = p.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        yield b
        b.close()
