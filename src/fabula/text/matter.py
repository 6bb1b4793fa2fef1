"""Front and back matter by its heading: about the author, other books, thanks, an excerpt from the next one."""

import re
from collections.abc import Sequence

from fabula.text.wording import pattern

_LONGEST = 120
_SHORT, _LONG = 600, 4000  # words under a heading of one word, and under one that says more
_OWNED = re.compile(r"©|\(c\)\s*\d{4}|^copyright\b|\ball rights reserved\b|\bISBN\b", re.I)
_AROUND = re.compile(r"^\W+|[\s.:!]+$")


def is_matter(heading: str) -> bool:
    """Does a heading say that what follows is about the book and not the story?

    >>> [is_matter(x) for x in ("About the Author", "Also by Ida Vane", "Acknowledgements", "The Author", "Cover me")]
    [True, True, True, False, False]
    """
    return _is("matter", heading) or is_excerpt(heading)


def is_excerpt(heading: str) -> bool:
    """Does a heading open a piece of another book, with chapters of its own?"""
    return _is("excerpts", heading)


def is_likely(heading: str, words: int) -> bool:
    """Is a stretch of so many words short enough for what its heading says? A story may have a chapter "Dedication"."""
    return words <= (_SHORT if len(heading.split()) == 1 else _LONG)


def is_title_page(lines: Sequence[str], title: str | None, author: str | None) -> bool:
    """Is there nothing but the title, who wrote it, and who owns it?

    >>> is_title_page(["THE BOATHOUSE", "by Ida Vane", "Copyright © 2026 Ida Vane"], "The Boathouse", "Ida Vane")
    True
    >>> is_title_page(["The Boathouse", "Ida came in."], "The Boathouse", "Ida Vane")
    False
    """
    names = [_fold(x) for x in (title, author) if x]
    filled = [x for x in (" ".join(line.split()) for line in lines if len(line) <= 10 * _LONGEST) if x]
    if not names or not filled or len(filled) < sum(bool(line.strip()) for line in lines):
        return False
    told = [_fold(x).removeprefix("by ") in names for x in filled]
    return any(told) and all(t or _OWNED.search(x) for t, x in zip(told, filled, strict=True))


def _fold(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())


def find_matter(items: Sequence[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """(first, end, heading) of each stretch of front or back matter among (kind, words) of paragraphs.

    A stretch goes to the next heading that is none; an excerpt in the second half goes to the end.
    """
    out: list[tuple[int, int, str]] = []
    i = 0
    while i < len(items):
        kind, words = items[i]
        if kind != "heading" or not is_matter(words):
            i += 1
            continue
        j = len(items) if is_excerpt(words) and i >= len(items) // 2 else i + 1
        while j < len(items) and items[j][0] != "heading":
            j += 1
        if is_excerpt(words) or is_likely(words, sum(len(w.split()) for _, w in items[i:j])):
            out.append((i, j, " ".join(words.split())))
        i = j
    return out


def _is(name: str, heading: str) -> bool:
    if len(heading) > 10 * _LONGEST:
        return False  # however it begins, it is no heading
    line = _AROUND.sub("", " ".join(heading.split()))
    return 0 < len(line) <= _LONGEST and bool(pattern(name).fullmatch(line))
