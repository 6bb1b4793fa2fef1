"""What costs most to find in a book is found once: by the command line, by the reader, after corrections."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import fabula
from fabula.cli import main
from fabula.exports import story_json
from fabula.pipeline import finish_story
from fabula.text.open import read_file
from fabula.web import drafts
from fabula.web.drafts import NAME, Windows, kept_draft, load_draft, make_room

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
    foreign = (drafts._head(b) + b"\n" + b for b in (pickle.dumps(Bomb()), pickle.dumps([1]), b"", b"."))
    for bad in (b"", head, whole[: len(whole) // 2], head + pickle.dumps([1]), *foreign):
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
    (book.parent / "left" / "windows-0").mkdir(parents=True)  # without a draft, as a full disk leaves it
    (book.parent / "left" / "windows-0" / "0.npy").write_bytes(b"0")
    os.utime(book.parent / "left" / "windows-0", (1, 1))
    monkeypatch.setattr(drafts, "MOST", 1)
    make_room(kept_draft(book, manuscript))
    assert (book / NAME).exists() and not (other / NAME).exists()
    assert not (book.parent / "left" / "windows-0").exists()


def test_windows_that_no_reading_needs_any_longer_go(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "OLDER", 2_000)
    windows = Windows(book / "windows-0")
    for reading in range(10):  # each after a correction that changes who is who in all of it
        for k in range(5):
            windows[bytes([reading, k])] = np.zeros((16, 16), np.float16)
        windows.tidy()
        assert all(bytes([reading, k]) in windows for k in range(5))
    last, before = {bytes([9, k]) for k in range(5)}, {bytes([8, k]) for k in range(5)}
    kept = set(windows)
    assert last < kept < last | before  # 5 of the last reading, and of the one before as many as 2,000 bytes hold


def test_a_byte_of_a_draft_or_a_window_that_changed_is_told(file: Path, book: Path) -> None:
    manuscript = read_file(file)
    draft = kept_draft(book, manuscript)
    whole = (book / NAME).read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 40)):
        (book / NAME).write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        assert load_draft(book, manuscript) is None
    assert draft.kept is not None
    draft.kept[b"key"] = np.ones((4, 4), np.float16)
    path = next(book.glob("windows-*/*.npy"))
    good = path.read_bytes()
    for at in range(len(good)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :])
        assert b"key" not in draft.kept
    path.write_bytes(good)
    assert draft.kept[b"key"].tolist() == np.ones((4, 4)).tolist()


class Odd:
    def __setstate__(self, state: object) -> None:
        raise KeyError("no exception of a pickle is let through")


def test_whatever_a_draft_raises_it_is_read_anew(file: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manuscript = read_file(file)
    kept_draft(book, manuscript)
    monkeypatch.setitem(drafts._VALUES, __name__, ("Odd",))
    body = b"\x80\x05c" + __name__.encode() + b"\nOdd\n)\x81K\x01b."
    (book / NAME).write_bytes(drafts._head(body) + b"\n" + body)
    assert load_draft(book, manuscript) is None
    assert finish_story(kept_draft(book, manuscript)).quotes
