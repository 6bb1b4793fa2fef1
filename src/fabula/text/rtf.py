"""Rich text."""

from striprtf.striprtf import rtf_to_text

from fabula.errors import UnreadableFile
from fabula.text.plain import read_plain
from fabula.world import Manuscript, Source


def read_rtf(data: bytes, source: Source) -> Manuscript:
    """A rich text file as plain text: striprtf keeps the words and paragraphs, and drops italics."""
    raw = data.decode("cp1252", errors="replace")
    if raw.count("{") > raw.count("}") + 1 and not raw.rstrip("\0 \r\n").endswith("}"):
        raise UnreadableFile(f"{source.name}: the rich text file is cut short")
    try:
        text: str = rtf_to_text(raw, encoding="cp1252", errors="replace")
    except (ValueError, LookupError, IndexError, KeyError) as e:
        raise UnreadableFile(f"{source.name}: the rich text file is damaged ({e})") from None
    return read_plain(text.replace("\r\n", "\n").replace("\0", "\ufffd"), source)
