"""OpenDocument text. Read with the same hardened parser as EPUB; a library would open the file once more unguarded."""

from dataclasses import replace

from lxml import etree

from fabula.errors import UnreadableFile
from fabula.text.archive import Archive
from fabula.text.builder import Block, build
from fabula.text.markup import attribute, tag_of
from fabula.text.xml import parse_xml
from fabula.world import Manuscript, SetAside, Source

_SKIPPED = frozenset(
    "tracked-changes sequence-decls variable-decls forms table-of-content bibliography annotation frame".split()
)


def read_odt(data: bytes, source: Source) -> Manuscript:
    """An OpenDocument text: its headings, paragraphs and italics; notes and indexes set aside."""
    archive = Archive(data, source.name)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableFile(f"{source.name}: the document is encrypted with a password")
    root = parse_xml(archive.read("content.xml"), f"{source.name}: content.xml", doctype=False)
    if "meta.xml" in archive:
        meta = parse_xml(archive.read("meta.xml"), f"{source.name}: meta.xml", doctype=False)
        found = {tag_of(e): (e.text or "").strip() for e in meta.iter()}
        author = found.get("initial-creator") or found.get("creator")
        source = replace(source, title=found.get("title") or None, author=author or None)
    styles = [
        (attribute(style, "name"), p)
        for style in root.iter()
        if tag_of(style) == "style"
        for p in style.iter()
        if tag_of(p) == "text-properties"
    ]
    italic = {name for name, p in styles if attribute(p, "font-style") in ("italic", "oblique")}
    hidden = {name for name, p in styles if attribute(p, "display") == "none"}
    struck = {
        name
        for name, p in styles
        if any(attribute(p, f"text-line-through-{x}") not in ("", "none") for x in ("style", "type"))
    }
    body = next((e for e in root.iter() if tag_of(e) == "text" and tag_of(e.getparent()) == "body"), None)
    if body is None:
        raise UnreadableFile(f"{source.name}: not an OpenDocument text (no text body)")
    reader = _Reader(italic, dict.fromkeys(hidden, "hidden") | dict.fromkeys(struck, "struck"))
    reader.walk(body)
    return build(reader.blocks, source, reader.set_aside)


class _Reader:
    def __init__(self, italic: set[str], away: dict[str, str]) -> None:
        self.italic = italic
        self.away = away  # styles of what is hidden or struck out
        self.blocks: list[Block] = []
        self.set_aside: list[SetAside] = []

    def walk(self, e: etree._Element) -> None:
        for child in e:
            tag = tag_of(child)
            if tag in _SKIPPED:
                self._aside(child, "index" if tag == "table-of-content" else tag)
            elif tag in ("p", "h") and attribute(child, "style-name") in self.away:
                self._aside(child, self.away[attribute(child, "style-name")])
            elif tag in ("p", "h"):
                runs: list[tuple[str, bool]] = []
                self._inline(child, attribute(child, "style-name") in self.italic, runs)
                if any(t.strip() for t, _ in runs):
                    self.blocks.append(Block("heading" if tag == "h" else "prose", runs))
                else:
                    self.blocks.append(Block("gap"))
            else:
                self.walk(child)

    def _inline(self, e: etree._Element, italic: bool, runs: list[tuple[str, bool]]) -> None:
        if e.text:
            runs.append((e.text, italic))
        for child in e:
            tag = tag_of(child)
            if tag in ("note", "annotation"):
                self._aside(child, "note")
            elif tag == "span" and attribute(child, "style-name") in self.away:
                self._aside(child, self.away[attribute(child, "style-name")])
            elif tag in ("hidden-text", "ruby-text"):
                self._aside(child, "hidden")
            elif tag == "line-break":
                runs.append(("\n", italic))
            elif tag in ("s", "tab"):
                runs.append((" ", italic))
            elif tag not in _SKIPPED:
                self._inline(child, italic or attribute(child, "style-name") in self.italic, runs)
            if child.tail:
                runs.append((child.tail, italic))

    def _aside(self, e: etree._Element, kind: str) -> None:
        words = " ".join("".join(e.itertext()).split())
        if words:
            self.set_aside.append(SetAside(kind, kind, None, words))
