"""A shelf of books: what is read of them, that nothing is read twice or lost, and what can be asked."""

import csv
import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import portalocker
import psutil
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import fabula
from fabula import FabulaError, Shelf, Story
from fabula.cli import main
from fabula.corpus import run
from fabula.corpus.manifest import BadShelf, add_books, read_manifest, write_manifest
from fabula.corpus.work import read_book
from fabula.exports import arrow
from tests.conftest import EXAMPLES

DOCUMENT = Path(__file__).parents[2] / "docs" / "corpus.md"
QUERIES = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


def corpus(*args: str) -> Result:
    return CliRunner().invoke(main, ["corpus", *args])


def apart(*args: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own, as in the fixture `shelf`."""
    return subprocess.run([sys.executable, *args], capture_output=True, text=True)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in (folder / "books").rglob("*") if p.is_file()}


@pytest.fixture
def copy(shelf: Shelf, tmp_path: Path) -> Shelf:
    """A shelf to change: the read one with its texts, moved to another place."""
    shutil.copytree(shelf.folder.parent, tmp_path / "moved")
    return Shelf(tmp_path / "moved" / "shelf")


def test_workers_write_what_one_process_reads(shelf: Shelf, tmp_path: Path) -> None:
    for path in sorted(EXAMPLES.iterdir()):
        story = fabula.read(path)
        assert shelf[path.stem] == story
        for table in arrow.save(story, tmp_path / path.stem):
            assert table.read_bytes() == (shelf.folder / "books" / f"book={path.stem}" / table.name).read_bytes()
    assert sorted(p.name for p in shelf.folder.iterdir()) == [
        ".lock",
        ".manifest.lock",
        "books",
        "set-aside",
        "shelf.json",
    ]


def test_nothing_is_read_twice(copy: Shelf) -> None:
    before = files(copy.folder)
    (copy.folder / ".work" / "left-by-a-power-cut").mkdir(parents=True)
    assert [s.state for s in copy.status()] == ["set aside", "read", "read", "read"]  # moved, and known all the same
    assert copy.read() == []
    assert files(copy.folder) == before and not (copy.folder / ".work").exists()
    text = copy.folder / copy.books[2].path
    text.write_text(text.read_text(encoding="utf-8") + '\n\n"Well," said Toby.\n', encoding="utf-8")
    assert [s.state for s in copy.status()] == ["set aside", "read", "waiting", "read"]
    done = apart("-m", "fabula", "corpus", "read", str(copy.folder), "--workers", "1")
    assert "[1/1] the-lamp-room, 0 s left" in done.stderr and "3 read in all" in done.stderr
    assert copy["the-lamp-room"].words(copy["the-lamp-room"].quotes[-1]) == "Well,"


def test_corrections_are_part_of_a_reading(copy: Shelf) -> None:
    text = copy.folder / copy.books[2].path
    assert CliRunner().invoke(main, ["correct", str(text), "rename", "Toby", "Tobias"]).exit_code == 0
    assert [s.state for s in copy.status()][2] == "waiting"
    read_book(str(copy.folder), copy.books[2])
    assert "Tobias" in {c.name for c in copy["the-lamp-room"].characters}


def test_what_fails_is_set_aside_and_told(copy: Shelf) -> None:
    broken = copy.status()[0]
    assert broken.state == "set aside" and "broken.epub" in broken.reason
    shown = corpus("status", str(copy.folder))
    assert "set aside  broken: " in shown.stdout and "3 read, 1 set aside" in shown.stderr
    again = apart("-m", "fabula", "corpus", "read", str(copy.folder), "--workers", "1", "--retry")
    assert again.returncode == 2 and "none of the 1 books could be read" in again.stderr
    (copy.folder / copy.books[0].path).unlink()
    gone = read_book(str(copy.folder), copy.books[0])
    assert "No such file" in gone.reason and copy.status()[0].state == "waiting"


def test_a_fault_of_ours_costs_one_book(copy: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **options: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("fabula.corpus.work.read", fails)
    assert "please report it: ZeroDivisionError: oh" in read_book(str(copy.folder), copy.books[1]).reason
    assert not (copy.folder / ".work").exists() or not list((copy.folder / ".work").iterdir())


def _is_at_a_book(process: psutil.Process) -> bool:
    """A worker loads what reads when it is handed its first book."""
    return any("onnxruntime" in m.path for m in process.memory_maps())


@pytest.mark.skipif(sys.platform != "linux", reason="looks at what libraries a process has loaded")
def test_a_killed_worker_costs_its_book_only(shelf: Shelf, tmp_path: Path) -> None:
    mine = Shelf(tmp_path / "shelf")
    mine.add([EXAMPLES])
    process = subprocess.Popen([sys.executable, "-m", "fabula", "corpus", "read", str(mine.folder), "--workers", "2"])
    killed = 0
    while process.poll() is None:
        with suppress(psutil.Error):
            for p in psutil.Process(process.pid).children():
                if killed < 3 and "dask_worker" in " ".join(p.cmdline()) and _is_at_a_book(p):
                    p.kill()
                    p.wait()
                    killed += 1
        time.sleep(0.02)
    assert process.returncode == 0 and killed >= 2
    tables = {k: v for k, v in files(shelf.folder).items() if "reading.json" not in k}
    assert {k: v for k, v in files(mine.folder).items() if "reading.json" not in k} == tables
    assert not (mine.folder / ".work").exists()


def test_a_book_whose_workers_always_die_is_set_aside(tmp_path: Path) -> None:
    mine = Shelf(tmp_path / "shelf")
    mine.add([EXAMPLES / "the-lamp-room.txt"])
    script = """
import os, sys, fabula
from fabula.corpus import run

def dies(shelf, book):
    os._exit(1)

run.TRIES, run.read_book = 2, dies
print(fabula.Shelf(sys.argv[1]).read(workers=1)[0].reason)
"""
    assert "its worker died 2 times" in apart("-c", script, str(mine.folder)).stdout
    assert mine.status()[0].state == "set aside"


def test_a_cluster_reads(shelf: Shelf, tmp_path: Path) -> None:
    mine = Shelf(tmp_path / "shelf")
    mine.add([EXAMPLES / "the-lamp-room.txt"])
    script = """
import sys, fabula
from dask_jobqueue.local import LocalCluster  # its stand-in for SLURM: jobs are processes of this machine

options = {"cores": 1, "processes": 1, "memory": "3GB", "scheduler_options": {"dashboard_address": None}}
with LocalCluster(**options, local_directory=sys.argv[2]) as cluster:
    cluster.scale(jobs=1)
    print(fabula.Shelf(sys.argv[1]).read(scheduler=cluster.scheduler_address))
"""
    done = apart("-c", script, str(mine.folder), str(tmp_path))
    assert "Done(id='the-lamp-room', reason='')" in done.stdout, done.stderr
    assert mine["the-lamp-room"] == shelf["the-lamp-room"]


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_the_questions_of_the_document_are_answered(shelf: Shelf, query: str) -> None:
    assert len(shelf.sql(query).columns) >= 2


def test_there_are_a_dozen_questions() -> None:
    assert len(QUERIES) >= 12


def _talker(story: Story) -> tuple[str | None, int]:
    """Whoever says most, and how many turns."""
    turns = Counter(story.name(q.speaker) for q in story.quotes if q.kind == "speech" and q.speaker)
    return turns.most_common(1)[0]


def test_answers_are_right(shelf: Shelf) -> None:
    (most,) = [row for row in shelf.sql(QUERIES[0]).fetchall() if row[0] == "the-lamp-room"]
    assert most[1:] == _talker(shelf["the-lamp-room"])
    books = shelf.sql("select book, title, year, state, place from books order by book").fetchall()
    assert ("the-lamp-room", "The Lamp Room", 1911, "read", "a light") in books
    assert ("broken", None, None, "set aside", None) in books
    frame = shelf.sql("select year, count(*) n from quotations join books using (book) group by all order by 1").df()
    assert list(frame.year) == [1911, 1924, 1925]
    decades = shelf.sql(QUERIES[4]).pl()
    assert decades["decade"].to_list() == [1910, 1920]


def test_the_command_answers(shelf: Shelf) -> None:
    query = "select book, addressees from quotations where id = 'q1' order by book"
    shown = corpus("sql", str(shelf.folder), query)
    assert shown.exit_code == 0 and "the-lamp-room" in shown.stdout
    assert corpus("sql", str(shelf.folder), query, "--csv").stdout.splitlines()[0] == "book,addressees"
    rows = json.loads(corpus("sql", str(shelf.folder), query, "--json").stdout)
    assert rows[1]["addressees"] == ["hester-vane"]
    state = json.loads(corpus("status", str(shelf.folder), "--json").stdout)
    assert state[1]["state"] == "read"


def test_one_network_over_all_books(shelf: Shelf, tmp_path: Path) -> None:
    done = corpus("export", str(shelf.folder), "-o", str(tmp_path))
    assert done.exit_code == 0, done.output
    with (tmp_path / "nodes.csv").open(encoding="utf-8", newline="") as f:
        nodes = {r["Id"]: r for r in csv.DictReader(f)}
    with (tmp_path / "edges.csv").open(encoding="utf-8", newline="") as f:
        edges = list(csv.DictReader(f))
    assert {n["book"] for n in nodes.values()} == {s.book.id for s in shelf.status() if s.state == "read"}
    assert nodes["the-lamp-room/captain-marlow"]["Label"] == "Captain Marlow"
    assert nodes["the-lamp-room/captain-marlow"]["turns"] == str(_talker(shelf["the-lamp-room"])[1])
    assert all(e["Source"] in nodes and e["Target"] in nodes for e in edges)
    met = [e for e in edges if e["Kind"] == "meets" and e["book"] == "the-lamp-room"]
    assert {e["Type"] for e in met} == {"Undirected"}
    assert len({frozenset((e["Source"], e["Target"])) for e in met}) == len(met) > 0
    spoken = [e for e in edges if e["Kind"] == "speaks to"]
    assert {e["Type"] for e in spoken} == {"Directed"} and sum(float(e["Weight"]) for e in spoken) > 10


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["sql", "SHELF", "select x from y"], "the query is not understood"),
        (["sql", "SHELF", "select cast(text as int) from quotations"], "cannot be answered"),
        (["sql", "SHELF", "create table t (x int)"], "not one SELECT"),
        (["sql", "SHELF", ""], "not one SELECT"),
        (["remove", "SHELF", "nobody"], "'nobody' is no book of this shelf"),
        (["add", "SHELF", "nothing.txt"], "nothing.txt: no such file"),
        (["add", "SHELF", "--about", "ABOUT"], "a column called file"),
        (["add", "SHELF"], "nothing to add"),
        (["read", "SHELF", "--workers", "1", "--scheduler", "tcp://localhost:1"], "either --workers, or --scheduler"),
        (["read", "EMPTY"], "there are no books on this shelf"),
        (["status", "EMPTY"], "there are no books on this shelf"),
        (["sql", "EMPTY", "select 1"], "no book of this shelf has been read yet"),
        (["status", "BAD"], "not a shelf"),
        (["status", "OTHER"], "the format 'fabula-shelf/9' is not"),
    ],
)
def test_what_can_be_mended_is_told(copy: Shelf, tmp_path: Path, args: list[str], said: str) -> None:
    (tmp_path / "EMPTY").mkdir()
    for name, data in (("BAD", "[]"), ("OTHER", '{"format": "fabula-shelf/9", "books": []}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "shelf.json").write_text(data, encoding="utf-8")
    (tmp_path / "ABOUT").write_text("name,year\na,1\n", encoding="utf-8")
    put = {"SHELF": str(copy.folder), **{n: str(tmp_path / n) for n in ("EMPTY", "BAD", "OTHER", "ABOUT")}}
    result = corpus(*(put.get(a, a) for a in args))
    assert result.exit_code == 2 and said in result.stderr and "Traceback" not in result.output


def test_one_run_at_a_time(copy: Shelf) -> None:
    with portalocker.Lock(copy.folder / ".lock", "a"), pytest.raises(BadShelf, match="another run"):
        copy.read(workers=1, retry=True)


def test_no_scheduler_answers(copy: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_PATIENCE", 0.5)
    with pytest.raises(FabulaError, match="no scheduler answers"):
        copy.read(scheduler="tcp://127.0.0.1:1", retry=True)


def test_what_a_reading_wrote_is_no_book(tmp_path: Path) -> None:
    for name in ("a.txt", "a-fabula/story.html", ".hidden/b.txt", "._a.txt", "more/c.EPUB", "notes.pdf"):
        (tmp_path / "texts" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "texts" / name).write_text("Ida sat.", encoding="utf-8")
    assert [b.id for b in Shelf(tmp_path / "shelf").add([tmp_path / "texts"])] == ["a", "c"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(FabulaError, match="nothing in this folder"):
        Shelf(tmp_path / "shelf").add([tmp_path / "empty"])


def test_a_book_is_taken_off(copy: Shelf) -> None:
    assert corpus("remove", str(copy.folder), "low-water").exit_code == 0
    assert "low-water" not in copy and len(copy) == 3
    assert not (copy.folder / "books" / "book=low-water").exists()
    with pytest.raises(BadShelf):
        copy["low-water"]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_characters="/\x00", exclude_categories=("Cs",)), min_size=1, max_size=30),
        max_size=8,
    )
)
def test_ids_are_one_to_a_file_and_stay(names: list[str]) -> None:
    found = [Path("/texts") / n for n in names if n not in (".", "..")]
    books, added = add_books(Path("/shelf"), (), found, {})
    assert len({b.id for b in books}) == len(books) == len(added) == len({b.path for b in books})
    assert all(re.fullmatch(r"[a-z0-9-]+", b.id) for b in books)
    again, more = add_books(Path("/shelf"), books, reversed(found), {})
    assert again == books and more == []


def test_the_list_of_books_comes_back(copy: Shelf) -> None:
    books = copy.books
    write_manifest(copy.folder, books)
    assert read_manifest(copy.folder) == books
    assert asdict(books[2])["year"] == 1911 and books[2].about == {"place": "a light"}
