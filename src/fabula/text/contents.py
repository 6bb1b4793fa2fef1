"""The table of contents of an EPUB: its navigation page, or the older NCX."""

import posixpath
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from fabula.errors import UnreadableFile
from fabula.text.archive import Archive
from fabula.text.markup import attribute, epub_types, tag_of
from fabula.text.xml import parse_xhtml, parse_xml


class Entry(NamedTuple):
    """A line of the contents: the file it leads to, the anchor in it (or nothing), and its title."""

    path: str
    anchor: str
    title: str


def resolve(folder: str, href: str) -> str:
    """The path in the archive that an address means, as seen from a folder of it."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.split("#")[0])))


def read_contents(archive: Archive, folder: str, manifest: Mapping[str, etree._Element]) -> tuple[Entry, ...]:
    """The entries in order; none where there is no table or it cannot be read, since the story can do without."""
    nav = [i for i in manifest.values() if "nav" in attribute(i, "properties").split()]
    ncx = [i for i in manifest.values() if attribute(i, "media-type") == "application/x-dtbncx+xml"]
    for item in (*nav[:1], *ncx[:1]):
        path = resolve(folder, attribute(item, "href"))
        if path not in archive:
            continue
        name = f"{archive.name}: {path}"
        try:
            if item in nav:
                found = _nav(parse_xhtml(archive.read(path), name))
            else:
                found = _ncx(parse_xml(archive.read(path), name))
        except UnreadableFile:
            continue
        here = posixpath.dirname(path)
        out = [
            Entry(resolve(here, href) if href.split("#")[0] else path, unquote(href.partition("#")[2]), title)
            for href, title in found
            if href and title
        ]
        if out:
            return tuple(out)
    return ()


def _nav(root: etree._Element) -> Iterable[tuple[str, str]]:
    tables = [e for e in root.iter() if tag_of(e) == "nav"]
    table = next((t for t in tables if "toc" in epub_types(t)), tables[0] if tables else None)
    if table is None:
        return []
    return [(attribute(a, "href"), _words(a)) for a in table.iter() if tag_of(a) == "a"]


def _ncx(root: etree._Element) -> Iterable[tuple[str, str]]:
    points = (p for p in root.iter() if tag_of(p) == "navpoint")
    out = []
    for p in points:
        label = next((e for e in p if tag_of(e) == "navlabel"), None)
        content = next((e for e in p if tag_of(e) == "content"), None)
        if label is not None and content is not None:
            out.append((attribute(content, "src"), _words(label)))
    return out


def _words(e: etree._Element) -> str:
    return " ".join("".join(e.itertext()).split())
