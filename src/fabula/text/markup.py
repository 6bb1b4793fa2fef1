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
    "input textarea title link meta map".split()
)
ITALIC = frozenset("i em".split())
_NOTE_TYPES = frozenset("footnote footnotes endnote endnotes rearnote rearnotes note notes annotation".split())
_NOTE_ROLES = frozenset("doc-footnote doc-endnote doc-endnotes".split())
_NOTE_ID = re.compile(r"^(?:foot|end|fn|en)[-_]?(?:notes?)?[-_:]?\d+$|^(?:foot|end)notes?$", re.I)
_NOTE_CLASS = re.compile(r"^(?:foot|end|side)[-_]?notes?(?:[-_]\w+)?$", re.I)
_ASIDE = re.compile(
    r"^(?:notes?|summary|endnotes?|meta|tags|byline|landmark|kudos|comments?|navigation|navbar|nav|menu|toc|actions|share|"
    r"sharing|social|related|sidebar|breadcrumbs?|pagination|pager|footer|site-header|cookie\w*|advert\w*|ads?|disclaimer|"
    r"author-notes?|authors-note|pg-boilerplate|pgheader|pgfooter|screen-reader-text|sr-only|rating|stats)$",
    re.I,
)
_ASIDE_TAGS = frozenset("div section ul ol dl p table span aside h1 h2 h3 h4 h5 h6 blockquote".split())
_BREAK_CLASS = re.compile(
    r"(?:scene|section|text|thought|context|time|chapter|line)[-_]?(?:break|brk|sep\w*|divider|space)|asterism|ornament|"
    r"fleuron|dinkus|^(?:break|sep|separator|divider|tb|thoughtbreak|transition)$",
    re.I,
)
_ITALIC_CLASS = re.compile(r"^(?:i|it|em|italics?|emphasis|ital)\d*$", re.I)
_CSS_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,4000})\}")
_CSS_CLASS = re.compile(r"\.([\w-]+)\s*(?:,|$)")
_CSS_MARGIN = re.compile(r"margin(?:-top)?\s*:\s*([\d.]+)(em|rem|px|pt|ex|%)")


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


def is_note(e: etree._Element) -> bool:
    """A footnote or endnote, or a list of them."""
    if epub_types(e) & _NOTE_TYPES or attribute(e, "role") in _NOTE_ROLES:
        return True
    if tag_of(e) in ("a", "sup", "span"):
        return False
    return bool(_NOTE_ID.match(attribute(e, "id"))) or any(_NOTE_CLASS.match(c) for c in classes(e))


def is_note_reference(e: etree._Element) -> bool:
    """The little number that points at a note."""
    if "noteref" in epub_types(e) or attribute(e, "role") == "doc-noteref":
        return True
    tag = tag_of(e)
    if tag == "a" and re.match(r"#.*(?:note|fn|ftn|_edn)", attribute(e, "href")):
        label = "".join(e.itertext()).strip()
        return len(label) <= 5 and not label.isalpha()
    if tag == "sup":
        links = [x for x in e if tag_of(x) == "a"]
        return len(links) == 1 and attribute(links[0], "href").startswith("#")
    return False


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
    if attribute(e, "hidden") or attribute(e, "aria-hidden") == "true":
        return True
    return tag_of(e) in _ASIDE_TAGS and any(_ASIDE.match(c) for c in classes(e))


def is_contents(e: etree._Element) -> bool:
    """Nothing but links within the page: a table of contents, or a line of one."""
    links = [x for x in e.iter() if tag_of(x) == "a" and attribute(x, "href").startswith("#")]
    if not links:
        return False
    inside = sum(len("".join(x.itertext()).strip()) for x in links)
    whole = len("".join("".join(e.itertext()).split()))
    return inside > 0 and inside >= 0.8 * whole and inside <= 90 * len(links)


def is_break(e: etree._Element) -> bool:
    """A scene break by element or by class. (Breaks by their text are found later.)"""
    tag = tag_of(e)
    if tag == "hr":
        return True
    return (
        tag in ("p", "div", "span")
        and any(_BREAK_CLASS.search(c) for c in classes(e))
        and len("".join(e.itertext()).strip()) <= 12
    )


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
    for selectors, body in _CSS_RULE.findall(css[:500_000]):
        names = _CSS_CLASS.findall(" ".join(selectors.split()))
        if re.search(r"font-style\s*:\s*(?:italic|oblique)", body):
            italic.update(names)
        margin = _CSS_MARGIN.search(body)
        if margin and float(margin[1] or 0) >= {"em": 1.4, "rem": 1.4, "ex": 3, "px": 20, "pt": 15, "%": 5}[margin[2]]:
            spaced.update(c for c in names if 0 < used[c] <= 0.1 * paragraphs)
    return frozenset(italic), frozenset(spaced)
