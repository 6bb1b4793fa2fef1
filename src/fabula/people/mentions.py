"""References to mentions, as the story file holds them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from fabula.language import Language
from fabula.world import Cast, Character, Mention


def find_mentions(language: Language, cast: Cast) -> tuple[Mention, ...]:
    """Every reference whose person is known, in text order. Offsets are code points."""
    out = [
        Mention(language.starts[r.first], language.ends[r.last - 1], r.entity, "PER", r.form)
        for r in cast.references
        if r.entity is not None
    ]
    return tuple(sorted(set(out)))


def count_mentions(characters: Sequence[Character], mentions: Sequence[Mention]) -> tuple[Character, ...]:
    """The characters with their counts, most mentioned first."""
    counts = Counter(m.entity for m in mentions)
    return tuple(sorted((replace(c, mentions=counts[c.id]) for c in characters), key=lambda c: (-c.mentions, c.id)))
