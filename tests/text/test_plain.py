"""Plain text: paragraphs, chapters, what is set aside."""

import pytest

from fabula.text.gutenberg import find_wrapping
from fabula.text.headings import is_break, is_numbered
from fabula.text.plain import read_plain
from fabula.world import Manuscript, Source


def shape(text: str) -> Manuscript:
    return read_plain(text, Source("t.txt", "", "text/plain"))


def kinds(m: Manuscript) -> list[tuple[str, str]]:
    return [(p.kind, m.text[p.start : p.end]) for p in m.paragraphs]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = "The tide was so far out that\nnobody could see it, and the\nboats lay over in the mud.\n\nIda sat down on the\nwall to wait."
    assert [k for k, _ in kinds(shape(text))] == ["prose", "prose"]


def test_one_paragraph_a_line_where_lines_end_like_sentences() -> None:
    text = '"It is late," said Ida.\n"So it is," said Tom.\nShe laughed.\nHe did not laugh at all.'
    assert len(shape(text).paragraphs) == 4


def test_title_author_and_chapters() -> None:
    m = shape("Low Water\n\nby A. N. Other\n\nCHAPTER I\n\nThe Wall\n\nIda sat.\n\nCHAPTER II\n\nTom stood.")
    assert (m.source.title, m.source.author) == ("Low Water", "A. N. Other")
    assert [c.title for c in m.chapters] == ["CHAPTER I · The Wall", "CHAPTER II"]
    assert m.text[m.chapters[1].start :].startswith("CHAPTER II")
    assert m.chapters[-1].end == len(m.text)


def test_numbers_alone_are_chapters_in_sequence_and_not_otherwise() -> None:
    m = shape("I\n\nIda sat.\n\n42\n\nTom stood.\n\nII\n\nRuth slept.")
    assert [c.title for c in m.chapters] == ["I", "II"]


def test_a_story_with_a_title_and_no_chapters_has_none() -> None:
    m = shape("Losing It\n\nIda sat down.\n\nTom stood up.")
    assert m.chapters == () and m.source.title == "Losing It"


def test_contents_are_set_aside_and_not_lost() -> None:
    m = shape(
        "CONTENTS\n\nCHAPTER I\n\nCHAPTER II\n\nCHAPTER III\n\nCHAPTER IV\n\nCHAPTER I\n\nIda sat.\n\nCHAPTER II\n\nTom stood."
    )
    assert [c.title for c in m.chapters][:1] == ["CHAPTER I"]
    assert len(m.chapters) == 2
    assert any(a.kind == "contents" and a.span for a in m.set_aside)


def test_gutenberg_header_and_licence() -> None:
    text = (
        "The Project Gutenberg eBook of X\n\nTitle: Low Water\n\nAuthor: A. N. Other\n\n"
        "*** START OF THE PROJECT GUTENBERG EBOOK LOW WATER ***\n\nProduced by Somebody\n\nCHAPTER I\n\nIda sat.\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK LOW WATER ***\n\nThe licence goes on and on."
    )
    m = shape(text)
    assert (m.source.title, m.source.author, m.text) == ("Low Water", "A. N. Other", text)
    assert [p for k, p in kinds(m) if k == "prose"] == ["Ida sat."]
    assert [a.title for a in m.set_aside] == [
        "Project Gutenberg header",
        "who made the file",
        "Project Gutenberg licence",
    ]


def test_no_wrapping_no_notice() -> None:
    assert find_wrapping("Ida sat.") == ((0, 8), ())


@pytest.mark.parametrize(
    "line", ["CHAPTER IV", "Chapter 12: The Door", "PART ONE", "Prologue", "BOOK THE FIRST", "Letter 3"]
)
def test_headings(line: str) -> None:
    assert is_numbered(line)


@pytest.mark.parametrize("line", ["Chapter and verse were quoted.", "Part of him knew", "Booked for two", "I"])
def test_no_headings(line: str) -> None:
    assert not is_numbered(line)


def test_a_quotation_of_dots_is_no_break() -> None:
    assert not is_break('"..."') and not is_break("...")
