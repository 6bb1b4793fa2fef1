"""What HTML elements are: story, notes, navigation, scene breaks, italics."""

import re
from collections import Counter

from lxml import etree

BLOCKS = frozenset(
    "p div li blockquote h1 h2 h3 h4 h5 h6 tr td th dt dd pre section article main body html ul ol dl table tbody "
    "center address figure figcaption hgroup header footer fieldset summary details".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
NEVER = frozenset(
    "script style head nav form button select option noscript iframe svg math template audio video object embed canvas "
    "input textarea title link meta map rt rp rtc".split()
)
ITALIC = frozenset("i em".split())
_NOTE_TYPES = frozenset("footnote footnotes endnote endnotes rearnote rearnotes note notes annotation".split())
_NOTE_ROLES = frozenset("doc-footnote doc-endnote doc-endnotes".split())
_NOTE_ID = re.compile(r"^_?(?:foot|end|fn|en|ftn|edn)[-_]?(?:notes?)?[-_:]?\d+$|^(?:foot|end)notes?$", re.I)
_NOTE_CLASS = re.compile(r"^(?:foot|end|side)[-_]?notes?(?:[-_]\w+)?$", re.I)
_WORD_NOTE = re.compile(r"mso-element\s*:\s*(?:foot|end)note")
_WORD_COMMENT = re.compile(r"mso-element\s*:\s*comment")
_REFERENCE_CLASS = re.compile(
    r"^(?:(?:foot|end|side)?[-_]?notes?|fn|ftn|fr)[-_]?(?:ref(?:erence)?|link|call|mark(?:er)?|anchor|number|num|sup|id)s?\d*$|^noteref\d*$",
    re.I,
)
_WORD_REFERENCES = frozenset(("MsoFootnoteReference", "MsoEndnoteReference", "MsoCommentReference", "msocomanchor"))
_REFERENCE_LABEL = re.compile(r"^[\[({]?\s*(?:\d{1,3}|[a-z]|[ivxl]{1,5}|[*†‡§¶#]{1,4})\s*[\])}.]?$")
_NOTE_OPENS = re.compile(r"\s*[\[({]?\s*(?P<mark>\d{1,3}|[*†‡§¶#]{1,4})\s*[\])}.:]?\s")
_PAGE_CLASS = re.compile(
    r"^(?:x-?)?(?:ebookmaker-)?page[-_]?(?:num(?:ber)?|no|break|ref)?s?$|^(?:pb|pgno|folio)$", re.I
)
_PAGE_LABEL = re.compile(r"^[\[({|]*\s*(?:p(?:age|gs?|p)?\.?\s*)?(?:\d{1,5}|[ivxlcdm]{1,8})\s*[\])}|]*$", re.I)
_ASIDE = re.compile(
    r"^(?:notes?|summary|endnotes?|meta|tags|byline|landmark|kudos|comments?|navigation|navbar|nav|menu|toc|actions|share|"
    r"sharing|social|related|sidebar|breadcrumbs?|pagination|pager|footer|site-header|cookie\w*|advert\w*|ads?|disclaimer|"
    r"authors?[-_]?notes?(?:[-_]\w+)*|\w+[-_](?:notes?|summary)|notes?[-_]?info|captions?|fig(?:ure)?[-_]?caption|wp-caption-text|"
    r"image-?caption|cbj_\w+|MsoToc\w+|pg-boilerplate|pgheader|pgfooter|screen-reader-text|sr-only|rating|stats)$",
    re.I,
)
_ASIDE_TAGS = frozenset("div section ul ol dl p table span aside h1 h2 h3 h4 h5 h6 blockquote".split())
_BREAK_CLASS = re.compile(
    r"(?:scene|section|text|thought|context|time|chapter|line)[-_]?(?:break|brk|sep\w*|divider|space)|asterism|ornament|"
    r"fleuron|dinkus|^(?:break|sep|separator|divider|tb|thoughtbreak|transition)$",
    re.I,
)
_DROP_CLASS = re.compile(r"drop|initial|lettrine|first-?letter|big-?cap|raised|versal", re.I)
_DROP = re.compile(r"^\s*([\"“‘'«]?\s*[^\W\d_])\s*$")
_ITALIC_CLASS = re.compile(r"^(?:i|it|em|italics?|emphasis|ital)\d*$", re.I)
_CSS_CLASS = re.compile(r"\.([\w-]+)\s*(?:,|$)")
_CSS_MARGIN = re.compile(r"margin(?:-top)?\s*:\s*(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(em|rem|px|pt|ex|%)")


def tag_of(e: etree._Element) -> str:
    """The element's name without namespace, in lower case; empty for comments."""
    return e.tag.rsplit("}", 1)[-1].lower() if isinstance(e.tag, str) else ""


def attribute(e: etree._Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace or prefix."""
    for k, v in e.attrib.items():
        if isinstance(k, str) and (k == name or k.endswith(("}" + name, ":" + name))):
            return str(v)
    return ""


def classes(e: etree._Element) -> list[str]:
    """The element's classes."""
    return attribute(e, "class").split()


def epub_types(e: etree._Element) -> set[str]:
    """The words of epub:type."""
    for k, v in e.attrib.items():
        if isinstance(k, str) and k.endswith(("}type", "epub:type")):
            return {t.rsplit(":", 1)[-1] for t in str(v).split()}
    return set()


def label_of(e: etree._Element, most: int = 60) -> str:
    """The words of an element, without space around them, where they are short; else more than ``most`` of them.

    Asked of elements within elements: what is long is not read to its end each time.
    """
    out = ""
    for text in e.itertext():
        out = (out + text).lstrip()
        if len(out) > most and len(out.strip()) > most:
            break
        out = out[: 4 * most]  # white space between words may be as long as it likes
    return out.strip()


def is_note(e: etree._Element) -> bool:
    """A footnote or endnote, or a list of them."""
    if epub_types(e) & _NOTE_TYPES or attribute(e, "role") in _NOTE_ROLES:
        return True
    if tag_of(e) in ("a", "sup", "span"):
        return False
    if _WORD_NOTE.search(attribute(e, "style")):
        return True
    return bool(_NOTE_ID.match(attribute(e, "id"))) or any(_NOTE_CLASS.match(c) for c in classes(e))


def is_note_reference(e: etree._Element) -> bool:
    """The little number that points at a note."""
    if "noteref" in epub_types(e) or attribute(e, "role") == "doc-noteref":
        return True
    tag = tag_of(e)
    if tag not in ("a", "sup", "span"):
        return False
    if not _WORD_REFERENCES.isdisjoint(classes(e)):
        return True
    label = label_of(e)
    if not _REFERENCE_LABEL.match(label):
        return False
    if any(_REFERENCE_CLASS.match(c) for c in classes(e)):
        return True
    href = attribute(e, "href")
    if tag == "a" and "#" in href:
        named = bool(re.search(r"#.*(?:note|fn|ftn|_edn)", href))
        return not label.isalpha() and (named or _follows_word(e))
    if tag == "sup":
        links = [x for x in e if tag_of(x) == "a"]
        if len(links) == 1 and "#" in attribute(links[0], "href"):
            return True
        return not label.isalpha() and _follows_word(e)
    return False


def note_targets(root: etree._Element) -> frozenset[str]:
    """The ids on this page that the little numbers of notes point at."""
    links = (x for x in root.iter("{*}a") if attribute(x, "href").startswith("#"))
    return frozenset(attribute(x, "href")[1:] for x in links if _points(x))


def _points(link: etree._Element) -> bool:
    """Is a link, or the raised figure around it, the mark of a note: right behind a word, or one by its class?"""
    parent = link.getparent()
    raised = parent is not None and tag_of(parent) == "sup"
    mark = parent if raised and not is_note_reference(link) else link
    if not is_note_reference(mark):
        return False
    if "noteref" in epub_types(mark) or any(_REFERENCE_CLASS.match(c) for c in classes(mark)):
        return True
    outer = parent if raised else link
    before, around = outer.getprevious(), outer.getparent()
    text = before.tail if before is not None else around.text if around is not None else ""
    return not text[-1].isspace() if text else before is not None


def note_mark(words: str) -> str:
    """The mark that opens a note, without what is around it; empty where there is none.

    >>> [note_mark(x) for x in ("[2] The rolls say eight.", "3. In Ottery.", "* So she says.", "Nine.")]
    ['2', '3', '*', '']
    """
    found = _NOTE_OPENS.match(words)
    return found["mark"] if found else ""


def is_referred_to(e: etree._Element, targets: frozenset[str]) -> bool:
    """Is a block a note that a mark points at: does it, or what opens it, have that id, and begin with its mark?"""
    if not targets or tag_of(e) in HEADINGS or not label_of(e):
        return False
    first = next(iter(e), None) if not (e.text or "").strip() else None
    opening = first if first is not None and tag_of(first) in ("a", "sup", "span") else None
    if attribute(e, "id") not in targets and (opening is None or attribute(opening, "id") not in targets):
        return False
    return tag_of(e) == "li" or bool(_NOTE_OPENS.match(label_of(e)))


def _follows_word(e: etree._Element) -> bool:
    """Does it stand behind a word or a mark, as a note's number does, and not behind a number or a letter (m²)?"""
    before = e.getprevious()
    text = before.tail if before is not None else e.getparent().text if e.getparent() is not None else ""
    words = (text or "").split()
    if not words or (text or "")[-1:].isspace():
        return before is not None and not text
    last = words[-1]
    return not last[-1].isalnum() or (last[-1].isalpha() and len(last) > 1)


def is_page_number(e: etree._Element) -> bool:
    """The number of a printed page between the words; what only marks where the page began keeps its words."""
    if not is_page_break(e):
        return False
    label = label_of(e)
    return not label or bool(_PAGE_LABEL.match(label))


def is_page_break(e: etree._Element) -> bool:
    """Does an element mark where a printed page began?"""
    tag = tag_of(e)
    if "pagebreak" in epub_types(e) or attribute(e, "role") == "doc-pagebreak" or tag.endswith(":pagebreak"):
        return True
    return tag in ("span", "a", "div", "p", "hr", "small", "sup", "i", "b") and any(
        _PAGE_CLASS.match(c) for c in classes(e)
    )


def is_drop_cap(e: etree._Element) -> bool:
    """A letter set large at the head of a chapter: by class, or as `<big>`."""
    return tag_of(e) == "big" or any(_DROP_CLASS.search(c) for c in classes(e))


def drop_cap(words: str) -> str:
    """The letter, with the mark that opens speech before it, where the words are no more than that; else nothing."""
    found = _DROP.match(words)
    return found[1] if found else ""


def is_aside(e: etree._Element) -> bool:
    """Not the story: notes of an archive, tags, navigation."""
    if tag_of(e) == "aside" or attribute(e, "role") in (
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
    ):
        return True
    if "hidden" in e.attrib or attribute(e, "aria-hidden") == "true":
        return True
    if tag_of(e) in ("figcaption", "caption", "del", "rtc"):
        return True
    style = attribute(e, "style")
    if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style) or _WORD_COMMENT.search(style):
        return True
    return tag_of(e) in _ASIDE_TAGS and any(_ASIDE.match(c) for c in classes(e))


def is_titled(e: etree._Element) -> bool:
    """A chapter's title among an archive's notes; a landmark ("Chapter Text") is for screen readers alone."""
    return "heading" in classes(e) and "landmark" not in classes(e)


def is_contents(e: etree._Element) -> bool:
    """Nothing but links within the page: a table of contents, or a line of one."""
    links = [x for x in e.iter("{*}a") if attribute(x, "href").startswith("#")]
    if not links:
        return False
    inside = sum(len("".join(x.itertext()).strip()) for x in links)
    whole = len("".join("".join(e.itertext()).split()))
    return inside > 0 and inside >= 0.8 * whole and inside <= 90 * len(links)


def is_break(e: etree._Element) -> bool:
    """A scene break by element or by class. (Breaks by their text are found later.)"""
    tag = tag_of(e)
    if is_page_break(e):
        return False
    if tag == "hr":
        return True
    return tag in ("p", "div", "span") and any(_BREAK_CLASS.search(c) for c in classes(e)) and len(label_of(e)) <= 12


def is_italic(e: etree._Element, italic_classes: frozenset[str]) -> bool:
    """Italic by element, style or class; not where it marks a title or a foreign phrase."""
    tag = tag_of(e)
    types = epub_types(e)
    if any(t.startswith(("name.", "se:name")) for t in types) or attribute(e, "lang"):
        return False
    if tag in ITALIC:
        return True
    style = attribute(e, "style").replace(" ", "").lower()
    if tag in ("span", "p", "div") and "font-style:italic" in style:
        return True
    return tag == "span" and any(_ITALIC_CLASS.match(c) or c in italic_classes for c in classes(e))


def css_classes(css: str, used: Counter[str], paragraphs: int) -> tuple[frozenset[str], frozenset[str]]:
    """(classes that make italics, classes that open a scene by a wide margin above and are used rarely)."""
    italic: set[str] = set()
    spaced: set[str] = set()
    for rule in css[:500_000].split("}"):
        selectors, _, body = rule.rpartition("{")
        names = _CSS_CLASS.findall(" ".join(selectors.split()))
        if re.search(r"font-style\s*:\s*(?:italic|oblique)", body):
            italic.update(names)
        margin = _CSS_MARGIN.search(body)
        if margin and float(margin[1]) >= {"em": 1.4, "rem": 1.4, "ex": 3, "px": 20, "pt": 15, "%": 5}[margin[2]]:
            spaced.update(c for c in names if 0 < used[c] <= 0.1 * paragraphs)
    return frozenset(italic), frozenset(spaced)
