"""Project Gutenberg's header and licence, which are not the story."""

import re

from fabula.text.invisible import drop_invisible
from fabula.world import SetAside, Span

_START = re.compile(r"^[^\S\n]*\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG.*?\*{3}\s*$", re.I | re.M)
_END = re.compile(
    r"^[^\S\n]*(?:\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG.*|End of (?:the )?Project Gutenberg.*)$", re.I | re.M
)
_SMALL_PRINT = re.compile(r"^\*END\*?\s*THE SMALL PRINT.*$", re.I | re.M)
_PRODUCED = re.compile(
    r"\s*((?:Produced by|E-text prepared by|This etext was prepared by|HTML version by|Transcribed (?:from|by)|"
    r"Scanned (?:and|by)|Credits:)(?:[^\n]+\n?)+)",
    re.I,
)
_FIELD = re.compile(r"^(Title|Author):(.+)$", re.M)


def find_wrapping(text: str) -> tuple[Span, tuple[SetAside, ...]]:
    """Where the story proper stands in a text, and what was set aside around it.

    >>> head, tail = (f"*** {w} OF THE PROJECT GUTENBERG EBOOK X ***\\n" for w in ("START", "END"))
    >>> t = f"Title: X\\n{head}Once.\\n{tail}"
    >>> (a, b), aside = find_wrapping(t)
    >>> t[a:b].strip(), [x.title for x in aside]
    ('Once.', ['Project Gutenberg header', 'Project Gutenberg licence'])
    """
    begin, end = 0, len(text)
    aside: list[SetAside] = []
    start = _START.search(text, 0, 40_000) or _SMALL_PRINT.search(text, 0, 40_000)
    if start:
        begin = start.end()
        aside.append(SetAside("licence", "Project Gutenberg header", (0, begin)))
        produced = _PRODUCED.match(text, begin, begin + 3000)
        if produced:
            aside.append(SetAside("credits", "who made the file", produced.span(1)))
            begin = produced.end()
    tail = max(begin, len(text) - 60_000)
    stop = _END.search(text, tail)
    if stop:
        end = _after_last_line(text, tail, stop.start())
        aside.append(SetAside("licence", "Project Gutenberg licence", (end, len(text))))
    return (begin, end), tuple(aside)


def _after_last_line(text: str, first: int, at: int) -> int:
    """Where the last line before ``at`` that is not blank has ended."""
    told = first + len(text[first:at].rstrip())
    line = text.find("\n", told, at)
    return line + 1 if line >= 0 else at if told > first else first


def read_fields(header: str) -> tuple[str | None, str | None]:
    """Title and author from the header's fields."""
    fields = ((k.lower(), " ".join(drop_invisible(v).split())) for k, v in _FIELD.findall(header[:40_000]))
    found = dict(reversed([(k, v) for k, v in fields if v]))
    return found.get("title"), found.get("author")
