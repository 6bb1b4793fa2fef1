"""How the people of a story are told apart on a page: a hue and a mark each, never by colour alone."""

from typing import NamedTuple

from fabula.exports.shares import Shares, shares
from fabula.world import Story

# Hues that stay apart for most eyes, in the order the cast is given them.
HUES = (28, 250, 145, 330, 85, 195, 300, 55, 225, 170, 0, 270)


class Look(NamedTuple):
    """``ranked`` are the ids of the cast, who speaks most first; each has a ``hue`` in degrees and a ``mark``, the
    shortest beginning of the name that nobody else's has (three letters at most)."""

    ranked: tuple[str, ...]
    hue: dict[str, int]
    mark: dict[str, str]
    spoken: Shares


def look_of(story: Story) -> Look:
    """The look of a story's people.

    >>> from fabula import read_text
    >>> look_of(read_text('"No," said Ida. "Yes," said Ina. "Now," said Tom.')).mark
    {'ida': 'Id', 'ina': 'In', 'tom': 'T'}
    """
    spoken = shares(story)
    ranked = sorted(story.characters, key=lambda c: (-spoken.words[c.id], -c.mentions, c.id))
    names = {c.id: _letters(c.name) for c in ranked}
    marks: dict[str, str] = {}
    for who, name in names.items():
        for size in (1, 2, 3):
            marks[who] = name[:size]
            if not any(other != who and n[:size] == name[:size] for other, n in names.items()):
                break
    hue = {c.id: HUES[i % len(HUES)] for i, c in enumerate(ranked)}
    return Look(tuple(c.id for c in ranked), hue, dict(sorted(marks.items())), spoken)


def _letters(name: str) -> str:
    """The letters of the last word but a title or an article: "the old man" is known by "old", "Mrs. Pell" by "Pell"."""
    words = [w for w in name.split() if w[0].isalnum()]
    if len(words) > 1 and (words[0].endswith(".") or words[0] in ("the", "a", "an", "my", "Miss", "Lady", "Sir", "Lord")):
        words = words[1:]
    first = words[0] if words else name
    return first[:1].upper() + first[1:]

