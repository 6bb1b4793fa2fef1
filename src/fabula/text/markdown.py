"""Markdown, by CommonMark."""

import re
from dataclasses import replace

from markdown_it import MarkdownIt

from fabula.text.drafts import clean_draft
from fabula.text.html import read_html
from fabula.text.invisible import drop_invisible
from fabula.world import Manuscript, SetAside, Source

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(title|author):(.+)$", re.I | re.M)
# What writers do by hand; anything else in angle brackets is the story's: <Hello,> said the ship.
_TAG = re.compile(
    r"<(?!/?(?:br|i|em|b|strong|u|s|del|ins|sup|sub|small|big|center|div|p|span|hr|blockquote|q|mark|a|ruby|rt|rp|h[1-6])\b[^<>]*>)",
    re.I,
)


def read_markdown(text: str, source: Source) -> Manuscript:
    """A Markdown story: headings are chapters, rules are scene breaks, emphasis is italics.

    A block of settings at the head (`--- title: ... ---`) is set aside, and its title and author are used; so are
    comments, notes, struck-out words, tables and the tags of writers' programs.
    """
    aside: list[SetAside] = []
    front = _FRONT.match(text)
    if front and ":" in front[1]:
        found = ((k.lower(), " ".join(drop_invisible(v).split()).strip("\"'")) for k, v in _FIELD.findall(front[1]))
        fields = {k: v for k, v in found if v}
        source = replace(source, title=fields.get("title", source.title), author=fields.get("author", source.author))
        aside.append(SetAside("settings", "front matter", None, front[1]))
        text = text[front.end() :]
    text, taken = clean_draft(text)
    page = MarkdownIt("commonmark").render(_TAG.sub("&lt;", text))
    manuscript = read_html(f"<html><body>{page}</body></html>", source, draft=True)
    return replace(manuscript, set_aside=(*aside, *taken, *manuscript.set_aside))
