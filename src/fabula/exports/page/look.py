"""How the people of a story are told apart on a page: a hue and a mark each, never by colour alone."""

from typing import NamedTuple

from fabula.exports.shares import Shares, shares
from fabula.world import Story

# Hues that stay apart for most eyes, in the order the cast is given them.
_BEFORE = frozenset("the a an my Miss Lady Sir Lord Madame Master".split())  # before what a mark is made of
HUES = (28, 250, 145, 330, 85, 195, 300, 55, 225, 170, 0, 270)


class Look(NamedTuple):
    """``ranked`` are the ids of the cast, who speaks most first; each has a ``hue`` in degrees and a ``mark``.

    A mark is the shortest that nobody before has: a letter, initials, or the first letters of the name. ``name`` has
    the whole names: who goes by another yet has a ``number`` instead, in the order in which people appear.
    """

    ranked: tuple[str, ...]
    hue: dict[str, int]
    mark: dict[str, str]
    spoken: Shares
    name: dict[str, str]
    number: dict[str, int]

    def mark_at(self, who: str, name: str) -> str:
        """The mark of somebody who goes by ``name`` as yet: no letter of a name that has not fallen."""
        return self.mark[who] if name == self.name[who] else str(self.number[who])


def look_of(story: Story) -> Look:
    """The look of a story's people.

    >>> from fabula import read_text
    >>> look_of(read_text('"No," said Ida. "Yes," said Ina. "Now," said Tom.')).mark
    {'ida': 'I', 'ina': 'In', 'tom': 'T'}
    """
    spoken = shares(story)
    ranked = sorted(story.characters, key=lambda c: (-spoken.words[c.id], -c.mentions, c.id))
    marks: dict[str, str] = {}
    taken: set[str] = set()
    for c in ranked:
        marks[c.id] = next((m for m in _marks(c.name) if m not in taken), _marks(c.name)[-1])
        taken.add(marks[c.id])
    hue = {c.id: HUES[i % len(HUES)] for i, c in enumerate(ranked)}
    first: dict[str, int] = {}
    for m in story.mentions:
        first.setdefault(m.entity, m.start)
    order = sorted(story.characters, key=lambda c: (first.get(c.id, len(story.text)), c.id))
    number = {c.id: n for n, c in enumerate(order, 1)}
    return Look(tuple(c.id for c in ranked), hue, marks, spoken, {c.id: c.name for c in ranked}, number)


def _marks(name: str) -> list[str]:
    """Marks for a name, the shortest first.

    >>> _marks("Mrs. Anna Pell")
    ['A', 'AP', 'An', 'Ann', 'Anna']
    """
    words = [w for w in name.split() if w[0].isalnum()] or [name]
    if len(words) > 1 and (words[0].endswith(".") or words[0] in _BEFORE):
        words = words[1:]
    first = words[0][:1].upper() + words[0][1:]
    initials = "".join(w[0].upper() for w in (words[0], words[-1])) if len(words) > 1 else ""
    return list(dict.fromkeys(m for m in (first[:1], initials, first[:2], first[:3], first[:4]) if m))
