"""What a reader said of turns: what is one and what is not, and of which kind."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from fabula.constraints.compile import Constraints
from fabula.constraints.outcomes import Outcome, Unapplied, noting
from fabula.language import Language
from fabula.quotations.cues import cue_after, cue_before
from fabula.quotations.turn import Turn
from fabula.world import Kind, Manuscript, Span

_MARKS = "\"'“”‘’«»„‚`"


def constrain_turns(
    constraints: Constraints, m: Manuscript, language: Language, turns: tuple[Turn, ...]
) -> tuple[tuple[Turn, ...], tuple[Outcome, ...]]:
    """The turns with those a reader added, without those that are none, and of the kind they said."""
    outcomes: list[Outcome] = []
    for c in constraints.of("quotation", "kind"):
        for span in c.places:
            with noting(outcomes, c):
                if c.op.do == "quotation":
                    turns = _add(m, language, turns, span, _kind(c.op.value))
                elif c.op.value == "none":
                    gone = turn_at(turns, span)
                    turns = tuple(t for k, t in enumerate(turns) if k != gone)
                else:
                    of = turn_at(turns, span)
                    turns = tuple(replace(t, kind=_kind(c.op.value)) if k == of else t for k, t in enumerate(turns))
    return turns, tuple(outcomes)


def _kind(value: str | None) -> Kind:
    return next(k for k in get_args(Kind) if k == value)


def turn_at(turns: Sequence[Turn], span: Span) -> int:
    """The number of the turn that a place is about: that which shares most with it, and half of either at least.

    Raises Unapplied where none does.
    """
    best, most = -1, 0
    k = max(0, bisect_right([t.outer[0] for t in turns], span[0]) - 2)
    while k < len(turns) and turns[k].outer[0] < span[1]:
        shared = sum(max(0, min(b, span[1]) - max(a, span[0])) for a, b in turns[k].parts)
        if shared > most:
            best, most = k, shared
        k += 1
    whole = sum(b - a for a, b in turns[best].parts) if best >= 0 else 0
    if 2 * most < min(whole, span[1] - span[0]) or best < 0:
        raise Unapplied("there is no quotation there now")
    return best


def _add(m: Manuscript, language: Language, turns: Sequence[Turn], span: Span, kind: Kind) -> tuple[Turn, ...]:
    """The turns with one more, that a reader marked. Raises Unapplied where one is there already."""
    a, b = _within_marks(m.text, span)
    if a >= b:
        raise Unapplied("there are no words in it")
    if any(x < b and a < y for t in turns for x, y in t.parts):
        raise Unapplied("there is a quotation there already")
    starts = [p.start for p in m.paragraphs]
    first, last = bisect_right(starts, a) - 1, bisect_right(starts, b - 1) - 1
    before, after = m.paragraphs[first], m.paragraphs[last]
    left = max([before.start, *(y for t in turns for _, y in (t.outer,) if before.start <= y <= a)])
    right = min([after.end, *(x for t in turns for x, _ in (t.outer,) if b <= x <= after.end)])
    beside = (
        cue_before(language, language.tokens_in(left, a)),
        cue_after(language, language.tokens_in(b, right), m.text[a:b].rstrip().endswith(",")),
    )
    cues = tuple(c for c in beside if c is not None)
    asks = m.text[a:b].rstrip()[-1:] == "?"
    outer = (a - (m.text[a - 1 : a] in _MARKS and a > 0), b + (m.text[b : b + 1] != "" and m.text[b] in _MARKS))
    new = Turn(kind, ((a, b),), outer, first, last, cues, "reader", asks=asks)
    return tuple(sorted((*turns, new), key=lambda t: t.outer))


def _within_marks(text: str, span: Span) -> Span:
    """The words of a selection, without blanks and quotation marks around them."""
    a, b = span
    while a < b and (text[a].isspace() or text[a] in _MARKS):
        a += 1
    while b > a and (text[b - 1].isspace() or text[b - 1] in _MARKS):
        b -= 1
    return a, b
