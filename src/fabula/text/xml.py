"""Parsers for markup from strangers: no network, no entities, no DTD, and no more time than the text is long."""

import html
import re

from lxml import etree
from lxml import html as lxml_html

from fabula.errors import UnreadableFile
from fabula.text.decode import decode
from fabula.text.invisible import drop_invisible

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_PROLOGUE = re.compile(r"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*", re.S)
_OPENING = re.compile(r"<!DOCTYPE[^\[>]*", re.I)
_CLOSING = re.compile(r"\]\s*>")
_KEPT = frozenset(("amp", "lt", "gt", "quot", "apos"))
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
MOST_ATTRIBUTES = 2000  # of one element: a parser compares each with all before it
MOST_ELEMENTS = 1_000_000  # of one document, each of which takes 200 bytes and more; *War and Peace* has 40,000


def parse_xml(data: bytes, name: str, *, doctype: bool = True) -> etree._Element:
    """The root of an XML document. Raises UnreadableFile where it is not well formed.

    Without ``doctype`` one that declares a document type is refused: an office file that does was made to do harm.
    """
    text = _text(data, name)
    bare = _without_doctype(text)
    _refuse_too_many(bare, name)
    if not doctype and bare is not text:
        raise UnreadableFile(f"{name} declares a document type, which an office file may not")
    try:
        root = etree.fromstring(bare.encode(), _parser())
    except (etree.XMLSyntaxError, ValueError) as e:
        raise UnreadableFile(f"{name}: broken XML ({_short(e)})") from None
    if root is None:
        raise UnreadableFile(f"{name}: no XML in it")
    return _visible(root)


def parse_xhtml(data: bytes, name: str) -> etree._Element:
    """The root of a page of an EPUB: as XML with HTML's named entities, else as HTML."""
    text = _without_doctype(_text(data, name))
    _refuse_too_many(text, name)
    text = _ENTITY.sub(lambda m: m[0] if m[1] in _KEPT else html.unescape(m[0]).replace("&", "&amp;"), text)
    try:
        root = etree.fromstring(text.encode(), _parser())
        if root is not None:
            return _visible(root)
    except (etree.XMLSyntaxError, ValueError):
        pass
    return parse_html(text, name)


def parse_html(text: str, name: str) -> etree._Element:
    """The root of an HTML page, however badly written."""
    _refuse_too_many(text, name)
    parser = lxml_html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = lxml_html.document_fromstring(_DECLARATION.sub("", text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as e:
        raise UnreadableFile(f"{name}: no HTML in it ({_short(e)})") from None
    return _visible(root)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _text(data: bytes, name: str) -> str:
    return _DECLARATION.sub("", decode(data, name), count=1)


def _without_doctype(text: str) -> str:
    """The text without a document type before its root element; the same object where there is none."""
    prologue = _PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    opening = _OPENING.match(text, start)
    if not opening:
        return text
    end = opening.end()
    if text[end : end + 1] == "[":
        closing = _CLOSING.search(text, end)
        if not closing:
            return text[:start]
        end = closing.end() - 1
    return text[:start] + text[end + 1 :]


def _refuse_too_many(text: str, name: str) -> None:
    """Raise UnreadableFile for markup that takes more time or memory than its length says."""
    if text.count("<") > 2 * MOST_ELEMENTS:
        raise UnreadableFile(f"{name}: more than {MOST_ELEMENTS:,} elements")
    for tag in _LONG_TAG.finditer(text):
        if len(_VALUE.sub("", tag[0]).split()) > MOST_ATTRIBUTES:
            raise UnreadableFile(f"{name}: an element with more than {MOST_ATTRIBUTES:,} attributes")


def _visible(root: etree._Element) -> etree._Element:
    for e in root.iter():
        text, tail = e.text, e.tail
        if text and (seen := drop_invisible(text)) is not text and isinstance(e.tag, str):
            e.text = seen
        if tail and (seen := drop_invisible(tail)) is not tail:
            e.tail = seen
    return root


def _short(e: Exception) -> str:
    return str(e).split("\n")[0][:120]
