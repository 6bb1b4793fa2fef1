"""Letters set out on the page, text messages, and lines of a play."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from fabula.language import Language
from fabula.quotations.cues import Cue
from fabula.quotations.turn import Turn
from fabula.world import Manuscript, Span

_SALUTATION = re.compile(
    r"^[_*]?(?:(?:my|our)\s+)?(?:(?:very\s+)?(?:dear|dearest|darling|beloved)\b.{0,50}|"
    r"(?:sir|madam|sirs|gentlemen|to whom it may concern))[,:;.—-]*[_*]?$",
    re.I,
)
_CLOSING = re.compile(
    r"^[_*]?(?:yours|your\s+\w+|love|with love|sincerely|faithfully|truly|affectionately|kind regards|regards|best|"
    r"i am|i remain|believe me|ever yours|respectfully|fondly|cheers|xx?x?)\b.{0,80}$",
    re.I,
)
_MESSAGE = re.compile(r"^(?P<sender>[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*){0,2}):\s+(?P<words>\S.*)$", re.S)
_CHANNEL = re.compile(
    r"\b(?:text|texts|texted|texting|message|messages|messaged|phone|chat|typed|typing|screen|dm)\b", re.I
)
_LONGEST_LETTER = 60  # paragraphs


def find_written(m: Manuscript, language: Language, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with letters, messages and lines of a play among them.

    Marked words inside one of these are part of it.
    """
    found: list[Turn] = []
    end = 0
    for t in sorted([*_letters(m, language), *_labelled(m, language)], key=lambda t: t.outer):
        if t.outer[0] >= end:  # a message within a letter is part of the letter
            found.append(t)
            end = t.outer[1]
    if not found:
        return tuple(turns)
    spans = [t.outer for t in found]
    kept = (_outside(t, spans) for t in turns)
    return tuple(sorted([*(t for t in kept if t is not None), *found], key=lambda t: t.outer))


def _outside(t: Turn, spans: Sequence[Span]) -> Turn | None:
    """What of a turn stands outside the given spans (in order); speech may run on into a letter by mistake."""
    parts = tuple(p for p in t.parts if not _meets(p, spans))
    if parts == t.parts:
        return t
    if not parts:
        return None
    return replace(t, parts=parts, outer=(t.outer[0], parts[-1][1]), last_paragraph=t.paragraph, open=False)


def _meets(part: Span, spans: Sequence[Span]) -> bool:
    k = bisect_right(spans, (part[1], -1)) - 1
    return k >= 0 and spans[k][1] > part[0]


def _letters(m: Manuscript, language: Language) -> list[Turn]:
    out = []
    paragraphs = m.paragraphs
    i = 0
    while i < len(paragraphs):
        p = paragraphs[i]
        line = m.text[p.start : p.end]
        if p.kind != "prose" or p.end - p.start > 70 or not _SALUTATION.match(line):
            i += 1
            continue
        end = _signature(m, i)
        if end is None:
            i += 1
            continue
        last = paragraphs[end]
        tokens = language.tokens_in(last.start, last.end)
        names = [t for t in tokens if language.text[t][0].isupper()]
        cue = Cue("tag", "after", names[-1], -1, -1, last.start, last.end) if names else None
        out.append(
            Turn("written", ((p.start, last.end),), (p.start, last.end), i, end, (cue,) if cue else (), "letter")
        )
        i = end + 1
    return out


def _signature(m: Manuscript, first: int) -> int | None:
    """The paragraph that signs a letter: short, no sentence, a name; after a closing formula or right after prose."""
    closed = False
    for j in range(first + 1, min(len(m.paragraphs), first + _LONGEST_LETTER)):
        p = m.paragraphs[j]
        line = m.text[p.start : p.end].strip("_* ")
        if p.kind != "prose":
            return None
        if j > first + 1 and len(line) <= 45 and line[-1:] not in '!?,;:"”' and _signs(line):
            return j
        if _CLOSING.match(line) and len(line) <= 100:
            closed = True
        elif closed:
            return j - 1
    return None


def _signs(line: str) -> bool:
    words = [w for w in re.split(r"[\s,]+", line.rstrip(".")) if w]
    return 0 < len(words) <= 5 and all(w[0].isupper() or w in ("of", "de", "von", "van", "and", "your") for w in words)


def _labelled(m: Manuscript, language: Language) -> list[Turn]:
    """Lines "Name: words": text messages near talk of a telephone; with names in capitals, the lines of a play."""
    hits = []
    for i, p in enumerate(m.paragraphs):
        if p.kind == "prose" and p.end - p.start < 2000:
            found = _MESSAGE.match(m.text[p.start : p.end])
            if found and not re.search('["“”]', found["words"]):
                hits.append((i, found))
    at = {i for i, _ in hits}
    out = []
    for i, found in hits:
        p = m.paragraphs[i]
        around = m.text[max(0, p.start - 600) : p.start]
        script = found["sender"].isupper() and bool({i - 2, i - 1, i + 1, i + 2} & at)
        message = ({i - 1, i + 1} & at or _CHANNEL.search(around)) and _CHANNEL.search(
            m.text[max(0, p.start - 3000) : p.start + 3000]
        )
        if not script and not message:
            continue
        tokens = language.tokens_in(p.start, p.start + found.end("sender"))
        if not len(tokens):
            continue
        cue = Cue("tag", "before", tokens[-1], -1, -1, p.start, p.start + found.end("sender"))
        words = (p.start + found.start("words"), p.end)
        kind, convention = ("speech", "script") if script else ("written", "message")
        out.append(Turn(kind, (words,), (p.start, p.end), i, i, (cue,), convention))  # type: ignore[arg-type]
    return out
