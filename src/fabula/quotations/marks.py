"""Where quotation marks open and close, paragraph by paragraph.

Conventions are told apart in every paragraph, with the habits of the whole text as a prior for the one
case that needs it: whether ' and ‘ open speech or are apostrophes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fabula.world import Manuscript, Paragraph, Span

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "‟": "”", "＂": "＂"}
_SINGLE = "'‘‚`"
_BEFORE_OPEN = set(' \t\n\xa0([{—–-*_/…"“«')
_ELISIONS = re.compile(
    r"['‘’](?:[Tt]is|[Tt]was|[Tt]were|[Tt]will|[Tt]would|[Tt]isn|[Tt]wasn|[Cc]ause|em|im|er|til|till|bout|round|fore|un|ud|"
    r"ave|ad|as|is|ere|appen|ome|ouse|ead|eart|ow|ope|alf|and|orse|ell|undred|\d\d(?:s|\b))\b"
)
_STOPS = set(".,!?…;:—–-")
_FAR = 6000  # nothing is looked for further away than this, so that time stays linear in the text


UNSURE = frozenset(("angles", "tildes", "colons", "capitals"))  # <so>, ~so~, :so:, SO


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between one opening mark and its close. ``closed`` is False where the close is missing.

    Pieces of the conventions in `UNSURE` are speech only where a tag says so, or where the text has more of them.
    """

    start: int
    end: int
    outer: Span
    convention: str
    closed: bool = True


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
        elif head[0] in _SINGLE and not _ELISIONS.match(m.text, p.start):
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
            piece = _straight(text, at, p)
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
            piece = _paired(text, at, p, _PAIRS[c])
        if piece is None and c in "'‘`" and _opens_single(text, at, p.start, p.end):
            piece = _single(
                text, at, p, sure=habit.singles and not _inside_word(text, at), has_double=has_double, last=out[-1:]
            )
        elif c == "’" and habit.singles and at == p.start and at + 1 < p.end and _opens_curly(text, at, p.end):
            piece = _single(text, at, p, sure=True, has_double=has_double)
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
    return at == p.start or text[at - 1] in _BEFORE_OPEN


def _capitals(text: str, p: Paragraph) -> list[Piece]:
    """Words in capitals that no mark embraces, from the first to the last of them: I KNOW THE MILL, he said."""
    out: list[Piece] = []
    for m in _SHOUTED.finditer(text, p.start, p.end):
        if out and not text[out[-1].end : m.start()].strip():
            out[-1] = Piece(out[-1].start, m.end(), (out[-1].start, m.end()), "capitals")
        elif m.start() == p.start or text[max(p.start, m.start() - 8) : m.start()].rstrip()[-1:] in (*".!?…,:", ""):
            out.append(Piece(m.start(), m.end(), m.span(), "capitals"))
    return [x for x in out if sum(map(str.isupper, text[x.start : x.end])) >= 6]


def _opens_curly(text: str, at: int, end: int) -> bool:
    """Does ’ open speech for ‘ at the head of a paragraph, or is it the apostrophe of ’Twas?"""
    return text[at + 1].isupper() and (not _ELISIONS.match(text, at) or _closes_first(text, at, end))


_NEXT_MARK = re.compile(r"[.,!?…—-](?P<close>['’])(?!\w)|(?<![\w.,!?…—-])['‘](?=\w)|‘")


def _closes_first(text: str, at: int, end: int) -> bool:
    """Is the next single mark one that closes speech? Then that at ``at`` opens it: 'Tis late,' said Ida."""
    found = _NEXT_MARK.search(text, at + 2, min(end, at + _FAR))
    while found is not None and found["close"] is None and _ELISIONS.match(text, found.start()):
        found = _NEXT_MARK.search(text, found.end(), min(end, at + _FAR))  # 'appen
    return found is not None and found["close"] is not None


def _opens_dash(text: str, p: Paragraph) -> int | None:
    """Where the words begin, if the paragraph opens with a dash as dialogue does."""
    m = _DASH.match(text, p.start, p.end)
    return m.end() if m else None


_DASH = re.compile(r"(?:—|―|–|--+|-(?=\s))\s*(?=[\w'‘’“\"¿¡…(_*.])")
_DASH_WITHIN = re.compile(r"(?<=[.!?…]\s)[—―]\s?(?=[^\W\d_a-z])")


def _inside_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isalnum()


def _straight(text: str, at: int, p: Paragraph) -> Piece:
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
    rest = text.count('"', stop, min(p.end, stop + _FAR))
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


def _paired(text: str, at: int, p: Paragraph, closers: str) -> Piece:
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
                and text.count(opener, i, min(p.end, i + _FAR))
                >= sum(text.count(x, i, min(p.end, i + _FAR)) for x in closers)
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


def _opens_single(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if before not in _BEFORE_OPEN or after.isspace():
        return False
    if text[at] == "`":
        return True
    if not _ELISIONS.match(text, at):
        return True
    if at == start and _closes_first(text, at, end):
        return True
    # "It isn't," said Ida, 'is it?': after a comma or stop the speech of a tag goes on, 'ouses do not.
    lead = text[max(start, at - 2) : at].rstrip()
    return lead[-1:] in (",", ".", ":", ";", "—")


def _single(
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
    limit = min(p.end, at + _FAR)
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
        elif c in "‘'`" and i > at + 1 and _opens_single(text, i, p.start, p.end) and fallback is not None:
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
