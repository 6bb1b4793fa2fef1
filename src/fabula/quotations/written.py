"""Letters and e-mails set out on the page, messages, and the lines of plays and transcripts."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from fabula.language import Language
from fabula.quotations.cues import Cue
from fabula.quotations.turn import Turn
from fabula.text.labels import Label, conversations, find_label, names_nobody
from fabula.world import Manuscript, Paragraph, Span

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
_CHANNEL = re.compile(
    r"\b(?:text|texts|texted|texting|message|messages|messaged|phone|chat|typed|typing|screen|dm)\b", re.I
)
_RECORDED = re.compile(
    r"\b(?:tape|tapes|record|recorder|recording|transcript|interview|interviewed|hearing|testimony)\b", re.I
)
_HEADER = re.compile(r"^(?P<field>from|to|subject|date|sent|cc|bcc|reply-to):[ \t]*(?P<value>.*)$", re.I)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|evening))?\b ?[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*)?[,:!]$", re.I
)
_FULL_NAME = re.compile(r"^[\"'“]?[^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’.-]*)+[\"'”]?\s*(?:[<\[(].*)?$")
_NAMED = re.compile(r"(?<=[a-z,] )[^\W\d_a-z][\w'’.-]*\b")  # a capital that no sentence begins with
_LONGEST_LETTER = 60  # paragraphs


def find_written(m: Manuscript, language: Language, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with letters, messages and lines of a play among them.

    Marked words inside one of these are part of it.
    """
    found: list[Turn] = []
    end = 0
    for t in sorted([*_mails(m, language), *_letters(m, language), *_labelled(m, language)], key=lambda t: t.outer):
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


def _mails(m: Manuscript, language: Language) -> list[Turn]:
    """E-mails: a header ("From: …" and another field at least) and what follows it, by the one it is from.

    The header is no part of what is written. The message ends with its signature; where it has none, with the paragraph
    that follows its header.
    """
    out = []
    fields = [_fields(m.text, p) if p.kind == "prose" else [] for p in m.paragraphs]
    i = 0
    while i < len(fields):
        header: list[tuple[str, Span]] = []
        j = i
        while j < len(fields) and fields[j]:
            header += fields[j]
            j += 1
        if len(header) < 2 or "from" not in (field for field, _ in header) or j >= len(fields):
            i = max(j, i + 1)
            continue
        last = _end_of_mail(m, j)
        if m.paragraphs[j].kind == "prose" and last >= j:
            sender = next(span for field, span in header if field == "from")
            to = [span for field, span in header if field == "to" and _FULL_NAME.match(m.text[slice(*span)])]
            out.append(replace(_mail(m, language, sender, j, last), names=tuple(_named(m.text, span) for span in to)))
        i = max(last, j) + 1
    return out


def _fields(text: str, p: Paragraph) -> list[tuple[str, Span]]:
    """The fields of a header, if every line of a paragraph is one, and where their values stand."""
    out = []
    at = p.start
    for line in text[p.start : p.end].split("\n"):
        found = _HEADER.match(line.rstrip())
        if found is None:
            return []
        out.append((found["field"].casefold(), (at + found.start("value"), at + found.end("value"))))
        at += len(line) + 1
    return out


def _end_of_mail(m: Manuscript, first: int) -> int:
    """The last paragraph of a message that begins with one."""
    greeted = _SALUTATION.match(_line(m, first)) or _GREETING.match(_line(m, first))
    for j in range(first, min(len(m.paragraphs), first + _LONGEST_LETTER)):
        p, line = m.paragraphs[j], _line(m, j)
        if p.kind != "prose" or _fields(m.text, p) or any(c in line for c in '“”"'):
            break
        signed = j > first and len(line) <= 45 and line[-1:] not in "!?,;:" and _signs(line)
        if signed or (j > first and _CLOSING.match(line) and len(line) <= 45 and not line.endswith(",")):
            return j
    then = m.paragraphs[first + 1] if first + 1 < len(m.paragraphs) else None
    goes_on = greeted and then is not None and then.kind == "prose" and not _fields(m.text, then)
    return first + bool(goes_on)


def _sender(text: str, value: Span) -> Span | None:
    """The name in the value of a field, without marks and address; None where an address stands alone."""
    said = text[slice(*value)]
    name = re.split(r"[<\[(]", said, maxsplit=1)[0].rstrip()
    name = name[:-1] if name.endswith(("'", '"', "”")) else name
    start = int(name.startswith(("'", '"', "“")))
    name = name[start:].rstrip()
    if not any(map(str.isalpha, name)) or any(c in '@>"”' for c in name):
        return None
    return value[0] + start, value[0] + start + len(name)


def _named(text: str, value: Span) -> Span:
    """The name in the value of a field: without the address."""
    return _sender(text, value) or value


def _line(m: Manuscript, i: int) -> str:
    return m.text[m.paragraphs[i].start : m.paragraphs[i].end].strip("_* ")


def _mail(m: Manuscript, language: Language, sender: Span, first: int, last: int) -> Turn:
    start, end = m.paragraphs[first].start, m.paragraphs[last].end
    label = _sender(m.text, sender)
    if label is None:  # an address alone: whoever signs
        signed = _line(m, last)
        tokens = [t for t in language.tokens_in(m.paragraphs[last].start, end) if language.text[t][0].isupper()]
        tokens = tokens if last > first and _signs(signed) else []
    else:
        tokens = list(language.tokens_in(*label))
    side: Literal["before", "after"] = "after" if label is None else "before"
    cues = (
        (Cue("tag", side, tokens[-1], -1, -1, language.starts[tokens[0]], language.ends[tokens[-1]]),) if tokens else ()
    )
    return Turn("written", ((start, end),), (start, end), first, last, cues, "e-mail", label=label)


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
    """Lines "Name: words": transcripts and plays are spoken, chats and messages written.

    One line alone is a message where there is talk of a telephone; more of them are told by the company they keep.
    """
    lines = [(p.start, p.end) if p.kind == "prose" else (p.start, p.start) for p in m.paragraphs]
    runs = conversations(m.text, lines)
    known = {i for run in runs for i, _ in run}
    turns = [turn for run in runs for turn in _talk(m, language, run)]
    named = frozenset(_NAMED.findall(m.text)) if turns or _CHANNEL.search(m.text) else frozenset()
    for i, label in _alone(m, lines):
        if (
            i not in known
        ):  # a form's "Cause: …" as well, so that the label is the name of somebody only if it stands elsewhere
            told = m.text[slice(*label.name)].split()[0] in named
            turns += [t if told else replace(t, label=None) for t in _talk(m, language, [(i, label)])]
    return turns


def _alone(m: Manuscript, lines: Sequence[Span]) -> Iterator[tuple[int, Label]]:
    """Lines with a label that are no conversation, near talk of a telephone or a screen."""
    hits = {i: label for i, (a, b) in enumerate(lines) if b > a and (label := find_label(m.text, a, b))}
    for i, label in hits.items():
        start = lines[i][0]
        near = {i - 1, i + 1} & hits.keys() or _CHANNEL.search(m.text[max(0, start - 600) : start])
        if label.form == "name" and near and _channel(m.text, start, start):
            yield i, label


def _channel(text: str, start: int, end: int) -> bool:
    """Is there talk of messages around, and none nearer of a recording?"""
    if not _CHANNEL.search(text[max(0, start - 3000) : end + 3000]):
        return False
    return not _RECORDED.search(text[max(0, start - 600) : start]) or bool(
        _CHANNEL.search(text[max(0, start - 600) : start])
    )


def _talk(m: Manuscript, language: Language, run: Sequence[tuple[int, Label]]) -> Iterator[Turn]:
    """The turns of a conversation."""
    first, last = m.paragraphs[run[0][0]], m.paragraphs[run[-1][0]]
    forms = {label.form for _, label in run}
    written = "handle" in forms or ("name" in forms and _channel(m.text, first.start, last.end))
    for i, label in run:
        p = m.paragraphs[i]
        tokens = language.tokens_in(*label.name)
        if not len(tokens):
            continue
        anybody = names_nobody(m.text, label)
        cue = Cue("tag", "before", tokens[-1], -1, -1, *label.name)
        yield Turn(
            "written" if written else "speech",
            (label.words,),
            (p.start, p.end),
            i,
            i,
            () if anybody else (cue,),
            "message" if written else "script",
            label=label.name,
            anybody=anybody,
        )
