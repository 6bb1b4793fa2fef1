"""EPUB 2 and 3: the pages of the spine in their order, notes and front matter set aside."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from fabula.errors import UnreadableFile
from fabula.text.archive import Archive
from fabula.text.builder import Block, build
from fabula.text.html import Walker
from fabula.text.markup import attribute, epub_types, tag_of
from fabula.text.xml import parse_xhtml, parse_xml
from fabula.world import Manuscript, SetAside, Source

_ASIDE_TYPES = frozenset(
    "titlepage halftitlepage imprint colophon copyright-page dedication toc loi lot acknowledgments acknowledgements "
    "cover frontispiece endnotes footnotes rearnotes index bibliography glossary errata introduction foreword preface "
    "landmarks appendix uncopyright other-credits contributors seriespage backlink".split()
)
_STORY_TYPES = frozenset("chapter bodymatter prologue epilogue part volume division subchapter z3998:fiction".split())
_ASIDE_NAME = re.compile(
    r"(?:^|[-_./\d])(?:cover|title[-_]?page|halftitle(?:page)?|copyright|uncopyright|imprint|colophon|toc|nav|contents|"
    r"dedication|about(?:[-_]?the)?[-_]?author|also[-_]?by|acknowledge?ments?|endnotes|footnotes|licen[cs]e|preface|afterword)"
    r"(?:[-_.\d]|$)",
    re.I,
)


def read_epub(data: bytes, source: Source) -> Manuscript:
    """The story of an EPUB. Raises UnreadableFile for a corrupt, encrypted or empty one."""
    archive = Archive(data, source.name)
    folder, package = _package(archive)
    title, author = _metadata(package)
    source = replace(source, title=title or source.title, author=author or source.author)
    manifest = {attribute(i, "id"): i for i in package.iter() if tag_of(i) == "item"}
    spine = [i for i in package.iter() if tag_of(i) == "itemref"]
    if not spine:
        raise UnreadableFile(f"{source.name}: the EPUB's spine is empty")
    pages = []
    for ref in spine:
        item = manifest.get(attribute(ref, "idref"))
        if item is not None:
            path = posixpath.normpath(posixpath.join(folder, unquote(attribute(item, "href")).split("#")[0]))
            pages.append((path, attribute(ref, "linear") == "no", item))
    _refuse_encrypted(archive, {p for p, _, _ in pages})
    css = "\n".join(
        archive.read(p).decode("utf-8", "replace")
        for i in manifest.values()
        if attribute(i, "media-type") == "text/css"
        and (p := posixpath.normpath(posixpath.join(folder, unquote(attribute(i, "href"))))) in archive
    )
    blocks: list[Block] = []
    aside: list[SetAside] = []
    for path, extra, item in pages:
        if path not in archive:
            raise UnreadableFile(f"{source.name}: the archive lacks {path}, which its spine names")
        root = parse_xhtml(archive.read(path), f"{source.name}: {path}")
        reason = _not_story(root, path, extra, item)
        walker = Walker(root, css)
        body = next((e for e in root.iter() if tag_of(e) == "body"), root)
        walker.walk(body)
        if reason:
            words = "\n\n".join(b.text.strip() for b in walker.blocks if b.text.strip())
            if words or walker.set_aside:
                whole = "\n\n".join([words, *(s.text or "" for s in walker.set_aside)]).strip()
                aside.append(SetAside("front matter", reason, None, whole))
            continue
        if blocks and walker.blocks and walker.blocks[0].kind == "prose" and not _runs_on(blocks):
            blocks.append(Block("gap"))
        blocks.extend(walker.blocks)
        aside.extend(walker.set_aside)
    if not any(b.kind == "prose" for b in blocks):
        raise UnreadableFile(f"{source.name}: the EPUB holds no prose in its spine")
    return build(blocks, source, aside)


def _runs_on(blocks: list[Block]) -> bool:
    """Does the last paragraph break off, so that a new file is only a new file?"""
    last = next((b.text.rstrip() for b in reversed(blocks) if b.kind == "prose"), "")
    return bool(last) and last[-1] not in ".!?\"”’…'—*"


def _package(archive: Archive) -> tuple[str, etree._Element]:
    if "META-INF/container.xml" not in archive:
        raise UnreadableFile(f"{archive.name}: not an EPUB (no META-INF/container.xml)")
    container = parse_xml(archive.read("META-INF/container.xml"), f"{archive.name}: META-INF/container.xml")
    path = next((attribute(e, "full-path") for e in container.iter() if tag_of(e) == "rootfile"), "")
    path = posixpath.normpath(path)
    if path not in archive:
        raise UnreadableFile(f"{archive.name}: the EPUB's package file {path!r} is missing")
    return posixpath.dirname(path), parse_xml(archive.read(path), f"{archive.name}: {path}")


def _metadata(package: etree._Element) -> tuple[str | None, str | None]:
    def first(names: Iterable[str]) -> str | None:
        for e in package.iter():
            if tag_of(e) in names and e.text and e.text.strip():
                return " ".join(e.text.split())
        return None

    return first(("title",)), first(("creator",))


def _refuse_encrypted(archive: Archive, pages: set[str]) -> None:
    """Fonts may be obfuscated; pages that are encrypted cannot be read."""
    if "META-INF/encryption.xml" not in archive:
        return
    root = parse_xml(archive.read("META-INF/encryption.xml"), f"{archive.name}: META-INF/encryption.xml")
    locked = {unquote(attribute(e, "URI")) for e in root.iter() if tag_of(e) == "CipherReference".lower()}
    if locked & pages or "META-INF/rights.xml" in archive:
        raise UnreadableFile(f"{archive.name}: the EPUB is encrypted (DRM); Fabula can only read books without it")


def _not_story(root: etree._Element, path: str, extra: bool, item: etree._Element) -> str | None:
    """Why a page of the spine is not the story, or None."""
    body = next((e for e in root.iter() if tag_of(e) == "body"), root)
    types = set(epub_types(body))
    tops = [c for c in body if tag_of(c) in ("section", "div", "nav", "article")]
    inner = [epub_types(c) for c in tops[:1]]
    for t in inner:
        types |= t
    if types & _STORY_TYPES and not types & (_ASIDE_TYPES - {"introduction"}):
        return None
    hit = sorted(types & _ASIDE_TYPES)
    if hit:
        return hit[0]
    if "nav" in attribute(item, "properties").split() or any(tag_of(c) == "nav" for c in tops[:1]):
        return "table of contents"
    if extra:
        return "outside the reading order"
    stem = posixpath.splitext(posixpath.basename(path))[0]
    words = len("".join(body.itertext()).split())
    if _ASIDE_NAME.search(stem) and words < 3000:
        return stem
    return None
