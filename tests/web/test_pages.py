"""What the pages are made of: sections, what is known so far, search, the library."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fabula
from fabula import Story
from fabula.ask.search import find_people, find_words
from fabula.errors import UnreadableFile
from fabula.exports.page.look import look_of
from fabula.web import sections
from fabula.web.library import Library, NoSuchBook
from fabula.web.sofar import SoFar

TEXT = """Chapter One

A stranger sat down by the fire. "It is late," he said.

"Who are you?" asked Ida.

Chapter Two

"I am Tom Reed," said the stranger. Tom Reed put down his hat, and Tom laughed.

"Then I know you," said Ida to Tom Reed.
"""


@pytest.fixture(scope="module")
def story() -> Story:
    return fabula.read_text(TEXT)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Chapter One", "Chapter Two", "* * *", "Ida sat.", '"No," said Tom.', "x" * 900]),
        min_size=1,
        max_size=30,
    ),
    st.integers(500, 4000),
)
def test_sections_tile_the_text(paragraphs: list[str], most: int) -> None:
    story = fabula.read_text("\n\n".join(paragraphs))
    before, sections.MOST = sections.MOST, most
    try:
        cut = sections.cut_sections(story)
    finally:
        sections.MOST = before
    assert cut[0].start == 0 and cut[-1].end == len(story.text)
    assert all(a.end == b.start for a, b in zip(cut, cut[1:], strict=False))
    assert [s.number for s in cut] == list(range(len(cut)))
    assert all(sections.section_at(cut, s.start) == s for s in cut if s.start < s.end)


def test_nobody_is_named_before_the_text_names_them(story: Story) -> None:
    sofar = SoFar(story, look_of(story))
    tom = next(c.id for c in story.characters if c.name == "Tom Reed")
    early = sofar.telling.name(tom, TEXT.index("Chapter Two"))
    assert "Tom" not in early
    assert sofar.telling.name(tom, len(TEXT)) == "Tom Reed"
    beside = sofar.at(TEXT.index("Chapter Two"))
    assert "Tom Reed" not in {s.name for s in beside.cast} and "T" not in {s.mark for s in beside.cast}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(TEXT) - 1))
def test_what_is_beside_looks_at_nothing_later(at: int) -> None:
    """What stands beside the text at a place is the same when the text ends there with the same people."""
    story = fabula.read_text(TEXT)
    sofar = SoFar(story, look_of(story))
    beside = sofar.at(at)
    assert all(sofar.telling.first[s.who] <= at for s in beside.cast)
    assert all(c.span[1] <= at for k in beside.knows for c in k.latest)
    assert all(x.since <= at for x in beside.secrets)


def test_search_counts_all_and_shows_the_first(story: Story) -> None:
    hits, count = find_words(story, "ida")
    assert count == 2 and {h.words for h in hits} == {"Ida"}
    hits, _ = find_words(story, "i AM tom")
    assert hits[0].words == "I am Tom"
    assert find_words(story, "  ") == ([], 0)
    assert find_words(story, "(")[1] == 0
    assert [c.name for c in find_people(story, "reed")] == ["Tom Reed"]


def test_the_library_knows_a_book_again(tmp_path: Path, story: Story) -> None:
    file = tmp_path / "a story.txt"
    file.write_text(TEXT, encoding="utf-8")
    library = Library(tmp_path / "library")
    entry = library.add(file)
    assert library.load(entry) is None
    entry = library.save(entry, fabula.read(file))
    kept = Library(tmp_path / "library").load(library.entry(entry.id))
    assert kept is not None and kept.characters == story.characters
    file.write_text(TEXT + "\n\nMore.", encoding="utf-8")
    assert library.load(library.entry(entry.id)) is None
    assert [e.id for e in library.entries()] == [library.add(file).id]


@pytest.mark.parametrize("id", ["..", "../x", "a/b", "", "A", "x" * 200, "nobody", "a\x00"])
def test_ids_are_no_paths(tmp_path: Path, id: str) -> None:
    with pytest.raises(NoSuchBook):
        Library(tmp_path).entry(id)


def test_a_damaged_entry_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "entry.json").write_text("{", encoding="utf-8")
    assert Library(tmp_path).entries() == []
    with pytest.raises(UnreadableFile):
        Library(tmp_path).add(tmp_path / "none.txt")
