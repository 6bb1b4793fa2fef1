"""What the tests share: reading text, and what was found in it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

import fabula
from fabula import Shelf, Story

EXAMPLES = Path(__file__).parent.parent / "examples"
# The same examples each time, however long one takes: a test that fails has failed for what was changed.
# `HYPOTHESIS_PROFILE=search python -m pytest` looks for new ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
Lines = list[tuple[str, str]]


@pytest.fixture(scope="session", autouse=True)
def library(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Books that tests read go to a library of their own, not to that of whoever runs them."""
    os.environ["FABULA_LIBRARY"] = str(tmp_path_factory.mktemp("library"))


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


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The example stories and a file that is none, on a shelf, read by two workers."""
    folder = tmp_path_factory.mktemp("corpus")
    texts = folder / "texts"
    shutil.copytree(EXAMPLES, texts)
    (texts / "broken.epub").write_bytes(b"PK\x03\x04 and no more")
    about = folder / "about.csv"
    about.write_text(
        "file,title,author,year,place\nthe-lamp-room.txt,The Lamp Room,Somebody,1911,a light\n"
        "low-water.md,,,1924,\nthe-night-ferry.txt,The Night Ferry,,1925,\n",
        encoding="utf-8",
    )
    out = Shelf(folder / "shelf")
    out.add([texts], about)
    # in a process of its own: what Dask leaves to the garbage collector would be a warning in some other test
    command = [sys.executable, "-m", "fabula", "corpus", "read", str(out.folder), "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "3 read now, 3 read in all, 1 set aside, 0 waiting" in done.stderr
    return out
