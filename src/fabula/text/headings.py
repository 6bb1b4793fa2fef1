"""What a chapter heading and a scene-break mark look like."""

import re

_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})"
_SPELLED = (
    r"(?:the\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|first|second|third|fourth|fifth|"
    r"sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last)(?:[\s-](?:one|two|three|four|five|six|seven|"
    r"eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))?"
)
_NUMBERED = re.compile(
    rf"^(?:chapter|chap\.|book|part|volume|vol\.|letter|act|canto|section|stave|episode)\s+"
    rf"(?:\d{{1,4}}|{_ROMAN}|{_ROMAN.lower()}|{_SPELLED})(?![\w'’])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?:prologue|epilogue|preface|introduction|foreword|afterword|interlude|conclusion|the end|finis)"
    r"(?:[.:—-].*)?$",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^(?:{_ROMAN}|\d{{1,3}})\.?$")
_BARE_TITLED = re.compile(rf"^(?:{_ROMAN}|\d{{1,3}})(?:\.|:| [—–-]+)\s+[A-Z\"“‘'].{{0,70}}$")
_SYMBOLS = re.compile(r"^[\W_]+$")
_LETTERED = re.compile(r"^[\W_]*(?:[oO0xX][\W_]*){3,}$")
_NOTE_MARKS = re.compile(r"(?<=[.!?,;\"”’])(?:\[\d{1,3}\]|[†‡§¶¹²³⁰⁴-⁹]{1,3}|\*{1,3})$")  # "He lost his hat.[2]"
_QUOTES = "\"“”‘’'«»"

SEPARATOR_MAX = 80


def is_break(line: str) -> bool:
    """Is this line a scene-break mark?

    >>> [is_break(x) for x in ("***", "- - - -", "oOo", "~", "x X x", '"..."', "...", "XXX", "Ox")]
    [True, True, True, True, True, False, False, False, False]
    """
    line = line.strip()
    if not line or len(line) > SEPARATOR_MAX or any(c in _QUOTES for c in line):
        return False
    if _SYMBOLS.match(line):
        return set(line) - set(". …!?") != set()
    return bool(_LETTERED.match(line)) and not _BARE.match(line)


def is_numbered(line: str) -> bool:
    """Does this line open a chapter by saying so: "CHAPTER IV. The Door", "Prologue"?"""
    line = " ".join(line.split())
    return len(line) <= 120 and bool((_NUMBERED.match(line) and not line.endswith((",", ";"))) or _NAMED.match(line))


def is_bare_number(line: str) -> bool:
    """Is this line a number and nothing else, or a number and a title: "IV", "12.", "III. The Door"?"""
    line = " ".join(line.split())
    return bool(_BARE.match(line) or (_BARE_TITLED.match(line) and not line.endswith((".", ",", ";"))))


def is_capitals(line: str) -> bool:
    """Is this short line all in capitals, as subtitles of old books are?"""
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 3 and len(line) <= 70 and all(c.isupper() for c in letters)


def is_titular(line: str) -> bool:
    """Could this line be a title: short, no closing punctuation, no quotation mark at its start?"""
    line = _NOTE_MARKS.sub("", line.strip())
    return (
        0 < len(line) <= 80
        and len(line.split()) <= 12
        and line[-1] not in ".,;:!?\"”'’…-—"
        and (line[0] not in _QUOTES)
    )
