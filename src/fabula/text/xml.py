"""Parsers for markup from strangers: no network, no entities, no DTD."""

import html
import re

from lxml import etree
from lxml import html as lxml_html

from fabula.errors import UnreadableFile
from fabula.text.decode import decode

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.S | re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_KEPT = frozenset(("amp", "lt", "gt", "quot", "apos"))


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root of an XML document. Raises UnreadableFile where it is not well formed."""
    try:
        root = etree.fromstring(_DOCTYPE.sub("", _text(data), count=1).encode(), _parser())
    except (etree.XMLSyntaxError, ValueError) as e:
        raise UnreadableFile(f"{name}: broken XML ({_short(e)})") from None
    if root is None:
        raise UnreadableFile(f"{name}: no XML in it")
    return root


def parse_xhtml(data: bytes, name: str) -> etree._Element:
    """The root of a page of an EPUB: as XML with HTML's named entities, else as HTML."""
    text = _DOCTYPE.sub("", _text(data), count=1)
    text = _ENTITY.sub(lambda m: m[0] if m[1] in _KEPT else html.unescape(m[0]).replace("&", "&amp;"), text)
    try:
        root = etree.fromstring(text.encode(), _parser())
        if root is not None:
            return root
    except (etree.XMLSyntaxError, ValueError):
        pass
    return parse_html(text, name)


def parse_html(text: str, name: str) -> etree._Element:
    """The root of an HTML page, however badly written."""
    parser = lxml_html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = lxml_html.document_fromstring(_DECLARATION.sub("", text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as e:
        raise UnreadableFile(f"{name}: no HTML in it ({_short(e)})") from None
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _text(data: bytes) -> str:
    return _DECLARATION.sub("", decode(data, "the page"), count=1)


def _short(e: Exception) -> str:
    return str(e).split("\n")[0][:120]
