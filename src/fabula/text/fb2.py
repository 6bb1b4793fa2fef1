"""FictionBook 2, an e-book in one XML file: sections with titles, notes in a body of their own."""

import re
from dataclasses import replace

from lxml import etree

from fabula.errors import UnreadableFile
from fabula.text.archive import Archive
from fabula.text.builder import Block, Run, build
from fabula.text.headings import is_break
from fabula.text.markup import attribute, tag_of
from fabula.text.xml import parse_xml
from fabula.world import Manuscript, SetAside, Source

_SPACE = re.compile(r"\s+")
_ASIDE = {"epigraph": "epigraph", "annotation": "annotation", "table": "table"}


def read_fb2(data: bytes, source: Source) -> Manuscript:
    """The story of a FictionBook, alone or in a zip archive. Raises UnreadableFile for a broken one."""
    if data.startswith(b"PK"):
        data = unpacked(Archive(data, source.name))
    begin, end = data.find(b"<binary"), data.rfind(b"</binary>")
    if 0 <= begin < end:  # pictures, which are most of the file and stand at its end
        data = data[:begin] + data[end + len(b"</binary>") :]
    root = parse_xml(data, source.name)
    if tag_of(root) != "fictionbook":
        raise UnreadableFile(f"{source.name}: not a FictionBook")
    about = next((e for e in root.iter() if tag_of(e) == "title-info"), None)
    title = _first(about, "book-title")
    author = next((e for e in about if tag_of(e) == "author"), None) if about is not None else None
    names = [_first(author, part) for part in ("first-name", "middle-name", "last-name")]
    name = " ".join(n for n in names if n) or _first(author, "nickname")
    source = replace(source, title=title or source.title, author=name or source.author)
    reader = _Reader()
    for body in (e for e in root if tag_of(e) == "body"):
        if attribute(body, "name") in ("notes", "comments", "footnotes"):
            reader.aside(body, "note", attribute(body, "name"))
        else:
            reader.section(body)
    return build(reader.blocks, source, reader.set_aside)


def unpacked(archive: Archive) -> bytes:
    """The one FictionBook in an archive."""
    found = sorted(n for n in archive.names if n.lower().endswith(".fb2"))
    if len(found) != 1:
        raise UnreadableFile(f"{archive.name}: the archive holds {len(found)} FictionBooks, not one")
    return archive.read(found[0])


def _first(e: etree._Element | None, tag: str) -> str | None:
    if e is None:
        return None
    found = next((x for x in e if tag_of(x) == tag), None)
    return _words(found) or None if found is not None else None


def _words(e: etree._Element) -> str:
    return " ".join("".join(e.itertext()).split())


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.set_aside: list[SetAside] = []

    def aside(self, e: etree._Element, kind: str, title: str) -> None:
        words = _words(e)
        if words:
            self.set_aside.append(SetAside(kind, title, None, words))

    def section(self, e: etree._Element) -> None:
        """The blocks of a body, a section, a poem, a letter."""
        for child in e:
            tag = tag_of(child)
            if tag == "title":
                words = " ".join(_words(p) for p in child if tag_of(p) == "p")
                self._add("heading", [(words, False)])
            elif tag in ("p", "v", "text-author", "date"):
                self._paragraph(child)
            elif tag == "subtitle":
                self._add("break" if is_break(_words(child)) else "heading", [(_words(child), False)])
            elif tag == "empty-line":
                self.blocks.append(Block("gap"))
            elif tag in _ASIDE:
                self.aside(child, "front matter", _ASIDE[tag])
            elif tag in ("section", "poem", "stanza", "cite"):
                self.section(child)

    def _add(self, kind: str, runs: list[Run]) -> None:
        self.blocks.append(Block(kind, runs))  # type: ignore[arg-type]

    def _paragraph(self, e: etree._Element) -> None:
        runs: list[Run] = []
        self._inline(e, False, runs)
        words = "".join(t for t, _ in runs)
        if words.strip():
            self._add("break" if is_break(words) else "prose", runs)
        else:
            self.blocks.append(Block("gap"))

    def _inline(self, e: etree._Element, italic: bool, runs: list[Run]) -> None:
        if e.text:
            runs.append((_SPACE.sub(" ", e.text), italic))
        for child in e:
            tag = tag_of(child)
            if tag == "strikethrough":
                self.aside(child, "struck", "struck out")
            elif not (tag in ("image", "") or (tag == "a" and attribute(child, "type") == "note")):
                self._inline(child, italic or tag == "emphasis", runs)
            if child.tail:
                runs.append((_SPACE.sub(" ", child.tail), italic))
