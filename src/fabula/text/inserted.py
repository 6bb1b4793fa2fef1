"""What stands between the paragraphs of a story and is none of it: captions, and notes to marks in the text."""

import re
from collections.abc import Sequence

_BRACKETED = re.compile(
    r"^[\s_*]*\[[\s_*]*(?:"
    r"(?P<picture>illustrations?|frontispiece|decoration|images?|pictures?|plates?|photographs?)|"
    r"(?P<note>(?:foot|end|side)notes?|(?:transcriber|editor)['’]?s['’]? notes?))\b"
    r"(?=[\s_*]*(?:[:.\]]|\d|[A-Z]\b))",
    re.I,
)
_CLOSED = re.compile(r"\][\s_*]*$")
_NOTE = re.compile(
    r"^\s*(?P<mark>\[(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z])\]|\(\d{1,3}\)|[†‡§¶]{1,3}|[¹²³⁰⁴-⁹]{1,3}|\*{1,3}(?=\s))[ \t]*\S"
)
_LONGEST = 6  # paragraphs of one caption


def find_inserted(items: Sequence[tuple[str, str]]) -> dict[int, str]:
    """The numbers of paragraphs that are captions or notes among (kind, words), each with which it is.

    A caption says so in brackets. A note opens with a mark that stands behind a word in the text before.

    >>> said = ["He lost his hat.* It was new.", "[Illustration: THE HAT]", "* The fourth."]
    >>> find_inserted([("prose", words) for words in said])
    {1: 'caption', 2: 'note'}
    """
    out: dict[int, str] = {}
    i = 0
    while i < len(items):
        found = _BRACKETED.match(items[i][1]) if "[" in items[i][1][:8] else None
        end = _closes(items, i) if found is not None else None
        if found is not None and end is not None:
            out.update(dict.fromkeys(range(i, end), "caption" if found["picture"] else "note"))
            i = end
        else:
            i += 1
    for i, (kind, words) in enumerate(items):
        if (
            i not in out
            and kind == "prose"
            and (note := _NOTE.match(words))
            and _is_referred_to(items[:i], note["mark"])
        ):
            out[i] = "note"
    return dict(sorted(out.items()))


def _closes(items: Sequence[tuple[str, str]], first: int) -> int | None:
    """Behind which paragraph the bracket that opens one has closed at the end of a paragraph, if it has nearby."""
    for j in range(first, min(len(items), first + _LONGEST)):
        words = items[j][1]
        if "]" in words or (j > first and "[" in words):
            return j + 1 if _CLOSED.search(words) and words.count("]") == 1 else None
    return None


def _is_referred_to(items: Sequence[tuple[str, str]], mark: str) -> bool:
    """Does the mark stand behind a word, or the stop or mark of speech after it?"""
    reference = re.compile(rf"[\w.,;:!?…\"'”’]{re.escape(mark)}(?![\w*†‡])")
    for kind, words in items:
        if kind == "prose" and mark in words:
            for m in reference.finditer(words):
                if "*" not in mark or words.count("*", 0, m.start() + 1) % 2 == 0:  # no end of *so*
                    return True
    return False
