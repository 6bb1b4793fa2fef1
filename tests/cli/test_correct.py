"""``fabula correct``, as a user types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fabula.cli import main

TEXT = """"You are late," said Ida.

"I am not," said Tom.

"It is noon."

"It is not."

Nobody meant to be unkind. A dog barked.
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FABULA_LIBRARY", str(tmp_path / "library"))
    path = tmp_path / "noon.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def said(file: Path, *args: str) -> str:
    result = run("correct", str(file), *args)
    assert result.exit_code == 0, result.output
    return result.stdout


def read(file: Path) -> dict[str, object]:
    out: dict[str, object] = json.loads(run("read", str(file), "--json", "-q").stdout)
    return out


def test_what_is_said_is_kept_and_applied(file: Path) -> None:
    said(file, "speaker", "q3", "Tom")
    said(file, "rename", "Ida", "Ida Gray")
    story = read(file)
    quotes = story["quotes"]
    assert isinstance(quotes, list)
    assert quotes[2]["speaker"] == "tom" and quotes[2]["confidence"] == 1 and quotes[2]["corrected"] == ["speaker"]
    assert "Ida Gray" in json.dumps(story["characters"])
    assert (file.parent / "noon.fabula.jsonl").exists()


def test_lines_by_run_and_by_words(file: Path) -> None:
    assert "Ida" in said(file, "speaker", "q3-q4", "Ida")
    assert "noon" in said(file, "speaker", "It is noon", "Somebody New", "--new")
    rows = json.loads(said(file, "list", "--json"))
    assert [r["do"] for r in rows] == ["speaker", "person", "speaker"] and all(r["applied"] for r in rows)


def test_every_kind_of_correction(file: Path) -> None:
    said(file, "person", "Priya", "--also", "Pri")
    said(file, "alias", "Tom", "Tommy")
    said(file, "pronouns", "Tom", "they")
    said(file, "addressees", "q1", "Tom")
    said(file, "kind", "q4", "thought")
    said(file, "quotation", "Nobody meant to be unkind.", "--kind", "thought", "--speaker", "Ida")
    said(file, "place", "s1", "the yard")
    said(file, "present", "s1", "Priya")
    said(file, "present", "s1", "Tom", "--not")
    said(file, "bond", "Ida", "Tom", "family")
    said(file, "merge", "Ida", "Priya")
    said(file, "split", "Ida", "Priya Shah", "Priya")
    said(file, "not-a-person", "Priya Shah")
    said(file, "not-a-contradiction", "q1", "q2")
    rows = json.loads(said(file, "list", "--json"))
    assert [(r["do"], r["why"]) for r in rows if not r["applied"]] == []
    assert len(rows) == 14


def test_undo_and_redo(file: Path) -> None:
    said(file, "rename", "Tom", "Thomas")
    assert "taken back: Tom is called Thomas" in said(file, "undo")
    assert "No corrections stand" in said(file, "list")
    assert "stands again" in said(file, "redo")
    assert "Thomas" in said(file, "list")


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["rename", "Nobody", "X"], "no Nobody here"),
        (["speaker", "q3", "Tomm"], "no Tomm here; did you mean Tom? --new adds somebody"),
        (["addressees", "q3", "Quentin"], "no Quentin here; --new adds somebody"),
        (["speaker", "q1-q3"], "who says q1-q3? Give a NAME, or --unknown if it can't be told"),
        (["addressees", "q1-q3"], "to whom is q1-q3 said? Give NAMES, or --nobody"),
        (["place", "s1"], "where is s1 set? Give it, or --unknown"),
        (["pronouns", "Tom"], "what pronoun does Tom go by? Give it, or --unknown"),
        (["pronouns", "Tom", "blorp"], "'blorp' is no pronoun known here: she, he, they"),
        (["merge", "Tom", "Tom"], "Tom and Tom are one person already"),
        (["speaker", "q99", "Tom"], "no such line q99 (q1 to q4)"),
        (["speaker", "q1-q99", "Tom"], "no such line q99 (q1 to q4)"),
        (["speaker", "It is", "Tom"], "2 quotations have these words"),
        (["speaker", "q4-q3", "Tom"], "comes before"),
        (["quotation", "not in the text"], "nowhere in the text"),
        (["place", "s9", "x"], "no such scene s9 (s1 to s1)"),
        (["undo"], "nothing to undo"),
        (["rename", "Tom", "Ida"], "merge"),
        (["merge", "Tom", "Quentin"], "no Quentin here"),
    ],
)
def test_what_cannot_be_is_one_line(file: Path, args: list[str], why: str) -> None:
    result = run("correct", str(file), *args)
    assert result.exit_code == 2 and why in result.stderr and result.stderr.count("\n") == 1
    assert not (file.parent / "noon.fabula.jsonl").exists() or (file.parent / "noon.fabula.jsonl").read_bytes() == b""


def test_what_cannot_be_told_is_said_and_not_forgotten(file: Path) -> None:
    said(file, "speaker", "q1", "--unknown")
    said(file, "addressees", "q2", "--nobody")
    said(file, "pronouns", "Tom", "she/her")
    story = read(file)
    assert story["quotes"][0]["speaker"] is None  # type: ignore[index]
    assert [c["pronouns"] for c in story["characters"] if c["name"] == "Tom"] == ["she"]  # type: ignore[index,union-attr]


def test_a_story_file_or_its_folder_stands_for_the_manuscript(file: Path) -> None:
    assert run("read", str(file), "-q", "--format", "json").exit_code == 0
    folder = file.parent / "noon-fabula"
    said(folder / "story.json", "speaker", "q3", "Tom")
    said(folder, "speaker", "q4", "Ida")
    rows = json.loads(said(file, "list", "--json"))
    assert [r["do"] for r in rows] == ["speaker", "speaker"]
    file.unlink()
    result = run("correct", str(folder), "list")
    assert result.exit_code == 2 and "noon.txt, which it was read from, is not beside it" in result.stderr


def test_a_spoilt_log_is_told_and_not_applied(file: Path) -> None:
    said(file, "rename", "Tom", "Thomas")
    log = file.parent / "noon.fabula.jsonl"
    log.write_bytes(log.read_bytes() + b'{"id": "x", "do"')
    story = read(file)
    assert any("cannot be read and were passed over: 3" in n for n in story["notes"])  # type: ignore[union-attr]
    log.write_text('{"format": "something-else/1"}\n', encoding="utf-8")
    result = run("read", str(file), "-q")
    assert result.exit_code == 2 and "something-else/1" in result.stderr


def test_what_no_longer_fits_is_listed(file: Path) -> None:
    said(file, "speaker", "q3", "Tom")
    file.write_text(TEXT.replace('"It is noon."\n\n', ""), encoding="utf-8")
    assert "cannot be found again" in said(file, "list")


def test_scenes_feelings_and_mentions(file: Path) -> None:
    assert "a scene begins at" in said(file, "scene", "Nobody meant")
    assert said(file, "feeling", "A dog barked.", "Ida", "fear").startswith("Ida feels fear")
    assert said(file, "mention", "Tom", "Ida", "--in", "said Tom").startswith("“Tom” means Ida")
    story = read(file)
    assert [s["opened_by"] for s in story["scenes"]] == ["start", "reader"]  # type: ignore[index, attr-defined]
    assert [f["emotion"] for f in story["feelings"] if f["corrected"]] == ["fear"]  # type: ignore[index, attr-defined]
    assert "is one with" not in said(file, "no-scene", "s2") and len(read(file)["scenes"]) == 1  # type: ignore[arg-type]
    wrong = run("correct", str(file), "scene", "It is")
    assert wrong.exit_code == 2 and "stands in the text 2 times; give words that stand there once" in wrong.stderr
    assert "Give a NAME" in run("correct", str(file), "mention", "Tom").stderr
