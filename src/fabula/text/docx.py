"""Word files."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import mammoth
from lxml import etree

from fabula.errors import UnreadableFile
from fabula.text.archive import Archive
from fabula.text.html import read_html
from fabula.text.markup import attribute, tag_of
from fabula.text.xml import parse_xml
from fabula.world import Manuscript, SetAside, Source

_STYLES = "p[style-name='Caption'] => p.caption:fresh\np[style-name='caption'] => p.caption:fresh"
_HIDDEN = frozenset(("vanish", "specvanish"))
_TITLES = frozenset(("title", "subtitle", "author"))
_STRUCK = frozenset(("strike", "dstrike"))


def read_docx(data: bytes, source: Source) -> Manuscript:
    """A Word file: its headings, paragraphs and italics; footnotes, captions, hidden and struck-out words set aside."""
    archive = Archive(data, source.name)
    if "word/document.xml" not in archive:
        raise UnreadableFile(f"{source.name}: not a Word file (no word/document.xml)")
    parts = {
        path: parse_xml(archive.read(path), f"{source.name}: {path}", doctype=False)
        for path in sorted(archive.names)
        if path.endswith((".xml", ".rels"))
    }
    if "docProps/core.xml" in parts:
        found = {tag_of(e): " ".join((e.text or "").split()) for e in parts["docProps/core.xml"].iter()}
        source = replace(source, title=found.get("title") or None, author=found.get("creator") or None)
    opening = _title_page(parts["word/document.xml"], parts.get("word/styles.xml"))
    if opening:
        said = {style: words for style, words in reversed(opening) if words}
        source = replace(source, title=said.get("title") or source.title, author=said.get("author") or source.author)
    hidden = _styles(parts.get("word/styles.xml"), _HIDDEN)
    struck = _styles(parts.get("word/styles.xml"), _STRUCK)
    document = parts["word/document.xml"]
    aside = [
        *(SetAside("title", style, None, words) for style, words in opening if words),
        *(SetAside("hidden", "hidden text", None, words) for words in _take_out(document, _HIDDEN, hidden)),
        *(SetAside("struck", "struck out", None, words) for words in _take_out(document, _STRUCK, struck)),
    ]
    try:
        result = mammoth.convert_to_html(
            _packed(parts),
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
            ignore_empty_paragraphs=False,
            style_map=_STYLES,
        )
    except Exception as e:  # mammoth raises what its XML parser raises (xml.sax, expat): all mean a broken file
        raise UnreadableFile(f"{source.name}: the Word file is damaged ({type(e).__name__})") from None
    manuscript = read_html(f"<html><body>{result.value}</body></html>", source, draft=True)
    return replace(manuscript, set_aside=(*manuscript.set_aside, *aside))


def _title_page(document: etree._Element, styles: etree._Element | None) -> list[tuple[str, str]]:
    """Take the paragraphs with which a document opens in the styles Title, Subtitle and Author out of it: the style
    and the words of each. They are about the story and no part of it.
    """
    named = {}
    for s in styles.iter() if styles is not None else ():
        if tag_of(s) == "style" and (name := _child(s, "name")) is not None:
            named[attribute(s, "styleId")] = attribute(name, "val").lower()
    out: list[tuple[str, str]] = []
    for p in [e for e in document.iter() if tag_of(e) == "p"]:
        words = " ".join("".join(t.text or "" for t in p.iter() if tag_of(t) == "t").split())
        about = _child(p, "ppr")
        style = None if about is None else _child(about, "pstyle")
        id = attribute(style, "val") if style is not None else ""
        name = named.get(id, id.lower())
        parent = p.getparent()
        if words and (name not in _TITLES or parent is None):
            break
        if name in _TITLES and parent is not None:
            parent.remove(p)
            out.append((name, words))
    return out


def _packed(parts: dict[str, etree._Element]) -> io.BytesIO:
    """The parts as our own parser read them: nothing of a stranger's XML reaches another one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for path, root in parts.items():
            z.writestr(path, etree.tostring(root, encoding="utf-8", xml_declaration=True))
    return out


def _is_on(properties: etree._Element | None, names: frozenset[str]) -> bool:
    """Is one of some toggles switched on in the properties of a run, a paragraph's mark or a style?"""
    if properties is None:
        return False
    return any(tag_of(e) in names and attribute(e, "val").lower() not in ("0", "false", "off") for e in properties)


def _styles(root: etree._Element | None, names: frozenset[str]) -> frozenset[str]:
    """The styles that switch it on."""
    if root is None:
        return frozenset()
    styles = (e for e in root.iter() if tag_of(e) == "style")
    return frozenset(attribute(s, "styleId") for s in styles if _is_on(_child(s, "rpr"), names))


def _child(e: etree._Element, tag: str) -> etree._Element | None:
    return next((c for c in e if tag_of(c) == tag), None)


def _styled(properties: etree._Element | None, tag: str, styles: frozenset[str]) -> bool:
    style = None if properties is None else _child(properties, tag)
    return style is not None and attribute(style, "val") in styles


def _take_out(document: etree._Element, names: frozenset[str], styles: frozenset[str]) -> Iterator[str]:
    """Take runs out of a document that are hidden or struck out by themselves or by style; the words of each paragraph.

    A paragraph that is left without words goes, and so does the mark between two where the mark is hidden.
    """
    runs: dict[etree._Element | None, list[etree._Element]] = {}
    for run in document.iter("{*}r"):
        runs.setdefault(next(run.iterancestors("{*}p"), None), []).append(run)
    for p in list(document.iter("{*}p")):
        about = _child(p, "ppr")
        whole = _styled(about, "pstyle", styles)
        gone: list[str] = []
        for run in runs.get(p, ()):
            own = _child(run, "rpr")
            switched = [e for e in (own if own is not None else ()) if tag_of(e) in names]
            if _is_on(own, names) or _styled(own, "rstyle", styles) or (whole and not switched):
                gone.append("".join(t.text or "" for t in run.iter() if tag_of(t) == "t"))
                run.getparent().remove(run)
        words = "".join(gone).strip()
        if words:
            yield words
        if not gone:
            continue
        left = next(p.iter("{*}t", "{*}drawing", "{*}pict", "{*}br"), None) is not None
        parent = p.getparent()
        if not left and parent is not None and tag_of(parent) in ("body", "txbxcontent"):
            parent.remove(p)
