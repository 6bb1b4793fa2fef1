"""EPUB 2 and 3: the pages of the spine in their order, notes and front matter set aside."""

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from fabula.errors import UnreadableFile
from fabula.text.archive import Archive
from fabula.text.builder import Block, build
from fabula.text.contents import Entry, read_contents, resolve
from fabula.text.headings import is_bare_number, is_break
from fabula.text.html import Walker
from fabula.text.markup import attribute, classes, epub_types, tag_of
from fabula.text.matter import is_excerpt, is_likely, is_matter, is_title_page
from fabula.text.xml import parse_xhtml, parse_xml
from fabula.world import Manuscript, SetAside, Source

_ASIDE_TYPES = frozenset(
    "titlepage halftitlepage imprint colophon copyright-page dedication toc loi lot acknowledgments acknowledgements "
    "cover frontispiece endnotes footnotes rearnotes index bibliography glossary errata introduction foreword preface "
    "landmarks appendix uncopyright other-credits contributors seriespage backlink".split()
)
_STORY_TYPES = frozenset("chapter bodymatter prologue epilogue part volume division subchapter z3998:fiction".split())
_ASIDE_NAME = re.compile(
    r"(?:^|[-_./\d])(?:cover|jacket|log[-_]?page|title[-_]?page|halftitle(?:page)?|copyright|uncopyright|imprint|colophon|toc|nav|contents|"
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
    pages: dict[str, tuple[bool, etree._Element]] = {}  # each once, however often it is named
    for ref in spine:
        item = manifest.get(attribute(ref, "idref"))
        if item is not None:
            pages.setdefault(resolve(folder, attribute(item, "href")), (attribute(ref, "linear") == "no", item))
    _refuse_encrypted(archive, set(pages))
    sheets = (
        resolve(folder, attribute(i, "href")) for i in manifest.values() if attribute(i, "media-type") == "text/css"
    )
    css = "\n".join(archive.read(p).decode("utf-8", "replace") for p in dict.fromkeys(sheets) if p in archive)
    contents = read_contents(archive, folder, manifest)
    titles: dict[str, list[Entry]] = {}
    for entry in contents:
        titles.setdefault(entry.path, []).append(entry)
    blocks: list[Block] = []
    aside: list[SetAside] = []
    before = ""
    closing = False  # an excerpt from another book goes on to the end
    for n, (path, (extra, item)) in enumerate(pages.items()):
        if path not in archive:
            aside.append(SetAside("missing", path, None, "named by the book, and not in the file"))
            continue
        page = archive.read(path)
        if not page.strip():
            aside.append(SetAside("missing", path, None, "named by the book, and empty"))
            continue
        root = parse_xhtml(page, f"{source.name}: {path}")
        body = next((e for e in root.iter() if tag_of(e) == "body"), root)
        walker = Walker(root, css)
        walker.walk(body)
        heading = _heading(walker.blocks, titles.get(path, ()))
        closing = closing or (is_excerpt(heading) and 2 * n > len(pages))
        said = closing or (is_matter(heading) and is_likely(heading, len("".join(body.itertext()).split())))
        reason = _not_story(root, path, extra, item) or (heading or "excerpt" if said else None)
        if reason is None and not blocks and is_title_page([b.text for b in walker.blocks], title, author):
            reason = "title page"
        if reason:
            words = "\n\n".join(b.text.strip() for b in walker.blocks if b.text.strip())
            if words or walker.set_aside:
                whole = "\n\n".join([words, *(s.text or "" for s in walker.set_aside)]).strip()
                aside.append(SetAside("front matter", reason, None, whole))
            continue
        if len(contents) > 1:
            _open_chapters(walker, titles.get(path, ()), source.title)
        # the contents say where chapters begin: a new file is only a new file
        goes_on = len(contents) > 1 or _runs_on(blocks) or _is_split(before, path)
        if blocks and walker.blocks and walker.blocks[0].kind == "prose" and not goes_on:
            blocks.append(Block("gap"))
        blocks.extend(walker.blocks)
        aside.extend(walker.set_aside)
        before = path
    if not any(b.kind == "prose" for b in blocks):
        raise UnreadableFile(f"{source.name}: the EPUB holds no prose in its spine")
    return build(blocks, source, aside)


def _heading(blocks: list[Block], entries: Sequence[Entry]) -> str:
    """What a page calls itself: its first words where they are a heading or short, else its title in the contents."""
    first = next((b for b in blocks if _has_words(b)), None)
    words = " ".join(first.text.split()) if first is not None else ""
    if first is not None and (first.kind == "heading" or is_matter(words)):
        return words
    return entries[0].title if entries else ""


def _open_chapters(walker: Walker, entries: Sequence[Entry], book: str | None) -> None:
    """Note on a page's blocks which chapters begin there by the contents; a line that is the title is a heading."""
    blocks = walker.blocks
    for entry in entries:
        if (
            is_matter(entry.title)
            or entry.title.lower() == (book or "").lower()
            or entry.title.lower() in ("start", "begin reading")
        ):
            continue
        at = walker.anchors.get(entry.anchor, 0) if entry.anchor else 0
        filled = [i for i in range(at, len(blocks)) if _has_words(blocks[i])]
        if not filled:
            continue
        for i in filled[:3]:
            if blocks[i].kind == "heading":
                break
            if _same(blocks[i].text, entry.title):
                blocks[i].kind = "heading"
                break
        first = blocks[filled[0]]
        if first.kind == "prose" and is_bare_number(first.text) and len(filled) > 1:
            first.kind = "heading"
        first.opens = " · ".join(dict.fromkeys(x for x in (first.opens, entry.title) if x))


def _has_words(b: Block) -> bool:
    return b.kind not in ("break", "gap") and bool(b.text.strip()) and not is_break(b.text)


def _same(words: str, title: str) -> bool:
    def fold(x: str) -> str:
        return "".join(c for c in x.casefold() if c.isalnum())

    return bool(fold(words)) and fold(words) == fold(title)


def _is_split(before: str, path: str) -> bool:
    """Are these two pieces that a converter cut one file into, since it was too long?"""
    cut = re.compile(r"^(.*_split_)\d+(\.\w+)$")
    a, b = cut.match(before), cut.match(path)
    return bool(a and b) and a.groups() == b.groups()  # type: ignore[union-attr]


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


def _is_archive(e: etree._Element) -> bool:
    """The pages that an archive of fan fiction puts around a work: its tags, its notes, its request for comments."""
    marks = {c for x in e.iter() for c in classes(x)}
    return bool(marks & {"toc-heading", "meta", "message"}) and not any(
        attribute(x, "id") == "chapters" for x in e.iter()
    )


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
    if any(attribute(c, "id") in ("preface", "afterword") and _is_archive(c) for c in body):
        return "the archive's pages"
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
