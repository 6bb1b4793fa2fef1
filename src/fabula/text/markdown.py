"""Markdown, by CommonMark."""

import re
from dataclasses import replace

from markdown_it import MarkdownIt

from fabula.text.html import read_html
from fabula.world import Manuscript, SetAside, Source

_FRONT = re.compile(r"\A---\n(.*?)\n(?:---|\.\.\.)\n", re.S)
_FIELD = re.compile(r"^(title|author):\s*[\"']?(.+?)[\"']?\s*$", re.I | re.M)


def read_markdown(text: str, source: Source) -> Manuscript:
    """A Markdown story: headings are chapters, rules are scene breaks, emphasis is italics.

    A block of settings at the head (`--- title: ... ---`) is set aside; its title and author are used.
    """
    front = _FRONT.match(text)
    aside: tuple[SetAside, ...] = ()
    if front:
        fields = {k.lower(): v for k, v in _FIELD.findall(front[1])}
        source = replace(source, title=fields.get("title", source.title), author=fields.get("author", source.author))
        aside = (SetAside("settings", "front matter", None, front[1]),)
        text = text[front.end() :]
    page = MarkdownIt("commonmark", {"html": False}).render(text)
    manuscript = read_html(f"<html><body>{page}</body></html>", source)
    return replace(manuscript, set_aside=(*aside, *manuscript.set_aside))
