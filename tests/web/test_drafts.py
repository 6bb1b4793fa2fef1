"""What costs most to find in a book is found once: by the command line, by the reader, after corrections."""

import os
import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner

import fabula
from fabula.cli import main
from fabula.exports import story_json
from fabula.pipeline import finish_story
from fabula.text.open import read_file
from fabula.web import drafts
from fabula.web.drafts import NAME, kept_draft, load_draft

TEXT = '"It is late," said Ida to Tom.\n\n"No," said Tom. He laughed.\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FABULA_LIBRARY", str(tmp_path / "library"))
    path = tmp_path / "late.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "library" / "book"
    folder.mkdir(parents=True)
    return folder


def never(*args: object, **more: object) -> None:
    raise AssertionError("the text is read from its beginning again")


def test_a_kept_draft_gives_the_reading_that_a_fresh_one_gives(
    file: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manuscript = read_file(file)
    first = finish_story(kept_draft(book, manuscript))
    monkeypatch.setattr(drafts, "draft_story", never)
    monkeypatch.setattr("fabula.models.rereading.network.Reader.encode", never)
    again = finish_story(kept_draft(book, manuscript))
    assert story_json.dumps(first) == story_json.dumps(again)
    monkeypatch.undo()
    assert story_json.dumps(fabula.read(file)) == story_json.dumps(again)


def test_a_correction_does_not_read_the_book_anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CliRunner().invoke(main, ["read", str(file), "-q"]).exit_code == 0
    monkeypatch.setattr(drafts, "draft_story", never)
    for words in (["speaker", "q2", "Ida"], ["speaker", "q1", "Tom"], ["list"]):
        result = CliRunner().invoke(main, ["correct", str(file), *words])
        assert result.exit_code == 0, result.output
    assert "said by Tom" in result.stdout


def test_another_text_is_read_anew(file: Path, book: Path) -> None:
    kept_draft(book, read_file(file))
    file.write_text(TEXT + '\n"So," said Ida.\n', encoding="utf-8")
    assert load_draft(book, read_file(file)) is None
    assert len(finish_story(kept_draft(book, read_file(file))).quotes) == 3


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch bomb",)


def test_what_is_damaged_or_foreign_is_no_draft(
    file: Path, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    manuscript = read_file(file)
    kept_draft(book, manuscript)
    whole = (book / NAME).read_bytes()
    head = whole[: whole.index(b"\n") + 1]
    for bad in (b"", head, whole[: len(whole) // 2], head + pickle.dumps(Bomb()), head + pickle.dumps([1])):
        (book / NAME).write_bytes(bad)
        assert load_draft(book, manuscript) is None
    assert not Path("bomb").exists()
    for window in book.glob("windows-*/*.npy"):
        window.write_bytes(b"nothing")
    assert finish_story(kept_draft(book, manuscript)).quotes


def test_the_books_read_longest_ago_make_room(file: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manuscript = read_file(file)
    other = book.parent / "other"
    other.mkdir()
    kept_draft(other, manuscript)
    os.utime(other / NAME, (0, 0))
    monkeypatch.setattr(drafts, "MOST", 1)
    kept_draft(book, manuscript)
    assert (book / NAME).exists() and not (other / NAME).exists()
