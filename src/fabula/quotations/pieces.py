"""What stands between two quotation marks."""

from dataclasses import dataclass

from fabula.world import Span

FAR = 6000  # nothing is looked for further away than this, so that time stays linear in the text
BEFORE_OPEN = set(' \t\n\xa0([{—–-*_/…"“«')
UNSURE = frozenset(("angles", "tildes", "colons", "capitals"))  # <so>, ~so~, :so:, SO


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between one opening mark and its close. ``closed`` is False where the close is missing.

    Pieces of the conventions in `UNSURE` are speech only where a tag says so, or where the text has more of them.
    """

    start: int
    end: int
    outer: Span
    convention: str
    closed: bool = True
