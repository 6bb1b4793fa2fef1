"""What is read aloud, paragraph by paragraph, and the voice that reads it."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from fabula.exports.script.parts import script
from fabula.world import Paragraph, Story

NARRATOR = "narrator"


def by_paragraph(story: Story) -> Iterator[tuple[Paragraph, list[tuple[str | None, str]]]]:
    """Every paragraph that is read aloud with its stretches of one voice: (speaker, or None for the narrator; words).

    The marks between scenes come as paragraphs of the kind "break", without words. What is set aside does not come.
    """
    parts = script(story)
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
            (who, "".join(story.text[max(x.start, p.start) : min(x.end, p.end)] for x in group))
            for who, group in groupby(here, key=lambda x: x.speaker)
        )
        yield p, [(who, words) for who, words in said if words.strip()]


def voice_of(story: Story, who: str | None, voices: Mapping[str, str]) -> str | None:
    """The voice that a map of ids or names (and "narrator") to voices gives somebody, if it does."""
    if who is None:
        return voices.get(NARRATOR)
    return voices.get(who) or voices.get(story.name(who))
