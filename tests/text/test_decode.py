"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula import UnreadableFile
from fabula.text.decode import decode

PROSE = "“It’s late,” said Zoë — naïvely. £5 for the café.\nShe sat down.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_told_apart(encoding: str) -> None:
    assert decode((PROSE * 20).encode(encoding), "a.txt") == PROSE * 20


def test_latin_1_without_curly_marks() -> None:
    assert decode("Zoë a dit «non» à l'été.".encode("latin-1"), "a.txt") == "Zoë a dit «non» à l'été."


def test_line_ends_are_folded_and_nothing_else_changes() -> None:
    assert decode(b"a\r\nb\rc  \n\n\td ", "a.txt") == "a\nb\nc  \n\n\td "


def test_nuls_become_replacement_characters() -> None:
    assert decode(b"It was\0late, and the moon was up.", "a.txt") == "It was\ufffdlate, and the moon was up."


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x7fELF" + bytes(200), b"\x00\x01\x02\x03" * 100])
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="binary"):
        decode(data, "a.bin")


def test_a_broken_byte_order_mark_says_where() -> None:
    with pytest.raises(UnreadableFile, match=r"UTF-8 but broken at byte"):
        decode(b"\xef\xbb\xbfabc\xff\xff", "a.txt")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back_untouched(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text
