"""What Calibre, pandoc, an archive of fan fiction, Word and Scrivener write is read as what was written."""

import html
import re

import pytest

from fabula.pipeline import read_manuscript
from fabula.text.open import read_bytes
from tests.text.programs import AFTER, FILES, ONE, SAYS, TITLE, TWO

CHAPTERS = {
    "calibre.epub": ["One: Slack Water", "Two: Ebb"],
    "calibre-plain.epub": ["CHAPTER ONE", "CHAPTER TWO"],
    "pandoc.epub": ["1 Slack Water", "2 Ebb"],
    "ao3.html": ["Chapter 1: Slack Water", "Chapter 2: Ebb"],
    "ao3-page.html": ["Chapter 1: Slack Water", "Chapter 2: Ebb"],
    "word.htm": ["Slack Water", "Ebb"],
    "scrivener.epub": ["Chapter One · Slack Water", "Chapter Two · Ebb"],
}
OTHERS = (
    "Tolland Barnaby Thrale Wessex Orrin Vye Rosalind Ottoline Winifred Beatrix Casimir Dorian Philippa Leander Ignatius Hilary "
    "Brand Theodora inestolland"
).split()


@pytest.mark.parametrize("name", FILES)
def test_the_story_is_all_there_and_nothing_else(name: str) -> None:
    m = read_bytes(FILES[name](), name)
    prose = [m.text[p.start : p.end] for p in m.paragraphs if p.kind == "prose"]
    assert prose == [re.sub("<.*?>", "", w) for w in (*ONE, *TWO, *AFTER)]
    assert [c.title for c in m.chapters] == CHAPTERS[name]
    assert [p.kind for p in m.paragraphs].count("break") == 1
    assert (m.source.title, [e for e in m.emphases if m.text[e.start : e.end] == "Heron"] != []) == (TITLE, True)


@pytest.mark.parametrize("name", FILES)
def test_what_stands_around_it_is_told_and_gives_nobody(name: str) -> None:
    data = FILES[name]()
    m = read_bytes(data, name)
    aside = " ".join(html.unescape(s.text or "") for s in m.set_aside)
    story = read_manuscript(m)
    assert {c.name for c in story.characters} == {"Mara Quill", "Edwin Penrose"}
    assert not [w for w in OTHERS if w in m.text]
    if name in ("ao3.html", "ao3-page.html", "scrivener.epub", "calibre.epub", "pandoc.epub", "word.htm"):
        assert any(w in aside for w in OTHERS)
    said = {w: story.name(q.speaker) for w in SAYS for q in story.quotes if w in story.words(q)}
    assert said == SAYS
    assert len(story.scenes) == 3
