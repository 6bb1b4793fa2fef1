"""A story of our own with gold, and a server on this machine that answers from it."""

import json
import random
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fabula.consult.batch import Book
from fabula.pipeline import Draft, draft_story
from fabula.text.open import read_file

ROOT = Path(__file__).parents[2]
PEOPLE = ("Ida", "Tom", "Wren")
SAID = (
    "The boat is late", "It was late on Monday, too", "Somebody should ask", "I asked at noon", "And what did they say",
    "They said to wait", "Then let us wait", "My feet are cold", "Stamp them", "That is no help", "Look, a light",
    "That is the lamp on the quay", "You are always right", "I wish I were", "Is there any bread left", "Half a loaf",
    "Give me the heel of it", "You had the last one", "Count them again", "Seven, and the crust",
)  # fmt: skip


class Written(NamedTuple):
    """A story and who says each of its lines."""

    text: str
    gold: dict[str, Any]


def write_story(scenes: int = 6, lines: int = 12, seed: int = 3) -> Written:
    """Three people talk on a quay; a line in four has a tag, and they do not take turns."""
    dice = random.Random(seed)
    text, quotes = "", []
    for scene in range(scenes):
        text += "" if not scene else "* * *\n\n"
        text += "Ida sat on the wall. Tom stood beside her, and Wren walked up and down.\n\n"
        last = ""
        for n in range(lines):
            who = dice.choice([p for p in PEOPLE if p != last])
            last = who
            words = f"{dice.choice(SAID)}, {dice.choice(('I think', 'truly', 'believe me', 'as ever', 'mark that'))}."
            tagged = n % 4 == 0
            start = len(text) + 1
            text += f'"{words[:-1]}," said {who}.\n\n' if tagged else f'"{words}"\n\n'
            quotes.append({"spans": [[start, start + len(words)]], "speaker": who.lower(), "addressees": []})
    characters = [{"id": p.lower(), "name": p, "aliases": [p]} for p in PEOPLE]
    return Written(text, {"characters": characters, "quotes": quotes})


class StandIn(NamedTuple):
    """A running server: its address, its process, and what it was asked."""

    url: str
    process: subprocess.Popen[str]

    def seen(self) -> list[dict[str, Any]]:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(self.url.removesuffix("/v1") + "/seen") as answer:
            out: list[dict[str, Any]] = json.load(answer)
        return out


def serve(folder: Path, written: Written, *args: str) -> Iterator[StandIn]:
    """A stand-in for a model, in a process of its own."""
    (folder / "told.txt").write_text(written.text, encoding="utf-8")
    (folder / "told.json").write_text(json.dumps(written.gold), encoding="utf-8")
    command = [sys.executable, "-m", "evaluation.stand_in"]
    files = ["--text", str(folder / "told.txt"), "--gold", str(folder / "told.json")]
    process = subprocess.Popen([*command, *files, *args], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    yield StandIn(process.stdout.readline().strip(), process)
    process.terminate()
    process.communicate()


@pytest.fixture(scope="session")
def written() -> Written:
    return write_story()


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory, written: Written) -> Iterator[StandIn]:
    """A server that all tests share."""
    yield from serve(tmp_path_factory.mktemp("model"), written)


@pytest.fixture
def own(tmp_path: Path, written: Written) -> Iterator[StandIn]:
    """A server of one's own, whose requests are counted."""
    folder = tmp_path / "served"
    folder.mkdir()
    yield from serve(folder, written)


@pytest.fixture
def file(tmp_path: Path, written: Written) -> Path:
    path = tmp_path / "quay.txt"
    path.write_text(written.text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory, written: Written) -> Draft:
    """The costly part of reading the story, once."""
    path = tmp_path_factory.mktemp("draft") / "quay.txt"
    path.write_text(written.text, encoding="utf-8")
    return draft_story(read_file(path))


@pytest.fixture
def book(draft: Draft, tmp_path: Path) -> Book:
    return Book(draft, tmp_path / "quay.fabula.jsonl")


def right(book: Book, written: Written) -> int:
    """How many lines have the right speaker."""
    said = {q.parts[0][0]: q.speaker for q in book.story().quotes}
    return sum(said.get(q["spans"][0][0]) == q["speaker"] for q in written.gold["quotes"])
