"""Single marks: which of them open and close speech, and which are apostrophes."""

import re
from collections.abc import Sequence

from fabula.quotations.pieces import BEFORE_OPEN, FAR, Piece
from fabula.world import Paragraph

ELISIONS = re.compile(
    r"['‘’](?:[Tt]is|[Tt]was|[Tt]were|[Tt]will|[Tt]would|[Tt]isn|[Tt]wasn|[Cc]ause|em|im|er|til|till|bout|round|fore|un|ud|"
    r"ave|ad|as|is|ere|appen|ome|ouse|ead|eart|ow|ope|alf|and|orse|ell|undred|\d\d(?:s|\b))\b"
)
_STOPS = set(".,!?…;:—–-")


def opens_curly(text: str, at: int, end: int) -> bool:
    """Does ’ open speech for ‘ at the head of a paragraph, or is it the apostrophe of ’Twas?"""
    return text[at + 1].isupper() and (not ELISIONS.match(text, at) or _closes_first(text, at, end))


_NEXT_MARK = re.compile(r"[.,!?…—-](?P<close>['’])(?!\w)|(?<![\w.,!?…—-])['‘](?=\w)|‘")


def _closes_first(text: str, at: int, end: int) -> bool:
    """Is the next single mark one that closes speech? Then that at ``at`` opens it: 'Tis late,' said Ida."""
    found = _NEXT_MARK.search(text, at + 2, min(end, at + FAR))
    while found is not None and found["close"] is None and ELISIONS.match(text, found.start()):
        found = _NEXT_MARK.search(text, found.end(), min(end, at + FAR))  # 'appen
    return found is not None and found["close"] is not None


def opens_single(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if before not in BEFORE_OPEN or after.isspace():
        return False
    if text[at] == "`":
        return True
    if not ELISIONS.match(text, at):
        return True
    if at == start and _closes_first(text, at, end):
        return True
    # "It isn't," said Ida, 'is it?': after a comma or stop the speech of a tag goes on, 'ouses do not.
    lead = text[max(start, at - 2) : at].rstrip()
    return lead[-1:] in (",", ".", ":", ";", "—")


def single_mark(
    text: str, at: int, p: Paragraph, *, sure: bool, has_double: bool, last: Sequence[Piece] = ()
) -> Piece | None:
    """A single mark that may open speech; None if what follows reads like an apostrophe or a scare quote.

    ``sure`` says that the text marks its speech this way. Otherwise the words must look like speech:
    begin with a capital and end with a stop inside the mark. Where double marks are for speech, they must be a thought,
    by the tag after them, or go on with one: ``last`` is the piece before, if there is one.
    """
    closers = "'’" if text[at] in "'`" else "’'" if text[at] != "’" else "’"
    fallback: int | None = None
    i = at + 1
    limit = min(p.end, at + FAR)
    while i < limit:
        c = text[i]
        if c in closers:
            after = text[i + 1] if i + 1 < p.end else " "
            if not after.isalnum():
                if text[i - 1] in _STOPS:
                    return _single_piece(text, at, i, p, sure, has_double, last)
                fallback = i  # may be a plural possessive, may be the close
                if after not in " \n\xa0" or i + 1 >= p.end:
                    return _single_piece(text, at, i, p, sure, has_double, last)
        elif c in "‘'`" and i > at + 1 and opens_single(text, i, p.start, p.end) and fallback is not None:
            break
        i += 1
    if fallback is not None:
        return _single_piece(text, at, fallback, p, sure, has_double, last)
    if not sure:
        return None
    return Piece(at + 1, p.end, (at, p.end), "single", closed=False)


def _single_piece(
    text: str, at: int, stop: int, p: Paragraph, sure: bool, has_double: bool, last: Sequence[Piece]
) -> Piece | None:
    words = text[at + 1 : stop]
    if not sure:
        speechlike = words[:1].isupper() and words[-1:] in _STOPS
        if (not speechlike or has_double) and not _is_thought(text, at, stop, p, last):
            return None
    return Piece(at + 1, stop, (at, stop + 1), "single")


def _is_thought(text: str, at: int, stop: int, p: Paragraph, last: Sequence[Piece]) -> bool:
    """Are words in single marks thought by the tag after them, or the second half of such a thought?"""
    if text[stop - 1] not in _STOPS:
        return False
    if text[at + 1].isupper() and _THOUGHT.match(text, stop + 1, p.end):
        return True
    first = last[0] if last else None
    if first is None or first.convention != "single":
        return False
    tag = _THOUGHT.match(text, first.outer[1], at)
    return tag is not None and bool(_TO_NEXT.fullmatch(text, tag.end(), at))


_THOUGHT = re.compile(
    r"\s+(?:(?:he|she|I|they|(?:the|her|his|my|our)\s+[\w-]+|[^\W\d_a-z][\w'’-]*(?:\s+[^\W\d_a-z][\w'’-]*){0,2})"
    r"\s+(?:\w+ly\s+)?(?:thought|mused|wondered)\b|(?:thought|mused|wondered)\s+(?:he|she|I|they|(?:the|her|his|my|our)\s+"
    r"[\w-]+|[^\W\d_a-z][\w'’-]*(?:\s+[^\W\d_a-z][\w'’-]*){0,2}))"
)
_TO_NEXT = re.compile(r"[^.!?\n]{0,60}[.,;:—]\s+")
