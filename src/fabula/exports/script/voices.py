"""What is read aloud, paragraph by paragraph, and the voice that reads it."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import groupby

from fabula.exports.script.parts import script
from fabula.world import Paragraph, Story

NARRATOR = "narrator"


def by_paragraph(story: Story) -> Iterator[tuple[Paragraph, list[tuple[str | None, str]]]]:
    """Every paragraph that is read aloud with its stretches of one voice: (speaker, or None for the narrator; words).

    The marks between scenes come as paragraphs of the kind "break", without words. What is set aside does not come.
    """
    parts, marks = script(story), _marks(story)
    k = 0
    for p in story.paragraphs:
        if p.kind == "break":
            yield p, []
        if p.kind not in ("prose", "heading"):
            continue
        while k < len(parts) and parts[k].end <= p.start:
            k += 1
        here = []
        j = k
        while j < len(parts) and parts[j].start < p.end:
            here.append(parts[j])
            j += 1
        said = (
            (who, "".join(_spoken(story.text, max(x.start, p.start), min(x.end, p.end), marks) for x in group))
            for who, group in groupby(here, key=lambda x: x.speaker)
        )
        yield p, [(who, words) for who, words in said if words.strip()]


def _marks(story: Story) -> list[int]:
    """Where the marks of emphasis stand: they are for the eye."""
    text, out = story.text, set()
    for a, b in story.emphases:
        k = 1
        while a - k >= 0 and b + k <= len(text) and text[a - k] == text[b + k - 1] and text[a - k] in "*_":
            out |= {a - k, b + k - 1}
            k += 1
    return sorted(out)


def _spoken(text: str, start: int, end: int, marks: list[int]) -> str:
    """A stretch without the marks of emphasis in it."""
    out, at = [], start
    for m in marks[bisect_left(marks, start) : bisect_left(marks, end)]:
        out.append(text[at:m])
        at = m + 1
    return "".join((*out, text[at:end]))


def voice_of(story: Story, who: str | None, voices: Mapping[str, str]) -> str | None:
    """The voice that a map of ids or names (and "narrator") to voices gives somebody, if it does."""
    if who is None:
        return voices.get(NARRATOR)
    return voices.get(who) or voices.get(story.name(who))
