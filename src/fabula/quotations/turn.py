"""A turn: what one speaker says in one paragraph, before the speaker is sought."""

from dataclasses import dataclass

from fabula.quotations.cues import Cue
from fabula.world import Kind, Span


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn before its speaker is sought.

    ``parts`` are the words without marks, ``outer`` the stretch from first mark to past the last;
    ``paragraph`` and ``last_paragraph`` index the manuscript's paragraphs; ``cues`` are in text order. ``asks`` says
    that it ends with a question. ``label`` is where a label says who speaks ("Ida: …"), and ``anybody`` says of
    one that it names nobody ("Q: …"); ``names`` are other places where a header names people.
    ``unclosed`` says that the mark which should close the words is missing.
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
    label: Span | None = None
    anybody: bool = False
    names: tuple[Span, ...] = ()
    unclosed: bool = False
