"""The installed command's own server, and a browser to look at it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

HUNG = 60
"""Seconds after which something hangs; nothing waits for them to pass."""
EXAMPLES = Path(__file__).parents[2] / "examples"
HOSTILE = """<script>alert("chapter")</script>

"<script>document.title = 'gone'</script>," said <b onclick="x()">Ida</b>. "&lt;img src=x onerror=alert(1)&gt;"

"</script><script>alert(2)</script>," said Tom O'"Brien. "{{ 7 * 7 }} {% raw %}"

"Is that all?" asked Ida.
"""


SETTLED = """async () => {
  const page = document.body.dataset;
  if (page.pending) return false;
  const said = await (await fetch(page.book + 'status')).json();
  return !said.busy && !page.pending && Number(page.revision) === said.revision;
}"""
expect.set_options(timeout=1000 * HUNG)


class Served(NamedTuple):
    """A running server: the address with its token, and the folder of the books."""

    address: str
    folder: Path

    @property
    def origin(self) -> str:
        return self.address.partition("/b/")[0].partition("/?")[0]

    @property
    def book(self) -> str:
        """The address of the book, without the token."""
        return self.address.partition("?")[0]


def start(folder: Path, *args: str, program: Sequence[str] = ("-m", "fabula")) -> tuple[subprocess.Popen[str], str]:
    """Start `fabula open` and wait for the address it prints."""
    env = {**os.environ, "FABULA_LIBRARY": str(folder / "library")}
    server = subprocess.Popen(
        [sys.executable, *program, "open", *args, "--no-browser", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env,
    )  # fmt: skip
    assert server.stdout is not None
    address = server.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), address
    return server, address


def stop(server: subprocess.Popen[str]) -> None:
    server.terminate()
    server.communicate(timeout=HUNG)


def serve(folder: Path, text: str | None = None, name: str = "story.txt") -> Iterator[Served]:
    file = folder / name
    if text is None:
        shutil.copy(EXAMPLES / "the-lamp-room.txt", file)
    else:
        file.write_text(text, encoding="utf-8")
    server, address = start(folder, str(file))
    yield Served(address, folder)
    stop(server)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with an example story."""
    yield from serve(tmp_path_factory.mktemp("served"))


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    """A server of one's own, to correct in."""
    yield from serve(tmp_path)


TWICE = """Benedita came in and put down the basket. Benedita was tired.

“You are late,” said Tom.

“I know, Tom,” said Benedita. “The bus never came.”

***

Dita waited for Tom at the gate. “I will not go, Tom,” said Dita.

“Then I will go alone, Dita,” said Tom.
"""


@pytest.fixture
def twice(tmp_path: Path) -> Iterator[Served]:
    """A story in which somebody goes by two names."""
    yield from serve(tmp_path, TWICE)


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Served]:
    """A story full of markup."""
    yield from serve(tmp_path, HOSTILE, "a&b<i>'\".txt")


class Visitor:
    """A page that remembers what went wrong on it, and every request that it made."""

    def __init__(self, browser: Browser, **options: object) -> None:
        self.page: Page = browser.new_page(
            **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        )  # type: ignore[arg-type]
        self.page.set_default_timeout(1000 * HUNG)
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda e: self.problems.append(str(e)))
        self.page.on("console", lambda m: self.problems.append(m.text) if m.type == "error" else None)
        self.page.on("dialog", lambda d: (self.problems.append(d.message), d.dismiss()))
        self.page.on("request", lambda r: self.requests.append(r.url))

    def open(self, served: Served, path: str = "", whole: bool = True) -> Page:
        """Sign in with the token, wait for the reading, and go to a page of the book.

        ``whole`` asks for the whole story, as somebody does who knows it.
        """
        if whole:
            cookie = {"name": "whole", "value": "1", "url": f"{served.book}read"}  # of the book, as the page sets it
            self.page.context.add_cookies([cookie])  # type: ignore[list-item]
        self.page.goto(served.address)
        self.page.wait_for_selector("article .q")
        self.page.wait_for_load_state()  # its scripts have run: the words may be there before them
        if path:
            self.page.goto(served.book + path)
        return self.page

    def settled(self) -> None:
        """Wait until nothing is sent or read, and the page shows what was read last."""
        deadline = time.monotonic() + HUNG
        while not self.page.evaluate(SETTLED):  # `wait_for_function` takes a promise for a yes
            assert time.monotonic() < deadline
            self.page.wait_for_timeout(50)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    v = Visitor(browser)
    yield v
    v.page.close()
    assert v.problems == []
    assert [r for r in v.requests if not r.startswith(("http://127.0.0.1:", "data:"))] == []
