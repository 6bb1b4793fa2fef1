"""The script as Fountain 1.1, which screenwriting programs read: speech as dialogue, all else as action.

Every element is forced ("." scene, "@" character, "!" action), and what Fountain would take for markup is escaped, so
that nothing in a novel turns into a scene heading, a note or emphasis.
"""

import re

from fabula.exports.script.parts import script
from fabula.world import Story

_MARKUP = re.compile(r"([*_\\])")


def as_fountain(story: Story) -> str:
    """The story as a Fountain document: a title page, a section for each chapter, a scene heading for each scene.

    >>> from fabula import read_text
    >>> print(as_fountain(read_text('"It is late," said Ida.')))
    Title: text
    <BLANKLINE>
    .SOMEWHERE
    <BLANKLINE>
    @IDA
    "It is late,"
    <BLANKLINE>
    !said Ida.
    <BLANKLINE>
    """
    out = [f"Title: {_line(story.source.title or story.source.name)}"]
    if story.source.author:
        out.append(f"Author: {_line(story.source.author)}")
    out.append("")
    scenes, chapters = list(story.scenes), list(story.chapters)
    skipped = [(p.start, p.end) for p in story.paragraphs if p.kind in ("aside", "heading", "break")]
    for part in script(story):
        words = _told(story.text, part.start, part.end, skipped)
        if not words.strip():
            continue
        here = [x for x in chapters if x.start < part.end]  # headings wait for the first words under them
        chapters = chapters[len(here) :]
        out += [line for x in here for line in (f"# {_line(x.title)}", "")]
        opened = [x for x in scenes if x.start < part.end]
        scenes = scenes[len(opened) :]
        if opened:
            out += [f".{_line(opened[-1].place or 'somewhere').lstrip('.').upper()}", ""]
        if part.role == "narration":
            for paragraph in re.split(r"\n\s*\n", words):
                if paragraph.strip():
                    out += [f"!{_escaped(' '.join(paragraph.split()))}", ""]
            continue
        who = story.name(part.speaker) if part.speaker else "somebody"
        how = " (V.O.)" if part.role != "dialogue" else ""
        said = _escaped(" ".join(words.split()))
        out += [f"@{_line(who).upper()}{how}", f"\\{said}" if said[0] in "(~" else said, ""]
    return "\n".join(out)


def _told(text: str, start: int, end: int, skipped: list[tuple[int, int]]) -> str:
    """A stretch without headings, break marks and what was set aside."""
    out, at = [], start
    for a, b in skipped:
        if b > start and a < end:
            out.append(text[at : max(at, a)])
            at = max(at, b)
    out.append(text[at : max(at, end)])
    return "".join(out)


def _line(words: str) -> str:
    return " ".join(words.split())


def _escaped(words: str) -> str:
    """Emphasis, notes and boneyards as plain characters."""
    return (
        _MARKUP.sub(r"\\\1", words).replace("[[", "[ [").replace("]]", "] ]").replace("/*", "/ *").replace("*/", "* /")
    )
