"""Where quotation marks open and close, paragraph by paragraph.

Conventions are told apart in every paragraph, with the habits of the whole text as a prior for the one
case that needs it: whether ' and ‘ open speech or are apostrophes.
"""

import re
from dataclasses import dataclass

from fabula.quotations.apostrophes import ELISIONS, opens_curly, opens_single, single_mark
from fabula.quotations.closing import paired, straight
from fabula.quotations.pieces import BEFORE_OPEN, Piece
from fabula.world import Manuscript, Paragraph

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "‟": "”", "＂": "＂"}
_SINGLE = "'‘‚`"


def find_pieces(manuscript: Manuscript) -> tuple[tuple[Piece, ...], ...]:
    """For every paragraph, the marked pieces in it, outermost only, in order.

    >>> from fabula.world import Source
    >>> t = "'I can't,' she said, 'not now.'"
    >>> m = Manuscript(t, Source("t", "", "text/plain"), (Paragraph(0, len(t)),))
    >>> [t[p.start:p.end] for p in find_pieces(m)[0]]
    ["I can't,", 'not now.']
    """
    habit = _habit(manuscript)
    out: list[tuple[Piece, ...]] = []
    for p in manuscript.paragraphs:
        if p.kind != "prose":
            out.append(())
            continue
        pieces = _scan(manuscript.text, p, habit)
        out.append(tuple(pieces))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Habit:
    """How this text marks speech, by how its paragraphs begin."""

    singles: bool
    reversed_guillemets: bool
    dashes: bool


def _habit(m: Manuscript) -> _Habit:
    double = single = dashes = closing_first = opening_first = 0
    for p in m.paragraphs:
        if p.kind != "prose" or p.end - p.start < 3:
            continue
        head = m.text[p.start : p.start + 2]
        if head[0] in '"“„«″' or head in ("``", "''"):
            double += 1
        elif head[0] in _SINGLE and not ELISIONS.match(m.text, p.start):
            single += 1
        elif head[0] in "—―":
            dashes += 1
        if head[0] == "»":
            closing_first += 1
        if head[0] == "«":
            opening_first += 1
    return _Habit(
        singles=single > double / 2 and single > 0,
        reversed_guillemets=closing_first > opening_first,
        dashes=dashes > 2 and dashes > double + single,
    )


def _scan(text: str, p: Paragraph, habit: _Habit) -> list[Piece]:
    out: list[Piece] = []
    dash = _opens_dash(text, p)
    at = p.start
    has_double = any(c in text[p.start : p.end] for c in '"“„«″') or "``" in text[p.start : p.end]
    while at < p.end:
        c = text[at]
        piece: Piece | None = None
        if c == '"':
            piece = straight(text, at, p)
        elif c in "`'″‶" and (marks := _DOUBLED.match(text, at, p.end)) and _begins(text, at, p):
            close = next((x for x in _CLOSES[marks[0]] if text.find(x, marks.end() + 1, p.end) >= 0), None)
            if close is not None:
                stop = text.find(close, marks.end() + 1, p.end)
                piece = Piece(marks.end(), stop, (at, stop + len(close)), "double")
            elif marks[0] != "''":
                piece = Piece(marks.end(), p.end, (at, p.end), "double", closed=False)
        elif c in _MINDS and _begins(text, at, p) and (mind := _MIND.match(text, at, p.end)):
            words = mind.lastgroup or "angles"
            piece = Piece(*mind.span(words), mind.span(), words)
        elif c in _PAIRS and (c != "»" or habit.reversed_guillemets):
            piece = paired(text, at, p, _PAIRS[c])
        if piece is None and c in "'‘`" and opens_single(text, at, p.start, p.end):
            piece = single_mark(
                text, at, p, sure=habit.singles and not _inside_word(text, at), has_double=has_double, last=out[-1:]
            )
        elif c == "’" and habit.singles and at == p.start and at + 1 < p.end and opens_curly(text, at, p.end):
            piece = single_mark(text, at, p, sure=True, has_double=has_double)
        if piece is None:
            at += 1
        else:
            if piece.end > piece.start:
                out.append(piece)
            at = max(piece.outer[1], at + 1)
    if dash and not out:
        return [Piece(dash, p.end, (p.start, p.end), "dash")]
    if habit.dashes and not out and (found := _DASH_WITHIN.search(text, p.start, p.end)):
        return [Piece(found.end(), p.end, (found.start(), p.end), "dash")]
    return out or _capitals(text, p)


# ``LaTeX's marks'', ''two apostrophes'' and ″primes″ for quotation marks
_DOUBLED = re.compile(r"``|''|[″‶](?=[^\W\d]|[…—'’])")
_CLOSES = {"``": ("''", '"', "”", "´´"), "''": ("''",), "″": ("″", "‶"), "‶": ("″", "‶")}
_MINDS = "<~:"
_END = r"(?<=[.,!?…—–-])"
_MIND = re.compile(
    rf"<<?(?P<angles>[^<>\s\n][^<>\n]{{0,800}}{_END})>>?|~(?P<tildes>[^~\s\n][^~\n]{{0,800}}{_END})~|"
    rf"::?(?P<colons>[^\W\d_a-z][^:\n]{{0,800}}{_END})::?(?=\s|$)"
)
_SHOUTED = re.compile(
    r"(?<!\w)[^\W\d_a-z]{1,30}+(?:[^.,!?…\w\n]{1,3}+[^\W_a-z][^\W_a-z’']{0,30}+){1,60}+[.,!?…]{1,3}(?=\s|$)"
)


def _begins(text: str, at: int, p: Paragraph) -> bool:
    """Could a quotation begin here: at the head of a paragraph, or after a space?"""
    return at == p.start or text[at - 1] in BEFORE_OPEN


def _capitals(text: str, p: Paragraph) -> list[Piece]:
    """Words in capitals that no mark embraces, from the first to the last of them: I KNOW THE MILL, he said."""
    out: list[Piece] = []
    for m in _SHOUTED.finditer(text, p.start, p.end):
        if out and not text[out[-1].end : m.start()].strip():
            out[-1] = Piece(out[-1].start, m.end(), (out[-1].start, m.end()), "capitals")
        elif m.start() == p.start or text[max(p.start, m.start() - 8) : m.start()].rstrip()[-1:] in (*".!?…,:", ""):
            out.append(Piece(m.start(), m.end(), m.span(), "capitals"))
    return [x for x in out if sum(map(str.isupper, text[x.start : x.end])) >= 6]


def _opens_dash(text: str, p: Paragraph) -> int | None:
    """Where the words begin, if the paragraph opens with a dash as dialogue does."""
    m = _DASH.match(text, p.start, p.end)
    return m.end() if m else None


_DASH = re.compile(r"(?:—|―|–|--+|-(?=\s))\s*(?=[\w'‘’“\"¿¡…(_*.])")
_DASH_WITHIN = re.compile(r"(?<=[.!?…]\s)[—―]\s?(?=[^\W\d_a-z])")


def _inside_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isalnum()
