"""Rich text."""

import re
from dataclasses import replace

from striprtf.striprtf import rtf_to_text

from fabula.errors import UnreadableFile
from fabula.text.invisible import drop_invisible
from fabula.text.plain import read_plain
from fabula.world import Manuscript, SetAside, Source

_TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'[0-9a-f]{2}|\\[^a-z]|[{}]|[^\\{}]+", re.I)
_HIDING = ("v", "deleted", "strike", "striked")
_HIDES = re.compile(r"\\(?:v|deleted|striked?)(?![a-z])")
_LONG = re.compile(r"\\u(-?\d{6,})", re.I)
_FONTS = re.compile(r"\{[^{}]*\\fonttbl")
_FONT = re.compile(r"\\f(\d{1,9})(?!\d)")
_CHARSET = re.compile(r"\\fcharset(\d{1,9})(?!\d)")


def read_rtf(data: bytes, source: Source) -> Manuscript:
    """A rich text file as plain text: striprtf keeps the words and paragraphs, and drops italics.

    Words that are hidden, struck out or deleted in a tracked change are set aside.
    """
    raw = data.decode("cp1252", errors="replace")
    if raw.count("{") > raw.count("}") + 1 and not raw.rstrip("\0 \r\n").endswith("}"):
        raise UnreadableFile(f"{source.name}: the rich text file is cut short")
    raw = _LONG.sub(_possible, raw).replace("\\fldinst{", "\\fldinst {")  # addresses of links are not words
    shown, hidden = _without_hidden(_plain_fonts(raw))
    try:
        text: str = rtf_to_text(shown, encoding="cp1252", errors="replace")
        words = [_plain(rtf_to_text(f"{{{x}}}", encoding="cp1252", errors="replace")) for x in hidden]
    except (ValueError, LookupError, IndexError, KeyError, TypeError, OverflowError) as e:
        raise UnreadableFile(f"{source.name}: the rich text file is damaged ({str(e)[:120]})") from None
    manuscript = read_plain(_plain(text), source)
    aside = (SetAside("hidden", "hidden or deleted", None, " ".join(w.split())) for w in words if w.strip())
    return replace(manuscript, set_aside=(*manuscript.set_aside, *aside))


def _possible(m: re.Match[str]) -> str:
    """A character's number as it stands, or that of U+FFFD where there is no such character."""
    return m[0] if len(m[1]) < 9 and -0x10000 <= int(m[1]) <= 0x10FFFF else r"\u65533"


def _plain_fonts(raw: str) -> str:
    r"""Rich text whose table of fonts says the encoding of each and no more: striprtf reads that in bounded time.

    >>> _plain_fonts(r"{\rtf1{\fonttbl{\f0\froman\fcharset204 Times;}{\f1 Arial;}}Ida}")
    '{\\rtf1{\\fonttbl\\f0\\fcharset204 x;}Ida}'
    """
    start = _FONTS.search(raw)
    if not start:
        return raw
    depth, end = 1, len(raw)
    for brace in re.finditer(r"[{}]", raw[start.end() :]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            end = start.end() + brace.start()
            break
    fonts = []
    for entry in raw[start.end() : end].split(";"):
        font, charset = _FONT.search(entry), _CHARSET.search(entry)
        if font and charset:
            fonts.append(f"\\f{font[1]}\\fcharset{charset[1]} x;")
    return raw[: start.end()] + "".join(fonts) + raw[end:]


def _plain(text: str) -> str:
    """Halves of characters joined, single ones as U+FFFD, line ends as LF, nothing invisible."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return drop_invisible(whole.replace("\r\n", "\n").replace("\0", "\ufffd"))


def _without_hidden(raw: str) -> tuple[str, list[str]]:
    r"""Rich text without what is hidden (`\v`), struck out or deleted, and each stretch of that.

    >>> _without_hidden(r"{One {\v two }three\v  four\v0  five}")
    ('{One {\\v }three\\v \\v0  five}', ['two ', ' four'])
    """
    if not _HIDES.search(raw):
        return raw, []
    shown: list[str] = []
    hidden: list[str] = []
    taken: list[str] = []
    stack: list[frozenset[str]] = []
    on: frozenset[str] = frozenset()
    for m in _TOKEN.finditer(raw):
        token, word, number = m[0], m[1], m[2]
        if token == "{":
            stack.append(on)
        elif token == "}":
            on = stack.pop() if stack else frozenset()
        elif word in _HIDING:
            on = on - {word} if number == "0" else on | {word}
        elif word == "plain":
            on = frozenset()
        elif on:
            taken.append(token)
            continue
        if taken and not on:
            hidden.append("".join(taken))
            taken = []
        shown.append(token)
    return "".join(shown), [*hidden, *(["".join(taken)] if taken else [])]
