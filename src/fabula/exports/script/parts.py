"""The text cut into stretches of one voice each. Joined, they are the text, character for character."""

from dataclasses import dataclass
from typing import Literal

from fabula.world import Quotation, Story

Role = Literal["narration", "dialogue", "thought", "written"]
_ROLES: dict[str, Role] = {"speech": "dialogue", "thought": "thought", "written": "written"}
_OPENS = "\"'“‘«„‚‹`*_"
_CLOSES = "\"'”’»“‘›`*_"


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch, [start, end) in code points, and who is heard in it.

    ``speaker`` is a character's id, a ``group:NAME``, or None for narration and for who is not known; ``confidence`` is
    that of the speaker, 1 for narration. ``chapter`` is the id of the chapter, if it stands in one. ``quote`` is the
    quotation it is part of.
    """

    id: str
    chapter: str | None
    start: int
    end: int
    role: Role
    speaker: str | None
    text: str
    confidence: float
    quote: str | None = None


def script(story: Story) -> tuple[Part, ...]:
    """The parts of a story; they tile its text. The marks of a quotation belong to it; none crosses a chapter or scene.

    >>> from fabula import read_text
    >>> [(p.role, p.text) for p in script(read_text('"It is late," said Ida.'))]
    [('dialogue', '"It is late,"'), ('narration', ' said Ida.')]
    """
    spoken = sorted(((a, b, q) for q in story.quotes for a, b in q.parts), key=lambda x: x[:2])
    cuts = sorted({x for c in story.chapters for x in (c.start, c.end)} | {s.start for s in story.scenes})
    chapters = {c.start: c.id for c in story.chapters}
    ends = {c.end for c in story.chapters}
    out: list[Part] = []
    here: str | None = None
    at = 0

    def add(start: int, end: int, q: Quotation | None) -> None:
        nonlocal here
        edges = [start, *(c for c in cuts if start < c < end), end]
        for a, b in zip(edges, edges[1:], strict=False):
            here = chapters.get(a, None if a in ends else here)
            if a < b:
                role: Role = _ROLES[q.kind] if q is not None else "narration"
                speaker = q.speaker if q is not None else None
                sure = q.confidence if q is not None else 1.0
                out.append(
                    Part(f"p{len(out) + 1}", here, a, b, role, speaker, story.text[a:b], sure, q.id if q else None)
                )

    for k, (a, b, q) in enumerate(spoken):
        after = spoken[k + 1][0] if k + 1 < len(spoken) else len(story.text)
        start, end = _with_marks(story.text, max(at, 0), max(a, at), b, after)
        add(at, start, None)
        add(start, end, q)
        at = end
    add(at, len(story.text), None)
    return tuple(out)


def _with_marks(text: str, floor: int, start: int, end: int, ceiling: int) -> tuple[int, int]:
    """A stretch of speech with the marks right beside it."""
    while start > floor and text[start - 1] in _OPENS:
        start -= 1
    while end < ceiling and text[end] in _CLOSES:
        end += 1
    return start, end
