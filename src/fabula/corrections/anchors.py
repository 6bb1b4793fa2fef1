"""A place in the text, marked so that it is found again after the text was edited, or is said not to be.

Anchoring by quoted words with their context, as web annotation does (W3C Web Annotation Data Model, "Text Quote
Selector"), made stricter: a place is taken only where nothing else in the text fits nearly as well.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from fabula.corrections.normalized import NormalizedText
from fabula.corrections.operations import Anchor
from fabula.world import Span

HEAD = 160  # code points of the words that are kept
TAIL = 80  # and of the end of those that are longer
CONTEXT = 200  # code points kept on either side
CLEAR = 30  # code points of context beyond its own paragraph that tell a place from any other
SIDE = 20  # and of these on each side, where its paragraph is like others
TELLING = 12  # code points that a paragraph needs, to be known by itself alone
LOOSE = 40  # code points of context on each side that place words which were changed
ALIKE = 0.5  # and how like the old the new words must be, from 0 to 1


class _Found(NamedTuple):
    """An occurrence: start and end in the normalized text, whether the rest of its paragraph is as it was, and how many
    code points beyond that paragraph are, on the left and on the right."""

    start: int
    end: int
    whole: bool
    left: int
    right: int


def make_anchor(normal: NormalizedText, span: Span) -> Anchor:
    """The anchor of a span of the text.

    >>> from fabula.world import Paragraph
    >>> a = make_anchor(NormalizedText('"No," said Ida.', (Paragraph(0, 15),)), (1, 4))
    >>> a.text, a.before, a.after, a.times, a.units
    ('No,', '"', '" said Ida.', 1, 1)
    """
    text = normal.text
    a, b = normal.forth(span[0]), normal.forth(span[1])
    words = text[a:b]
    head, tail = (words, "") if len(words) <= HEAD else (words[:HEAD], words[-TAIL:])
    before, after = text[max(0, a - CONTEXT) : a], text[b : b + CONTEXT]
    own = before.rpartition("\n")[2] + words + after.partition("\n")[0]
    places = list(_occurrences(text, head))
    units = sum(1 for _ in _occurrences(text, own)) if len(words) <= HEAD else 1
    nth = places.index(a) if a in places else 0
    made = Anchor(span[0], span[1], head, tail, before, after, len(places), nth, units, 0)
    return made._replace(rival=max((sum(_measure(text, made, at)[3:]) for at in places if at != a), default=0))


def find_anchor(normal: NormalizedText, anchor: Anchor) -> Span | None:
    """Where an anchored place is now, in code points of the text; None where that cannot be told for certain."""
    if not anchor.text:
        return None
    found = [_measure(normal.text, anchor, at) for at in _occurrences(normal.text, anchor.text)]
    best = _choose(normal.text, anchor, found)
    if best is None and not found:
        best = _changed(normal.text, anchor)
    return normal.back(best.start, best.end) if best is not None else None


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _measure(text: str, anchor: Anchor, start: int) -> _Found:
    end = start + len(anchor.text)
    if anchor.tail:
        # the words between head and tail may have been changed
        longest = anchor.end - anchor.start + 4 * CONTEXT
        last = text.find(anchor.tail, end - TAIL, start + longest)
        end = last + TAIL if last >= 0 else min(len(text), start + anchor.end - anchor.start)
    left = _common(anchor.before[::-1], text[max(0, start - CONTEXT) : start][::-1])
    right = _common(anchor.after, text[end : end + CONTEXT])
    before, after = len(anchor.before.rpartition("\n")[2]), len(anchor.after.partition("\n")[0])
    return _Found(start, end, left >= before and right >= after, max(0, left - before), max(0, right - after))


def _common(a: str, b: str) -> int:
    """How many characters two strings begin with alike."""
    return next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _choose(text: str, anchor: Anchor, found: list[_Found]) -> _Found | None:
    """The one that must be meant, if there is one."""
    before, _, own_before = anchor.before.rpartition("\n")
    own_after, _, after = anchor.after.partition("\n")
    whole = sorted((f for f in found if f.whole), key=lambda f: (-f.left - f.right, f.start))
    if whole:
        if len(whole) == 1 == anchor.units and len(own_before) + len(anchor.text) + len(own_after) >= TELLING:
            return whole[0]  # wherever its paragraph was moved to, there is no other like it
        best = whole[0]
        sides = best.left >= min(SIDE, len(before)) and best.right >= min(SIDE, len(after))
        second = max(anchor.rival, sum(whole[1][3:]) if len(whole) > 1 else 0)
        if sides and best.left + best.right - second >= CLEAR:
            return best
        same = found[anchor.nth] if len(found) == anchor.times > 1 else best
        if same is not best and same.whole and (same.left, same.right) == (best.left, best.right) and sides:
            return same  # a refrain: as many as before, and in their order
        return None
    if len(before) < SIDE or len(after) < SIDE:
        return None
    # the rest of its paragraph was changed: it must stand between the paragraphs it stood between
    far = 2 * CONTEXT + len(own_before) + len(own_after)
    flanked = [
        f
        for f in found
        if before[-SIDE:] in text[max(0, f.start - far) : f.start] and after[:SIDE] in text[f.end : f.end + far]
    ]
    return flanked[0] if len(flanked) == 1 else None


def _changed(text: str, anchor: Anchor) -> _Found | None:
    """The place of words that are no longer there, between what stood before and after them."""
    before, after = anchor.before[-LOOSE:], anchor.after[:LOOSE]
    if len(before) < LOOSE or len(after) < LOOSE:
        return None
    longest = 2 * (anchor.end - anchor.start) + CONTEXT
    places = []
    for at in _occurrences(text, before):
        start = at + LOOSE
        end = text.find(after, start, start + longest + LOOSE)
        if end > start:
            places.append((start, end))
    if len(places) != 1:
        return None
    start, end = places[0]
    old, new = anchor.text, text[start:end][: len(anchor.text)]
    if SequenceMatcher(None, old, new, autojunk=False).ratio() < ALIKE:
        return None
    return _Found(start, end, False, LOOSE, LOOSE)
