"""The books that are open, without a browser and without reading: who waits for whom, and what comes of a failure."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Scope

import fabula
from fabula import Story
from fabula.corrections.log import Contents, append, log_path, read_log, stamp
from fabula.corrections.make import Maker
from fabula.corrections.operations import Operation, Person, to_json
from fabula.web import open_books
from fabula.web.app import Pages, make_app
from fabula.web.guard import Guard
from fabula.web.library import Entry, Library
from fabula.web.open_books import OPEN, Book, OpenBooks, View
from tests.web.conftest import HUNG

BAD = Operation("", "", "person", value="Breaker")


@pytest.fixture(scope="module")
def story() -> Story:
    return fabula.read_text('"It is late," said Ida to Tom.\n\n"So it is," said Tom.')


class Quick(OpenBooks):
    """Readings that take no time, or wait for a gate; one of the operations breaks them."""

    story: Story
    gate: threading.Event
    readings: int

    def _reading(self, book: Book, held: Contents) -> View:
        self.readings += 1
        assert self.gate.wait(HUNG)
        if any(op.value == BAD.value for op in held.standing):
            raise ValueError("it broke")
        return View(replace(self.story, source=replace(self.story.source, name=book.entry.title)))


@pytest.fixture
def books(tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch) -> Iterator[Quick]:
    monkeypatch.setattr(open_books.traceback, "print_exc", lambda: None)
    out = Quick(Library(tmp_path / "library"))
    out.story, out.gate, out.readings = story, threading.Event(), 0
    out.gate.set()
    yield out
    out.gate.set()


def entry(books: Quick, tmp_path: Path, name: str) -> Entry:
    file = tmp_path / f"{name}.txt"
    file.write_text(f"“It is late,” said {name}.", encoding="utf-8")
    return books.library.add(file)


def until(holds: Callable[[], object]) -> None:
    """Look again until something holds."""
    tick = threading.Event()
    for _ in range(100 * HUNG):
        if holds():
            return
        tick.wait(0.01)
    raise AssertionError("it never came to hold")


def client(books: Quick, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr("fabula.web.app.OpenBooks", lambda library: books)
    return TestClient(make_app(books.library), raise_server_exceptions=False, follow_redirects=False)


def test_a_book_that_is_slow_to_open_keeps_no_other_waiting(
    books: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, other = entry(books, tmp_path, "slow"), entry(books, tmp_path, "other")
    begun, go = threading.Event(), threading.Event()

    def load(e: Entry) -> None:
        if e.id == slow.id:
            begun.set()
            assert go.wait(HUNG)

    monkeypatch.setattr(books.library, "load", load)
    one = threading.Thread(target=books.book, args=(slow.id,))
    one.start()
    assert begun.wait(HUNG)
    two = threading.Thread(target=books.book, args=(other.id,), daemon=True)
    two.start()
    two.join(HUNG)
    stuck = two.is_alive()
    go.set()
    one.join(HUNG)
    assert not stuck


def test_a_book_that_is_being_read_stays_open(books: Quick, tmp_path: Path) -> None:
    books.gate.clear()
    opened = [books.book(entry(books, tmp_path, f"n{k}").id) for k in range(OPEN + 2)]
    assert all(books.book(b.entry.id) is b for b in opened)
    books.gate.set()
    until(lambda: not any(b.busy for b in opened))
    books.book(entry(books, tmp_path, "last").id)
    assert len(books._books) == OPEN and books.readings >= OPEN + 2


def test_a_correction_that_breaks_the_reading_is_undone(books: Quick, tmp_path: Path) -> None:
    book = books.book(entry(books, tmp_path, "a").id)
    until(lambda: not book.busy)
    books.correct(book, [BAD])
    until(lambda: book.error)
    assert "it broke" in book.error and book.view is not None
    tried = books.readings
    assert all(books.book(book.entry.id).error for _ in range(3)) and books.readings == tried  # and not tried for ever
    books.undo(book)
    until(lambda: not book.busy)
    assert not book.error and book.applied == ()


def test_the_page_of_a_book_that_was_never_read_undoes_it(
    books: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = entry(books, tmp_path, "a")
    append(made.log, [BAD])
    web = client(books, monkeypatch)
    until(lambda: web.get(f"/b/{made.id}/status").json()["error"])
    page = web.get(f"/b/{made.id}/").text
    assert "it broke" in page and f'action="/b/{made.id}/undo?back=1"' in page
    assert web.post(f"/b/{made.id}/undo?back=1").headers["location"] == f"/b/{made.id}/"
    until(lambda: web.get(f"/b/{made.id}/status").json()["ready"])
    assert web.post(f"/b/{made.id}/undo").status_code == 400  # nothing is left to undo


def test_what_is_said_of_somebody_whom_another_reading_has_no_longer_waits_for_the_next(
    books: Quick, tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = entry(books, tmp_path, "a")
    web = client(books, monkeypatch)
    until(lambda: web.get(f"/b/{made.id}/status").json()["ready"])
    make, gone = Maker(story), Person("gone", "Gone")  # whom the page showed before a reading merged them away
    books.gate.clear()
    book = books.book(made.id)
    books.correct(book, [make.op("speaker", at=make.lines(["q1"]), who=gone)])
    books.correct(book, [make.op("addressees", at=make.lines(["q2"]), whom=(gone,))])
    for quote in ("q1", "q2"):
        assert web.get(f"/b/{made.id}/line/{quote}?all=1").status_code == 200
    assert len(read_log(made.log).standing) == 2  # taken down, and left to the reading


def test_a_correction_during_a_reading_is_shown_by_the_evidence_of_the_story_that_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text('"It is late," said Ida to Tom.\n\n"So it is," said Tom.\n\n"Well," said Ida.\n', encoding="utf-8")
    books = OpenBooks(Library(tmp_path / "library"))
    book = books.book(books.library.add(file).id)
    until(lambda: not book.busy)
    assert book.view is not None and not book.error
    begun, go, whole = threading.Event(), threading.Event(), open_books.complete_story

    def slow(*args: object) -> Story:
        begun.set()
        assert go.wait(HUNG)
        return whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(open_books, "complete_story", slow)
    make = book.view.maker
    books.correct(book, [make.op("merge", who=make.person("Ida"), whom=(make.person("Tom"),))])
    assert begun.wait(HUNG)  # what the next story comes from is found, the story itself is not shown yet
    books.correct(book, [make.op("speaker", at=make.lines(["q3"]), who=make.person("Tom"))])
    shown = book.view.story
    assert {q.speaker for q in shown.quotes} <= {c.id for c in shown.characters}
    assert [q.speaker for q in shown.quotes] == ["ida", "tom", "tom"]
    go.set()
    until(lambda: not book.busy)
    assert not book.error


def test_a_damaged_log_that_is_mended_is_read(books: Quick, tmp_path: Path) -> None:
    made = entry(books, tmp_path, "a")
    made.log.write_text('{"format": "another/9"}\n', encoding="utf-8")
    book = books.book(made.id)
    assert "another/9" in book.error
    made.log.unlink()
    books.book(made.id)
    until(lambda: not book.busy)
    assert not book.error and book.view is not None


def test_numbers_of_five_thousand_digits(books: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, many = entry(books, tmp_path, "a"), "9" * 5000
    web = client(books, monkeypatch)
    until(lambda: web.get(f"/b/{made.id}/status").json()["ready"])
    at = f"/b/{made.id}"
    assert web.get(f"{at}/section/{many}").status_code == 404
    assert web.get(f"{at}/section/x").status_code == 404
    for asked in (
        f"/?at={many}",
        f"/?s={many}",
        f"/?q={many}",
        f"/beside?at={many}",
        f"/review?skip={many}",
        f"/search?find={many}",
    ):
        assert web.get(at + asked).status_code == 200, asked[:9]
    assert web.get(f"{at}/cast", headers={"cookie": f"place={many}"}).status_code == 200
    wrong = web.post(f"{at}/correct", data={"do": "quotation", "start": many, "end": many, "value": "speech"})
    assert wrong.status_code == 400 and "not a number" in wrong.json()["problem"]


@pytest.mark.parametrize("length", ["²", "9" * 5000, "-1", "1e3", str(10**12)])
def test_no_length_of_a_body_is_a_fault(length: str) -> None:
    import asyncio

    said: list[Message] = []

    async def send(message: Message) -> None:
        said.append(message)

    async def nothing(*_: object) -> None:
        raise AssertionError("it was let through")

    headers = {"host": "here:1", "origin": "http://here:1", "cookie": "fabula-1=key", "content-length": length}
    scope: Scope = {
        "type": "http", "method": "POST", "path": "/", "query_string": b"",
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in headers.items()],
    }  # fmt: skip
    with ThreadPoolExecutor(1) as pool:  # in a thread of its own: a browser's loop may be running in this one
        pool.submit(lambda: asyncio.run(Guard(nothing, frozenset(["here:1"]), "key")(scope, nothing, send))).result()
    assert said[0]["status"] == 413


def test_an_entry_of_nonsense_is_passed_over(books: Quick, tmp_path: Path) -> None:
    entry(books, tmp_path, "good")
    bad = entry(books, tmp_path, "bad")
    where = books.library.folder / bad.id / "entry.json"
    where.write_text(where.read_text(encoding="utf-8").replace('"people": 0', '"people": "x"'), encoding="utf-8")
    assert [e.title for e in books.library.entries()] == ["good"]


def test_ten_thousand_operations_are_looked_at_once(
    books: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    made = entry(books, tmp_path, "a")
    ops = [stamp(Operation("", "", "person", value=f"Somebody {k}")) for k in range(10_000)]
    rows = [{"format": "fabula-corrections/1"}, *map(to_json, ops)]
    made.log.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    looked: list[Path] = []
    monkeypatch.setattr(open_books, "read_log", lambda path: (looked.append(path), read_log(path))[1])
    book = books.book(made.id)
    until(lambda: not book.busy)
    assert book.applied == tuple(op.id for op in ops)
    read = len(looked)
    for _ in range(200):
        books.book(made.id)
    assert len(looked) == read
    append(made.log, [BAD])
    assert books.book(made.id).log.standing[-1].value == BAD.value


def test_two_browsers_and_the_command_line_lose_nothing(
    books: Quick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = entry(books, tmp_path, "a")
    web = client(books, monkeypatch)
    until(lambda: web.get(f"/b/{made.id}/status").json()["ready"])
    script = (
        "import sys\nfrom pathlib import Path\nfrom fabula.corrections.log import append\n"
        "from fabula.corrections.operations import Operation\n"
        "for k in range(20): append(Path(sys.argv[1]), [Operation('', '', 'person', value=f'Terminal {k}')])"
    )
    command = subprocess.Popen([sys.executable, "-c", script, str(log_path(made.path))])
    statuses: list[int] = []

    def browse(who: str) -> None:
        for k in range(20):
            statuses.append(web.post(f"/b/{made.id}/correct", data={"do": "person", "value": f"{who} {k}"}).status_code)
            statuses.append(web.get(f"/b/{made.id}/").status_code)

    tabs = [threading.Thread(target=browse, args=(who,)) for who in ("Left", "Right")]
    for t in tabs:
        t.start()
    for t in tabs:
        t.join(HUNG)
    assert command.wait(HUNG) == 0
    assert set(statuses) == {200} and len(statuses) == 80
    said = [op.value for op in read_log(made.log).standing]
    assert sorted(said, key=str) == sorted(
        (f"{w} {k}" for w in ("Left", "Right", "Terminal") for k in range(20)), key=str
    )
    book = books.book(made.id)
    until(lambda: not book.busy)
    assert len(book.applied or ()) == 60


def test_no_page_waits_in_the_loop_of_the_server() -> None:
    """Whatever reads, draws or looks something up is no coroutine: the server calls it in a thread."""
    import inspect

    waits = {n for n, f in inspect.getmembers(Pages, inspect.iscoroutinefunction)}
    assert waits == {"upload", "correct", "ask", "undo"}
