"""A small text of a kind of dialogue, and what a careful reader finds in it.

``says``, ``thinks`` and ``writes`` are (words, who): some quotation of that kind holds the words, by that person under
any of their names; "?" is nobody of the cast. ``silent`` are words that are in no quotation. ``cast`` and ``nobody`` are
names that somebody has and that nobody has; ``people`` is how many there are. ``missed`` are words of which
something of this is not found yet.
"""

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """A text and what holds of it."""

    kind: str
    text: str
    says: Pairs = ()
    thinks: Pairs = ()
    writes: Pairs = ()
    silent: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()
    people: int | None = None
    missed: tuple[str, ...] = ()
