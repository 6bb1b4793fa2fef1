"""What ties two people of the story."""

from dataclasses import dataclass
from typing import Literal

from fabula.world.text import Span

BondKind = Literal["family", "romance", "friendship", "rivalry", "enmity", "work", "other"]


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie between two characters.

    ``directed`` is true where it holds from ``a`` to ``b`` and not back: a mother and her child, an employer, love
    that is not returned; ``role`` says what ``a`` is to ``b``, in the text's word, where it has one ("mother", "best
    friend"). ``evidence`` are the spans that say so, in text order. ``warmth`` is how the two meet over the story,
    from -1 (against each other) to 1, as (code point, value) in text order. ``corrected`` is
    ("kind",) where a reader said of what kind it is, whatever the text says.
    """

    a: str
    b: str
    kind: BondKind
    directed: bool
    evidence: tuple[Span, ...]
    confidence: float
    role: str | None = None
    warmth: tuple[tuple[int, float], ...] = ()
    corrected: tuple[str, ...] = ()
