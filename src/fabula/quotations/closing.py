"""Where a double mark or a guillemet that opens a quotation is closed, or where the quotation ends if it never is."""

import re

from fabula.quotations.pieces import FAR, Piece
from fabula.world import Paragraph


def straight(text: str, at: int, p: Paragraph) -> Piece:
    """A straight double mark at ``at`` opens; find what closes it."""
    stop = text.find('"', at + 1, p.end)
    if stop < 0:
        return _left_open(text, at, p, "double")
    if _looks_opening(text, stop, p) and stop > at + 1 and not _looks_opening_pair(text, at, stop, p):
        # The next mark opens another quotation, so this one was never closed.
        cut = _tag_cut(text, at + 1, stop)
        return Piece(at + 1, cut, (at, cut), "double", closed=False)
    return Piece(at + 1, stop, (at, stop + 1), "double")


def _looks_opening(text: str, at: int, p: Paragraph) -> bool:
    before = text[at - 1] if at > p.start else " "
    after = text[at + 1] if at + 1 < p.end else " "
    return before.isspace() and (after.isalnum() or after in "'‘—…_*")


def _looks_opening_pair(text: str, at: int, stop: int, p: Paragraph) -> bool:
    """Is ``stop`` a close with stray space before it? So it is if the marks after it would otherwise be odd."""
    rest = text.count('"', stop, min(p.end, stop + FAR))
    return rest % 2 == 1 and not text[at + 1 : stop].rstrip().endswith((",", ".", "!", "?"))


_TAG_CUT = re.compile(
    r"[,.!?…—](?=\s+(?:\w+\s+){0,2}?(?:said|asked|replied|cried|answered|whispered|shouted|muttered)\b)"
)


def _tag_cut(text: str, start: int, stop: int) -> int:
    """Where an unclosed quotation most likely ended: before "he said", else at the end of its first sentence."""
    m = _TAG_CUT.search(text, start, stop)
    if m:
        return m.end()
    return len(text[start:stop].rstrip()) + start


def paired(text: str, at: int, p: Paragraph, closers: str) -> Piece:
    """Marks that tell open from close; the same marks may nest."""
    opener = text[at]
    depth = 1
    i = at + 1
    while i < p.end:
        c = text[i]
        if c in closers:
            depth -= 1
            if depth == 0:
                return Piece(at + 1, i, (at, i + 1), "guillemets" if opener in "«»‹" else "double")
        elif c == '"' and opener == "“" and (i + 1 >= p.end or not text[i + 1].isalnum()):
            return Piece(at + 1, i, (at, i + 1), "double")  # opened curly, closed straight
        elif c == opener:
            if (
                depth == 1
                and i > at + 1
                and text[i - 1].isspace()
                and text.count(opener, i, min(p.end, i + FAR))
                >= sum(text.count(x, i, min(p.end, i + FAR)) for x in closers)
            ):
                cut = _tag_cut(text, at + 1, i)
                return Piece(at + 1, cut, (at, cut), "double", closed=False)
            depth += 1
            if depth > 4:
                break
        i += 1
    return _left_open(text, at, p, "guillemets" if opener in "«»‹" else "double")


_SPEAKER = (
    r"(?:he|she|they|it|(?:(?:the|a|an|old|young|little|his|her|my|our|their)\s+)+[a-z-]+|"
    r"[^\W\d_a-z][\w'’.-]*(?:\s+[^\W\d_a-z][\w'’-]*){0,2})"
)
_SAYING = (
    r"(?:said|asked|replied|answered|cried|whispered|shouted|muttered|murmured|called|told\s+\w+|added|repeated|"
    r"exclaimed)"
)
_UNCLOSED_TAG = re.compile(
    rf"(?<=\w)[,.!?…—](?=\s+{_SAYING}\s+{_SPEAKER}(?=[.,;:—–]|\s+(?:and|with|as|in|to|from|without|\w+ly)\b))|"
    rf"(?<=\w)[,!?…—](?=\s+(?!I\b){_SPEAKER}\s+(?:\w+ly\s+)?{_SAYING}(?=[.,;:—–]|\s+(?:and|with|as|in|to|from|without|\w+ly)\b))"
)


def _left_open(text: str, at: int, p: Paragraph, convention: str) -> Piece:
    """What is never closed in its paragraph: up to a tag outright, where there is one, else to the end.

    Speech of several paragraphs is left open as well; in it others' words have marks of their own.
    """
    m = _UNCLOSED_TAG.search(text, at + 1, p.end)
    end = m.end() if m else p.end
    return Piece(at + 1, end, (at, end), convention, closed=False)
