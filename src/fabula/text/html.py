"""A saved web page, an archive's download, or a page of an EPUB: the story apart from everything else."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from fabula.text.builder import Block, build
from fabula.text.markup import (
    BLOCKS,
    HEADINGS,
    NEVER,
    attribute,
    classes,
    css_classes,
    drop_cap,
    epub_types,
    is_aside,
    is_break,
    is_contents,
    is_drop_cap,
    is_italic,
    is_note,
    is_note_reference,
    is_page_break,
    is_page_number,
    is_referred_to,
    is_titled,
    label_of,
    note_mark,
    note_targets,
    tag_of,
)
from fabula.text.xml import parse_html
from fabula.world import Manuscript, SetAside, Source

_STORY_IDS = (
    "chapters",
    "storytext",
    "storycontent",
    "story-content",
    "chapter-content",
    "workskin",
    "chapter_content",
)
_WORD_TITLES = frozenset(("MsoTitle", "MsoSubtitle"))  # what a document opens with, about the story
_DEEPEST = 240
_CONTENTS_DEEPEST = 40  # a table of contents stands no deeper, and each of these is looked through to its end


def read_html(text: str, source: Source, *, draft: bool = False) -> Manuscript:
    """The story of an HTML page. Title and author come from the page's own marks where it has them.

    In a ``draft`` struck-out words are set aside.
    """
    root = parse_html(text, source.name)
    title, author = title_and_author(root)
    source = replace(source, title=source.title or title, author=source.author or author)
    walker = Walker(root, draft=draft)
    container = find_story(root)
    walker.leave_out_around(root, container)
    walker.walk(container)
    return build(walker.blocks, source, walker.set_aside)


def find_story(root: etree._Element) -> etree._Element:
    """The element that holds the story: one with a known id, else the article or main part, else the body."""
    for wanted in _STORY_IDS:
        for e in root.iter():
            if isinstance(e.tag, str) and attribute(e, "id") == wanted:
                return e
    body = next((e for e in root.iter() if tag_of(e) == "body"), root)
    whole = _length(body)
    found = list(_outermost(body))
    if found:
        best = max(found, key=_length)
        if _length(best) >= 0.5 * whole:
            return best
    return body


def _outermost(e: etree._Element) -> Iterator[etree._Element]:
    """The articles and main parts of a page; of those within others, the outer ones, which are longer."""
    inside: etree._Element | None = None
    for what, x in etree.iterwalk(e, events=("start", "end")):
        if what == "end":
            inside = None if x is inside else inside
        elif inside is None and (tag_of(x) in ("article", "main") or attribute(x, "role") == "main"):
            inside = x
            yield x


def _length(e: etree._Element) -> int:
    return sum(len("".join(p.itertext())) for p in e.iter() if tag_of(p) == "p") or len("".join(e.itertext()))


def title_and_author(root: etree._Element) -> tuple[str | None, str | None]:
    """Title and author from an archive's heading, meta elements, or the title element."""
    title = author = None
    for e in root.iter():
        tag, marks = tag_of(e), classes(e)
        if tag == "meta":
            name = (attribute(e, "name") or attribute(e, "property")).lower()
            content = attribute(e, "content").strip()
            if name in ("author", "dc.creator", "article:author") and content:
                author = author or content
            elif name in ("og:title", "dc.title") and content:
                title = title or content
        elif attribute(e, "rel") == "author" and tag == "a":
            author = author or _words(e) or None
        elif tag == "p" and "MsoTitle" in marks:
            title = title or _words(e) or None
        elif "title" in marks and "heading" in marks and tag in ("h1", "h2"):
            title = _words(e) or title
    if title is None:
        first = next((e for e in root.iter() if tag_of(e) == "h1" and _words(e)), None)
        if first is not None and len(_words(first)) < 120:
            title = _words(first)
    if title is None:
        title = next((_words(e) for e in root.iter() if tag_of(e) == "title"), "") or None
    named = next((_words(e) for e in root.iter() if tag_of(e) == "title"), "")
    pg = re.match(r"(?:The )?Project Gutenberg(?:'s| (?:e-?text|ebook) of)? (.+?),? by ([^,|]+)$", named, re.I)
    if pg:
        title, author = pg[1], author or pg[2].strip()
    return title, author


def _words(e: etree._Element) -> str:
    return " ".join("".join(e.itertext()).split())


def _apart(e: etree._Element) -> str:
    """The words of an element, those of one block apart from those of the next."""
    out: list[str] = []
    for what, x in etree.iterwalk(e, events=("start", "end")):
        if tag_of(x) in BLOCKS or tag_of(x) == "br":
            out.append(" ")
        out.append((x.text if what == "start" else x.tail if x is not e else None) or "")
    return " ".join("".join(out).split())


class Walker:
    """Walks elements in document order and collects blocks and what is set aside.

    ``anchors`` gives for each id the number of the block it stands in or opens. In a ``draft`` struck-out words are
    set aside, too; on a page that is published they are meant to be read.
    """

    def __init__(self, root: etree._Element, css: str = "", *, draft: bool = False) -> None:
        self.anchors: dict[str, int] = {}
        self._draft = draft
        self._quoted = 0  # quotations by markup around us
        self._in: list[int] = [0]  # the quoted blocks around us, by number
        self._count = 0
        self.blocks: list[Block] = []
        self.set_aside: list[SetAside] = []
        sheets = css + "\n".join(e.text or "" for e in root.iter() if tag_of(e) == "style")
        paragraphs = [e for e in root.iter() if tag_of(e) == "p"]
        used = Counter(c for e in paragraphs for c in classes(e))
        self._seen: set[str] = set()  # marks of notes
        self._notes = note_targets(root)
        self._italic, self._spaced = css_classes(sheets, used, len(paragraphs))
        self._runs: list[tuple[str, bool]] = []
        self._kind: str = "prose"

    def leave_out_around(self, root: etree._Element, container: etree._Element) -> None:
        """Note what stands on the page outside the story, if it has words."""
        inside = container
        while inside is not None and tag_of(inside) != "body":
            parent = inside.getparent()
            if parent is None:
                break
            for other in parent:
                if other is not inside and tag_of(other) and tag_of(other) not in NEVER - {"nav"}:
                    self._aside(other, "page", attribute(other, "id") or "around the story")
            inside = parent

    def walk(self, e: etree._Element) -> None:
        """Collect the blocks of an element."""
        self._element(e, italic=False, depth=0)
        self._flush()
        self._notes_at_end()

    def _notes_at_end(self) -> None:
        """Set aside the last blocks that open with marks of notes in the text, though no link leads there."""
        first = len(self.blocks)
        while first and self.blocks[first - 1].kind == "prose":
            mark = note_mark(self.blocks[first - 1].text)
            if not mark or mark not in self._seen:
                break
            first -= 1
        if any(b.kind == "prose" for b in self.blocks[:first]):
            self.set_aside += [SetAside("note", "note", None, " ".join(b.text.split())) for b in self.blocks[first:]]
            del self.blocks[first:]

    def _element(self, e: etree._Element, italic: bool, depth: int) -> None:
        tag = tag_of(e)
        if not tag or tag in NEVER or depth > _DEEPEST:
            return
        self._mark(e)
        if is_note_reference(e) or is_page_number(e):
            self._seen.add(note_mark(label_of(e) + " "))
            return
        if self._draft and tag in ("s", "strike"):
            self._aside(e, "struck", "struck out")
            return
        if is_note(e) or (tag in BLOCKS and is_referred_to(e, self._notes)):
            self._flush()
            self._aside(e, "note", "note")
            return
        if depth and is_aside(e):
            if tag in BLOCKS:
                self._flush()
            headings = [h for h in e.iter() if tag_of(h) in HEADINGS and is_titled(h)]
            caption = tag in ("figcaption", "caption") or "caption" in attribute(e, "class").lower()
            kind = "struck" if tag == "del" else "caption" if caption else "notes"
            self._aside(e, kind, " ".join(classes(e)[:1]) or tag)
            for h in headings[:1]:
                self.blocks.append(Block("heading", [(_words(h), False)]))
            return
        listing = 0 < depth <= _CONTENTS_DEEPEST and tag in ("p", "table", "ul", "ol", "dl", "div")
        if listing and is_contents(e):
            self._flush()
            self._aside(e, "contents", "table of contents")
            return
        if tag == "p" and _WORD_TITLES & set(classes(e)) and not any(b.kind == "prose" for b in self.blocks):
            self._flush()
            self._aside(e, "title", classes(e)[0].removeprefix("Mso").lower())
            return
        if is_break(e):
            self._flush()
            self.blocks.append(Block("break"))
            return
        if tag == "br":
            self._runs.append(("\n", italic))
            return
        if tag == "img":
            if letter := drop_cap(attribute(e, "alt")):
                self._runs.append((letter, italic))
            return
        block = tag in BLOCKS
        if block:
            self._flush()
            self._mark(e)
            if tag in HEADINGS or (tag == "p" and epub_types(e) & {"title", "ordinal"}):
                self._kind = "heading"
            if tag == "p" and not label_of(e).strip("\xa0 ") and next(e.iter("{*}img"), None) is None:
                for x in e.iter():
                    self._mark(x)
                if not is_page_break(e) and not any(is_page_break(x) for x in e):
                    self._gap()
                return
            if tag == "p" and set(classes(e)) & self._spaced:
                self._gap()
            if tag == "blockquote":
                self._count += 1
                self._in.append(self._count)
        inner = italic or is_italic(e, self._italic)
        if tag == "pre" and e.text:
            self._preformatted(e)
            return
        marks = self._marks(e) if tag == "q" else ("", "")
        if marks[0]:
            self._runs.append((marks[0], inner))
        if e.text:
            self._runs.append((self._fold(e.text), inner))
        self._quoted += tag == "q"
        for child in e:
            self._element(child, inner, depth + 1)
            if child.tail:
                tail = self._fold(child.tail)
                if tail[:1] == " " and tail[1:2].islower() and is_drop_cap(child) and drop_cap(label_of(child)):
                    # "T he porter": the letter is the word's, unless it may be a word of its own
                    tail = tail if drop_cap(label_of(child))[-1] in "AIOaio" else tail[1:]
                self._runs.append((tail, inner))
        self._quoted -= tag == "q"
        if marks[1]:
            self._runs.append((marks[1], inner))
        if block:
            self._flush()
            if tag == "blockquote":
                self._in.pop()

    def _mark(self, e: etree._Element) -> None:
        """Note where the anchors of an element lead; a block's own is noted again when what was before it has ended."""
        for name in (attribute(e, "id"), attribute(e, "name") if tag_of(e) == "a" else ""):
            if name:
                self.anchors[name] = len(self.blocks)

    def _gap(self) -> None:
        if not self.blocks or self.blocks[-1].kind != "gap":
            self.blocks.append(Block("gap"))

    def _marks(self, e: etree._Element) -> tuple[str, str]:
        """The marks that `<q>` stands for, one inside another by turns; none where the words have their own."""
        if label_of(e)[:1] in ("“", "‘", '"', "«", "„", "'"):
            return "", ""
        return ("‘", "’") if self._quoted % 2 else ("“", "”")

    @staticmethod
    def _fold(text: str) -> str:
        return re.sub(r"\s+", " ", text)

    def _preformatted(self, e: etree._Element) -> None:
        for part in re.split(r"\n\s*\n", "".join(e.itertext())):
            if part.strip():
                self.blocks.append(Block("prose", [(part.strip("\n"), False)]))

    def _flush(self) -> None:
        """End the block; two line ends in a row end a paragraph, as on old pages that know no other way."""
        runs, self._runs = self._runs, []
        kind, self._kind = self._kind, "prose"
        if not any(t.strip() for t, _ in runs):
            return
        current: list[tuple[str, bool]] = []
        ends = 0
        for t, i in runs:
            if t == "\n":
                ends += 1
                if ends == 1:
                    current.append((t, i))
                continue
            if not t.strip() and ends:
                continue
            if ends >= 2 and any(x.strip() for x, _ in current):
                self._add(kind, current)
                if ends >= 4:
                    self._gap()
                current = []
            ends = 0
            current.append((t, i))
        if any(x.strip() for x, _ in current):
            self._add(kind, current)

    def _add(self, kind: str, runs: list[tuple[str, bool]]) -> None:
        while runs and runs[-1][0] == "\n":
            runs = runs[:-1]
        if kind == "heading":
            runs = [(t.replace("\n", " "), False) for t, _ in runs]
        self.blocks.append(Block("heading" if kind == "heading" else "prose", runs, self._in[-1]))

    def _aside(self, e: etree._Element, kind: str, title: str) -> None:
        words = _apart(e)
        if words:
            self.set_aside.append(SetAside(kind, title, None, words))
