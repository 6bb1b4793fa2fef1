"""Markdown as writers' programs keep it: comments, tags and struck-out words, which are not the story."""

import re
from collections.abc import Callable

from fabula.world import SetAside

_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ENCLOSED = (  # what opens and what closes them; they may run over lines
    ("comment", re.compile("<!--"), re.compile("-->")),
    ("comment", re.compile("%%(?!~)"), re.compile("%%")),  # Obsidian
    ("comment", re.compile(r"\{>>"), re.compile(r"<<\}")),  # CriticMarkup
    ("struck", re.compile(r"\{--"), re.compile(r"--\}")),
)
_NOTES = (  # within a line
    ("struck", re.compile(r"(?<![~\\])~~(?=\S)([^~\n]+?)(?<=\S)~~(?!~)")),
    ("note", re.compile(r"\^\[([^\]\n]{1,1000})\]")),
    ("embed", re.compile(r"!\[\[([^\[\]\n]*)\]\]")),
    ("layout", re.compile(r"\[((?:new ?page|vspace(?::\d+)?|footnote:[^\]\n]{0,1000}|field:[^\]\n]{0,300}))\]", re.I)),
)
_CHANGED = re.compile(r"\{~~"), re.compile(r"~~\}")
_KEPT = re.compile(r"\{(?:\+\+|==)"), re.compile(r"(?:\+\+|==)\}")
_REFERENCE = re.compile(r"\[\^[^\]\s]{1,60}\](?!:)")
_DEFINITION = re.compile(r"^[ ]{0,3}\[\^[^\]\s]{1,60}\]:(.*(?:\n(?:[ ]{2,}|\t).*|\n(?=\n(?:[ ]{2,}|\t)))*)", re.M)
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")
_HIGHLIGHT = re.compile(r"(?<!=)==(?=\S)([^=\n]+?)(?<=\S)==(?!=)")
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]{4,}$", re.M)
_SHORT_CODE = re.compile(r"\[/?(?:i|b|u|s|m|sup|sub)\]", re.I)
# novelWriter: "@pov: Ida", "%Synopsis: ...", "%%~name: ..."; Obsidian: a line of #tags; a task.
_TAG_LINE = re.compile(r"^[ ]{0,3}(?:@[A-Za-z]+\s*:.*|%.*|#[\w/-]+(?:[ \t]+#[\w/-]+)*[ \t]*|[-*+] \[[ xX]\] .*)$")
_NOVEL = re.compile(
    r"^(?:@(?:pov|char|focus|location|plot|time|tag|object|entity|custom|story|mention)\s*:|%\s*synopsis\s*:|%%~\w+:)",
    re.I | re.M,
)
_HEADING = re.compile(r"^(#{1,4})!?[ \t]+(.*)$")
_SIDE = re.compile(r"^(?:>>[ \t]*)?(.*?)(?:[ \t]*<<)$")
_CALLOUT = re.compile(r"^[ ]{0,3}>[ ]?\[!\w+\]")
_ROW = re.compile(r"^[ ]{0,3}\|.*\|[ \t]*$")
_DASH = re.compile(r"^[ ]{0,3}[-–—][ \t]+(?=\S)")
_RULE = re.compile(r"^[ ]{0,3}(?:-[ \t]*){3,}$")
_SENTENCE_ENDS = (".", "!", "?", "…", "—", "”", '"', "*", "_", "’", "'")


def clean_draft(text: str) -> tuple[str, list[SetAside]]:
    """Plain Markdown, and what was taken out of it: comments, tags, notes, struck-out words, tables.

    >>> text, aside = clean_draft("Ida sat.[^1] %% why? %%\\n\\n[^1]: Or stood.\\n")
    >>> text.strip(), [(a.kind, a.text) for a in aside]
    ('Ida sat.', [('note', 'Or stood.'), ('comment', 'why?')])
    """
    aside: list[SetAside] = []

    def take(kind: str) -> Callable[[str], str]:
        def taken(said: str) -> str:
            words = " ".join(said.split())
            if words:
                aside.append(SetAside(kind, kind, None, words))
            return ""

        return taken

    def changed(said: str) -> str:
        old, arrow, new = said.partition("~>")
        return take("struck")(old) + new if arrow else f"{{~~{said}~~}}"

    novel = bool(_NOVEL.search(text))
    text = _DEFINITION.sub(lambda m: take("note")(m[1]), text)
    text = _REFERENCE.sub("", text)
    text = _between(text, *_CHANGED, changed)
    text = _between(text, *_KEPT, str)
    for kind, opening, closing in _ENCLOSED:
        text = _between(text, opening, closing, take(kind))
    for kind, pattern in _NOTES:
        text = pattern.sub(lambda m, kind=kind: take(kind)(m[1]), text)  # type: ignore[misc]
    text = _LINK.sub(lambda m: m[1], text)
    text = _HIGHLIGHT.sub(lambda m: m[1], text)
    text = _BLOCK_ID.sub("", text)
    if novel:
        text = _SHORT_CODE.sub("", text)
    return _lines(text, novel, aside), aside


def _between(text: str, opening: re.Pattern[str], closing: re.Pattern[str], put: Callable[[str], str]) -> str:
    """The text with each stretch from an opening mark to the next closing one as ``put`` gives it.

    An opening mark that nothing closes ends the search, since none after it is closed: a text is looked at once.
    """
    out: list[str] = []
    at = 0
    while (start := opening.search(text, at)) and (end := closing.search(text, start.end())):
        out += [text[at : start.start()], put(text[start.end() : end.start()])]
        at = end.end()
    return "".join([*out, text[at:]])


def _lines(text: str, novel: bool, aside: list[SetAside]) -> str:
    lines = text.split("\n")
    speech = _dashes_speak(lines)
    out: list[str] = []
    fenced = callout = False
    for line in lines:
        fenced ^= bool(_FENCE.match(line))
        before = out[-1] if out else ""
        callout = bool(_CALLOUT.match(line)) or (callout and line.lstrip().startswith(">"))
        if fenced:
            out.append(line)
        elif _TAG_LINE.match(line) and (novel or not line.lstrip().startswith(("@", "%"))):
            aside.append(SetAside("tag", "tag", None, line.strip()))
        elif _ROW.match(line):
            aside.append(SetAside("table", "table", None, line.strip()))
        elif callout:
            aside.append(SetAside("comment", "callout", None, line.strip(" >")))
        elif novel and (heading := _HEADING.match(line)):
            out += _novel_heading(heading)
        elif novel and (side := _SIDE.match(line)):
            out.append(side[1])
        elif speech and _DASH.match(line):
            # dialogue that opens with a dash, each line a paragraph; no list
            if before.strip():
                out.append("")
            out.append(_DASH.sub(lambda m: "\\" + m[0].lstrip(), line))
            out.append("")
        elif _RULE.match(line) and before.rstrip().endswith(_SENTENCE_ENDS):
            out += ["", line]  # a break that stands close to the words before it, and no heading
        else:
            out.append(line)
    return "\n".join(out)


def _novel_heading(m: re.Match[str]) -> list[str]:
    """novelWriter's levels: parts and chapters, then scenes and sections, whose titles are for the writer."""
    return [f"{m[1]} {m[2]}"] if len(m[1]) <= 2 else ["", "* * *", ""] if len(m[1]) == 3 else []


def _dashes_speak(lines: list[str]) -> bool:
    """Are lines that begin with a dash what somebody says? They are sentences then, and not the items of a list."""
    said = [line.strip() for line in lines if _DASH.match(line) and not _RULE.match(line)]
    return bool(said) and sum(x.endswith((*_SENTENCE_ENDS, ",")) for x in said) >= 0.6 * len(said)
