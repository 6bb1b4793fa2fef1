"""A turn: what one speaker says in one paragraph, before the speaker is sought."""

from dataclasses import dataclass

from fabula.quotations.cues import Cue
from fabula.world import Kind, Span


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn before its speaker is sought.

    ``parts`` are the words without marks, ``outer`` the stretch from first mark to past the last;
    ``paragraph`` and ``last_paragraph`` index the manuscript's paragraphs; ``cues`` are in text order. ``asks`` says
    that it ends with a question.
    """

    kind: Kind
    parts: tuple[Span, ...]
    outer: Span
    paragraph: int
    last_paragraph: int
    cues: tuple[Cue, ...] = ()
    convention: str = "double"
    open: bool = False
    asks: bool = False
