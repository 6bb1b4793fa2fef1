"""A manuscript of several files, and of a folder."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import fabula
from fabula.cli import main
from fabula.text.open import digest_of, read_file, stamp_of
from fabula.text.several import natural, parts_of

ONE = '# The House\n\n"It is late," said Ida to Tom.\n'
TWO = '"Is it?" said Tom. He *laughed*.\n\n* * *\n\n"It is," said Ida.\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FABULA_LIBRARY", str(tmp_path / "library"))
    folder = tmp_path / "draft"
    folder.mkdir()
    (folder / "ch10.txt").write_text(TWO, encoding="utf-8")
    (folder / "ch2.md").write_text(ONE, encoding="utf-8")
    (folder / "~$ch2.docx").write_text("locked", encoding="utf-8")
    (folder / "notes.csv").write_text("a,b", encoding="utf-8")
    return folder


def run(*args: object) -> str:
    result = CliRunner().invoke(main, [str(a) for a in args])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_folder_is_read_in_its_natural_order(folder: Path) -> None:
    assert [p.name for p in parts_of(folder, (".txt", ".md", ".docx"))] == ["ch2.md", "ch10.txt"]
    assert sorted(["b/2", "b/10", "B/1", "a"], key=natural) == ["a", "B/1", "b/2", "b/10"]
    story = fabula.read(folder)
    assert [(c.id, c.title) for c in story.chapters] == [("ch1", "The House"), ("ch2", "ch10")]
    assert [story.name(q.speaker) for q in story.quotes] == ["Ida", "Tom", "Ida"]
    assert all(story.text[p.start : p.end].strip() for p in story.paragraphs)
    assert [story.text[a:b] for a, b in story.emphases] == ["laughed"]
    assert [s.start for s in story.scenes] == [0, story.text.index('"Is it?"'), story.text.index('"It is,"')]
    assert (story.source.name, story.source.media_type) == ("draft", "multipart/mixed")


def test_several_files_are_read_as_they_are_given(folder: Path) -> None:
    run("read", folder / "ch10.txt", folder / "ch2.md", "-q", "-o", folder.parent / "out")
    story = fabula.load(folder.parent / "out" / "story.json")
    assert [c.title for c in story.chapters] == ["ch10", "The House"]
    assert story.text == fabula.read([folder / "ch10.txt", folder / "ch2.md"]).text


def test_a_folder_is_read_corrected_and_asked_like_a_file(folder: Path) -> None:
    run("read", folder, "-q")
    assert (folder.parent / "draft-fabula" / "story.html").exists()
    assert "Tom → Ida" in run("ask", folder, "lines") or "Tom" in run("ask", folder, "lines")
    run("correct", folder, "speaker", "q2", "Ida")
    assert (folder.parent / "draft.fabula.jsonl").exists()
    assert run("ask", folder, "lines", "--of", "Tom").startswith("There are no such lines")
    (folder / "ch11.txt").write_text('"Then go," said Tom.\n', encoding="utf-8")
    assert "Then go" in run("ask", folder, "lines", "--of", "Tom")
    assert "Ida" in run("ask", folder.parent / "draft-fabula", "who", "Ida")
    assert "1  " in run("correct", folder.parent / "draft-fabula", "list")


def test_a_folder_without_a_story_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a", encoding="utf-8")
    result = CliRunner().invoke(main, ["read", str(tmp_path)])
    assert result.exit_code == 2 and "a folder without a story; no file in it ends in .txt" in result.stderr


def test_a_file_that_is_renamed_or_moved_is_another_manuscript(folder: Path) -> None:
    stamp, digest = stamp_of(folder), digest_of(folder)
    assert read_file(folder).source.sha256 == digest
    (folder / "ch2.md").rename(folder / "ch11.md")
    assert stamp_of(folder) != stamp
    moved, later = digest_of(folder), stamp_of(folder)
    assert read_file(folder).source.sha256 == moved != digest
    (folder / "ch10.txt").rename(folder / "ch3.txt")  # in the same order: its chapter may be called by its name
    assert stamp_of(folder) != later and digest_of(folder) != moved
    (folder / "ch3.txt").rename(folder / "ch10.txt")
    assert stamp_of(folder) == later and digest_of(folder) == moved
