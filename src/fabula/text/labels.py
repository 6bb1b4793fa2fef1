"""Lines that say themselves who speaks: transcripts, plays, chats, threads of messages.

A label alone proves little ("Note: …", "HP: 10"). What proves it is the company it keeps: lines like it, and names that
come again.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fabula.text.lines import lines_of
from fabula.world import Span

Form = Literal["capitals", "name", "handle"]

_TIME = r"(?P<time>[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?[\])]?\s*(?:[-–—|]\s*)?)?"
_NUMBER = r"(?:\d{1,4}[.)][ \t]+)"  # of a cue in a script: "4. DOCTOR: Was that us?"
_WORD = r"[^\W_a-z][\w'’.-]*"
_NAME = rf"{_WORD}(?:[ ](?:{_WORD}|\#?\d+|and|&|of|the|number|de|von|van)){{0,4}}"  # "OLD WOMAN #2", "Unknown number"
_REMARK = r"[(\[][^()\[\]\n]{1,120}[)\]]"
_COLON = re.compile(
    rf"^(?:{_NUMBER}|{_TIME})@?(?P<name>{_NAME}|[\w][\w.'’-]{{1,29}})(?:[ ]?{_REMARK})?[ ]?:"
    rf"(?:[ \t]*{_REMARK})?[ \t]+(?P<words>\S.*)$",
    re.DOTALL,
)
_NICK = re.compile(rf"^{_TIME}<[@+%~&]?(?P<name>[^\s<>:,]{{1,30}})>[ \t]+(?P<words>[^\s<].*)$", re.DOTALL)
_CUE = re.compile(
    rf"^{_NUMBER}?"
    r"(?P<name>[^\W\d_a-z](?:[^\W\d_a-z]|['’-])+(?:[ ](?:[^\W\d_a-z](?:[^\W\d_a-z]|['’-])*|\#?\d+|&)){0,3})\."
    rf"(?:[ ]?{_REMARK}\.?)?[ ]+(?P<words>[^\s.].*)$",
    re.DOTALL,
)  # PETRA. You came, then.
_QUOTED = re.compile(r'["“”«»]')
# What stands before a colon at the head of a line and is no speaker.
_NO_SPEAKER = frozenset(
    "from to subject date sent cc bcc re reply-to note notes ps p.s nb n.b warning title chapter part act scene status "
    "http https location time place summary rating tags author disclaimer result total".split()
)
_EFFECTS = frozenset("SOUND SOUNDS MUSIC FX SFX LX EFFECT EFFECTS LIGHTS LIGHTING".split())  # cues of a script
_NOBODY = re.compile(
    r"(?:q|a|question|answer|all|both|everyone|everybody|anonymous|several|together|unknown(?: \w+)?|no caller id)\.?",
    re.I,
)
_LONGEST = 2000  # code points of a line


Speaker = tuple[str, Form]
"""Whoever a label names, as labels are compared, and how it is written."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what it labels, as offsets into the text: ``name`` of the speaker, ``words`` of the turn.

    ``form`` is how it is written: in CAPITALS as in a play, as a Name, or a user's handle (also any name after a time
    of day or in angle brackets).
    """

    name: Span
    words: Span
    form: Form

    def key(self, text: str) -> str:
        """The name as labels are compared."""
        return text[slice(*self.name)].casefold().lstrip("@")


def find_label(text: str, start: int, end: int) -> Label | None:
    """The label that opens a line, if there is what looks like one.

    >>> t = "IAN (not looking up): The line was down."
    >>> found = find_label(t, 0, len(t))
    >>> t[slice(*found.name)], t[slice(*found.words)], found.form
    ('IAN', 'The line was down.', 'capitals')
    """
    line = text[start : min(end, start + _LONGEST)]
    if len(line) == _LONGEST:
        return None
    found = _NICK.match(line) or _COLON.match(line) or _CUE.match(line)
    if found is None or not any(map(str.isalnum, found["words"])) or found["words"].startswith("//"):
        return None
    name = found["name"]
    if name.casefold().rstrip(".") in _NO_SPEAKER or name.isdigit() or not any(map(str.isalpha, name)):
        return None
    if name in _EFFECTS:
        return None
    if _QUOTED.search(found["words"]) and found.re is not _NICK:
        return None  # the marks tell what is said
    told = found.re is _NICK or bool(found["time"]) if found.re is not _CUE else False
    handle = told or name[0].islower() or "_" in name or (any(map(str.isdigit, name)) and " " not in name)
    words = start + found.start("words")
    return Label(
        (start + found.start("name"), start + found.end("name")),
        (words, words + len(found["words"].rstrip())),
        "handle" if handle else "capitals" if name.isupper() and len(name) > 1 else "name",
    )


def names_nobody(text: str, label: Label) -> bool:
    """Does a label name nobody ("Q", "Unknown number") or several ("MORAG and IAN")?"""
    name = text[slice(*label.name)]
    return bool(_NOBODY.fullmatch(name) or re.search(r"\b(?:and|&)(?=\s)|&", name, re.I))


def conversations(
    text: str, lines: Sequence[Span], known: frozenset[Speaker] = frozenset()
) -> list[list[tuple[int, Label]]]:
    """The stretches of labelled lines that are talk, as (number of the line, its label).

    Two of its lines stand no more than two lines apart. It has two speakers or more, one of whom speaks again; in a
    play two lines are enough. Labels of which neither holds are a list, a table, a note, unless whoever is labelled is
    ``known`` as a speaker, from elsewhere or from another stretch: then a line alone is enough, and others may join.
    """
    runs: list[list[tuple[int, Label]]] = []
    for i, (a, b) in enumerate(lines):
        label = find_label(text, a, b)
        if label is None:
            continue
        if runs and i - runs[-1][-1][0] <= 2:
            runs[-1].append((i, label))
        else:
            runs.append([(i, label)])
    talk = [_is_talk(text, run) for run in runs]
    known |= speakers(text, [run for run, is_talk in zip(runs, talk, strict=True) if is_talk])
    return [run for run, is_talk in zip(runs, talk, strict=True) if is_talk or _is_joined(text, run, known)]


def speakers(text: str, runs: Sequence[Sequence[tuple[int, Label]]]) -> frozenset[Speaker]:
    """Whoever speaks in stretches of talk, to be known again."""
    return frozenset((label.key(text), label.form) for run in runs for _, label in run)


def _is_joined(text: str, run: Sequence[tuple[int, Label]], known: frozenset[Speaker]) -> bool:
    """Is a stretch more of a talk: opened by one of its speakers, as are half of the lines at least?"""
    told = [(label.key(text), label.form) in known for _, label in run]
    return told[0] and 2 * sum(told) >= len(told)


def _is_talk(text: str, run: Sequence[tuple[int, Label]]) -> bool:
    named = Counter(label.key(text) for _, label in run)
    again = len(run) - len(named)
    marked = sum(not text[label.name[0] : label.name[1]].islower() or label.form != "handle" for _, label in run)
    capitals = sum(label.form == "capitals" for _, label in run)
    if len(named) < 2 or (again == 0 and capitals < len(run)) or _is_log(text, run):
        return False
    letters = [sum(map(str.isalpha, text[slice(*label.words)])) for _, label in run]  # HP: 10 and MP: 5 are no talk
    if sum(n > 0 for n in letters) * 2 < len(run) or (again == 0 and min(letters) < 4):
        return False
    return len(run) >= 3 or marked == len(run)


def _is_log(text: str, run: Sequence[tuple[int, Label]]) -> bool:
    """Are these lines with a time or a small letter ("12:03 pump: on") what things report, and no talk?

    In talk somebody says "I" or "you", or asks, every few lines; labels in angle brackets are people's alone.
    """
    if any(label.form != "handle" or text[label.name[0] - 1 : label.name[0]] in tuple("<@+%~&") for _, label in run):
        return False
    return sum(bool(_TALK.search(text, *label.words)) for _, label in run) * _FEW < len(run)


_TALK = re.compile(
    r"\?|\b(?:I|i|[Mm]e|[Mm]y|[Yy]ou|u|[Yy]our|ur|[Ww]e|[Uu]s|[Oo]ur|hi|hey|hello|thanks|thx|ok|okay|lol|omg|sorry|please|pls)\b"
)
_FEW = 8  # lines of talk of which one at least sounds like it


def split_lines(text: str, start: int, end: int, known: frozenset[Speaker] = frozenset()) -> list[Span]:
    """A paragraph of several lines as turns of a talk, one a line; the paragraph itself, where it is none.

    ``known`` are the speakers of talk elsewhere in the text.

    Nothing but names, one a line, are a line each as well, so that no name runs over the end of a line.
    A line without a label that follows a long one goes on with it, as wrapped lines do.
    """
    lines = [(a, b) for a, b in lines_of(text, start, end) if a < b]
    if len(lines) < 2:
        return [(start, end)]
    headed = {i for run in conversations(text, lines, known) for i, _ in run}
    if not headed:
        return lines if _are_names(text, lines) else [(start, end)]
    out: list[Span] = []
    for i, (a, b) in enumerate(lines):
        wrapped = i > 0 and i not in headed and out and b - a > 0 and lines[i - 1][1] - lines[i - 1][0] >= _WRAPPED
        if wrapped:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _are_names(text: str, lines: Sequence[Span]) -> bool:
    """Are these lines a list of names, each of a few words in capitals and small letters?"""
    return len(lines) <= _MOST and all(b - a <= _WRAPPED and _NAMED.fullmatch(text, a, b) for a, b in lines)


_NAMED = re.compile(rf"{_WORD}(?:[ ](?:{_WORD}|of|the|de|von|van|and)){{1,5}},?")
_MOST = 40  # names of a list
_WRAPPED = 55  # code points from which a line may have been cut by the margin
