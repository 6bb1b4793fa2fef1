"""Word files."""

import io
from dataclasses import replace

import mammoth

from fabula.errors import UnreadableFile
from fabula.text.archive import Archive
from fabula.text.html import read_html
from fabula.text.markup import tag_of
from fabula.text.xml import parse_xml
from fabula.world import Manuscript, Source


def read_docx(data: bytes, source: Source) -> Manuscript:
    """A Word file: its headings, paragraphs and italics; footnotes set aside."""
    archive = Archive(data, source.name)
    archive.refuse_doctypes()
    if "word/document.xml" not in archive:
        raise UnreadableFile(f"{source.name}: not a Word file (no word/document.xml)")
    if "docProps/core.xml" in archive:
        core = parse_xml(archive.read("docProps/core.xml"), f"{source.name}: docProps/core.xml")
        found = {tag_of(e): " ".join((e.text or "").split()) for e in core.iter()}
        source = replace(source, title=found.get("title") or None, author=found.get("creator") or None)
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
            ignore_empty_paragraphs=False,
        )
    except Exception as e:  # mammoth raises what its XML parser raises (xml.sax, expat): all mean a broken file
        raise UnreadableFile(f"{source.name}: the Word file is damaged ({type(e).__name__})") from None
    return read_html(f"<html><body>{result.value}</body></html>", source)
