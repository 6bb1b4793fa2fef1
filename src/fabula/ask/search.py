"""Finding words in a story, and people."""

import re
from typing import NamedTuple

from fabula.world import Character, Story

MOST = 200  # places shown
AROUND = 60  # code points of context


class Hit(NamedTuple):
    """A place: where it is, what stands before, the words, what stands after, and who says it, if anybody does."""

    position: int
    before: str
    words: str
    after: str
    speaker: str | None


def find_words(story: Story, query: str, most: int = MOST, around: int = AROUND) -> tuple[list[Hit], int]:
    """The first places where the words stand, in any case and over line ends, and how many there are in all.

    >>> from fabula import read_text
    >>> hits, count = find_words(read_text('"It is  late," said Ida.'), "IS late")
    >>> [(h.words, h.speaker) for h in hits], count
    ([('is late', 'ida')], 1)
    """
    words = query.split()
    if not words:
        return [], 0
    pattern = re.compile(r"\s+".join(map(_loose, words)), re.IGNORECASE)
    parts = sorted((a, b, q.speaker) for q in story.quotes for a, b in q.parts)
    out: list[Hit] = []
    count, k = 0, 0
    for m in pattern.finditer(story.text):
        count += 1
        if count > most:
            continue
        a, b = m.span()
        while k < len(parts) and parts[k][1] <= a:
            k += 1
        speaker = parts[k][2] if k < len(parts) and parts[k][0] <= a else None
        before, after = context(story.text, a, b, around)
        out.append(Hit(a, before, " ".join(m.group().split()), after, speaker))
    return out, count


def context(text: str, start: int, end: int, size: int, paragraphs: bool = False) -> tuple[str, str]:
    """What stands before and after a span: at most ``size`` code points each, whole words, blanks as one space.

    With ``paragraphs``, an empty line between two stays.

    >>> context("The rain came  down on the roof.", 9, 13, 7)
    ('rain ', ' down')
    """
    before, after = text[max(0, start - size) : start], text[end : end + size]
    if start > size and not text[start - size - 1].isspace():
        before = before.partition(" ")[2] or before
    if end + size < len(text) and not text[end + size].isspace():
        after = after.rpartition(" ")[0] or after
    return _one_space(before, paragraphs), _one_space(after, paragraphs)


def _one_space(text: str, paragraphs: bool) -> str:
    if paragraphs:
        return re.sub(r"\s+", lambda m: "\n\n" if m.group().count("\n") > 1 else " ", text)
    return re.sub(r"\s+", " ", text)


def find_people(story: Story, query: str) -> list[Character]:
    """The characters one of whose names holds the words."""
    wanted = query.casefold().strip()
    return [c for c in story.characters if wanted and any(wanted in n.casefold() for n in (c.name, *c.aliases))]


def _loose(word: str) -> str:
    """A word with straight marks finds curly ones."""
    return re.escape(word).replace("'", "['’]").replace('"', '["“”]')
