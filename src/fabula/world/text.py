"""A text and its outer shape: paragraphs, headings, scene-break marks, what was set aside.

All positions are half-open code-point offsets into ``Manuscript.text``.
"""

from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text came from. ``title`` and ``author`` are None where the file does not say them."""

    name: str
    sha256: str
    media_type: str
    title: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text, without the blank space around it.

    ``heading`` titles a chapter, ``break`` is a scene-break mark, ``aside`` is not the story
    (a licence, a table of contents) and is not read.
    """

    start: int
    end: int
    kind: Literal["prose", "heading", "break", "aside"] = "prose"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, from its heading to the next. Text before the first heading belongs to no chapter."""

    id: str
    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something in the file that is not the story: a licence, notes, tags, a table of contents.

    Where it stands in the text, ``span`` says where; where it was left out of the text, ``text`` holds it.
    """

    kind: str
    title: str
    span: Span | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised words. ``start`` and ``end`` exclude the marks; ``outer`` includes them (`*so*`)."""

    start: int
    end: int
    outer: Span


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A file as the later stages see it: its text and the shape of it."""

    text: str
    source: Source
    paragraphs: tuple[Paragraph, ...]
    chapters: tuple[Chapter, ...] = ()
    emphases: tuple[Emphasis, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
