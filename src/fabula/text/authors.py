"""What authors of serials and fan fiction say to readers within a chapter, and the fields that archives add."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from fabula.text.wording import pattern

_OPENING = re.compile(r"^[\s*_~(\[{<>#=:|-]+")
_CLOSING = re.compile(r"[\s:*_~)\]}.!…-]+$")
_FIELD = re.compile(r"^\W*([A-Za-z][A-Za-z -]{1,24}?)\s*:\s*\S")
_SURE = re.compile(
    r"a\s?/\s?n|t\s?/\s?n|author|translator|chapter|story|work|fic\b", re.I
)  # a label that needs no more signs
_SPOKEN = re.compile('["“”«»„]')
_SIGNED = re.compile(r"^\W*(?:love|cheers|bye|until|see you|xo|thanks|yours|hugs|[-–—~]\s*\w)|[^.!?…\"”'’]$", re.I)
_ADDRESS = re.compile(r"https?://|\bwww\.|\b[\w-]+\.(?:com|net|org)\b", re.I)
_TAIL = 5  # paragraphs of an author's farewell
_HEAD = 6  # and of a greeting, to the break that ends it


class Said(NamedTuple):
    """A paragraph as this asks about it: its kind, its words, and which quoted block it stands in (0: none)."""

    kind: str
    words: str
    block: int = 0


def find_notes(items: Sequence[Said]) -> dict[int, str]:
    """The numbers of paragraphs that are not the story, each with what it is: a note or the archive's metadata.

    >>> said = ["A/N: sorry this is late!", "Ida sat.", "TBC", "Please review! Love, Kit"]
    >>> find_notes([Said("prose", w) for w in said])
    {0: "author's note", 2: "author's note", 3: "author's note"}
    """
    out: dict[int, str] = {}
    _metadata(items, out)
    out.update({i: "metadata" for i, item in enumerate(items) if _says_where(item.words)})
    ends = _chapters(items)
    for first, end in ends:
        _one_chapter(items, first, end, out)
    return dict(sorted(out.items()))


def _chapters(items: Sequence[Said]) -> list[tuple[int, int]]:
    out, first = [], 0
    for i, item in enumerate(items):
        if item.kind == "heading":
            if i > first:
                out.append((first, i))
            first = i + 1
    return [*out, (first, len(items))]


def _one_chapter(items: Sequence[Said], first: int, end: int, out: dict[int, str]) -> None:
    prose = [i for i in range(first, end) if items[i].kind == "prose" and i not in out]
    for n, i in enumerate(prose):
        words = items[i].words
        if i in out:
            continue
        if _is_whole("note_labels", words):
            after = prose[n + 1 : n + 2]
            if after and (block := items[after[0]].block):
                quoted = takewhile(lambda k: items[k].block == block, prose[n + 1 :])
                out.update(dict.fromkeys((i, *quoted), _named(words)))
                continue
            if _SURE.search(words):
                out.update(dict.fromkeys((i, *after), "author's note"))
                _greeting(items, prose, n, out)
                continue
        if _says_so(words):
            out[i] = "author's note"
            _greeting(items, prose, n, out)
        elif _is_whole("to_come", words):
            out[i] = "author's note"
    _farewell(items, prose, out)


def _greeting(items: Sequence[Said], prose: list[int], n: int, out: dict[int, str]) -> None:
    """A note that opens a chapter goes on to the break that ends it, where that is near and nobody speaks before."""
    if n > 1:
        return
    i = prose[n]
    for k in range(i + 1, min(len(items), i + 1 + _HEAD)):
        if items[k].kind == "break":
            if not any(_SPOKEN.search(items[m].words) for m in range(i + 1, k)):
                out.update({m: "author's note" for m in range(i + 1, k) if items[m].kind == "prose"})
            return
        if items[k].kind == "heading":
            return


def _farewell(items: Sequence[Said], prose: list[int], out: dict[int, str]) -> None:
    """The end of a chapter: what readers are asked for, the name below it, and all after a note behind a break."""
    last = prose[-_TAIL:]
    for n, i in enumerate(last):
        behind = i in out and i > 0 and items[i - 1].kind == "break" and items[i].words.rstrip()[-1:] not in ")]"
        if behind and not any(_SPOKEN.search(items[k].words) for k in last[n + 1 :]):
            out.update({k: out.get(k, "author's note") for k in last[n:]})
            return
    end = len(last)
    if end > 1 and _SIGNED.search(last_words := items[last[-1]].words) and len(last_words) <= 60:
        end -= 1
    start = end
    while start > 0 and (last[start - 1] in out or _asks(items[last[start - 1]].words)):
        start -= 1
    if start < end:
        out.update({k: out.get(k, "author's note") for k in last[start:]})


def _asks(words: str) -> bool:
    return len(words) <= 400 and not _SPOKEN.match(words) and bool(pattern("asks").search(words))


def _metadata(items: Sequence[Said], out: dict[int, str]) -> None:
    """Lines of an archive's fields ("Rating: T"): two in one paragraph, or two paragraphs in a row before the story."""
    row: list[int] = []
    head = True
    for i, item in enumerate(items):
        if item.kind != "prose" and not (head and item.kind == "heading" and _is_field(item.words)):
            continue
        lines = [x for x in item.words.split("\n") if x.strip()]
        fields = sum(_is_field(x) for x in lines)
        if fields >= 2 and 2 * fields >= len(lines):
            out[i] = "metadata"
        elif head and fields == 1 and lines and _is_field(lines[0]):
            row.append(i)
            continue
        if i not in out:
            head = False
    if len(row) >= 2:
        out.update(dict.fromkeys(row, "metadata"))


def _says_where(words: str) -> bool:
    """Does a line only say at what address the story is kept?"""
    return len(words) < 300 and bool(_ADDRESS.search(words)) and _is_whole("archived", words)


def _is_field(line: str) -> bool:
    found = _FIELD.match(line)
    return found is not None and bool(pattern("fields").fullmatch(" ".join(found[1].split())))


def _is_whole(name: str, words: str) -> bool:
    """Is the paragraph one of a list, but for the marks around it?"""
    line = _CLOSING.sub("", _OPENING.sub("", words[:200]))
    return len(words) < 200 and bool(pattern(name).fullmatch(line))


def _says_so(words: str) -> bool:
    return bool(pattern("author_says").match(_OPENING.sub("", words[:200])))


def _named(label: str) -> str:
    return "summary" if "summary" in label.lower() else "author's note"
