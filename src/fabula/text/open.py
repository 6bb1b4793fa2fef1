"""A file of any known form to a manuscript."""

import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from fabula.errors import UnreadableFile
from fabula.text.archive import MOST_BYTES, Archive
from fabula.text.decode import decode
from fabula.text.docx import read_docx
from fabula.text.epub import read_epub
from fabula.text.fb2 import read_fb2
from fabula.text.html import read_html
from fabula.text.markdown import read_markdown
from fabula.text.odt import read_odt
from fabula.text.plain import read_plain
from fabula.text.rtf import read_rtf
from fabula.text.several import digest, join, parts_of
from fabula.world import Manuscript, Source


class Format(NamedTuple):
    """A form of file: its media type and how it is read."""

    media_type: str
    read: Callable[[bytes, Source], Manuscript]


def _text(reader: Callable[[str, Source], Manuscript]) -> Callable[[bytes, Source], Manuscript]:
    return lambda data, source: reader(decode(data, source.name), source)


PLAIN = Format("text/plain", _text(read_plain))
MARKDOWN = Format("text/markdown", _text(read_markdown))
HTML = Format("text/html", _text(read_html))
EPUB = Format("application/epub+zip", read_epub)
DOCX = Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", read_docx)
ODT = Format("application/vnd.oasis.opendocument.text", read_odt)
RTF = Format("application/rtf", read_rtf)
FB2 = Format("application/x-fictionbook+xml", read_fb2)

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".epub", ".fb2", ".fbz", ".docx", ".odt", ".rtf")
"""How files of these forms are called."""

_KINDLE = "a Kindle book; convert it to EPUB first (Calibre does)"
_SCREENPLAY = "a screenplay; Fabula reads prose"
_FOREIGN = (
    (b"%PDF", "a PDF, which holds pages and not text; save the story as text, EPUB or Word"),
    (b"\xeaDRMION\xee", f"{_KINDLE}, without its copy protection"),
    (b"CONT\x02\x00", _KINDLE),
    (b"ITOLITLS", "an old Microsoft e-book (.lit); convert it to EPUB first (Calibre does)"),
    (b"AT&TFORM", "a DjVu file, which holds pictures of pages; save the story as text or EPUB"),
    (b"\xffWPC", "a WordPerfect file; save it as .docx or .odt"),
    (b"GIF8", "a picture, not text"),
    (b"\\documentclass", "a LaTeX file; pandoc makes Markdown of it"),
    (b"bplist00", "a web archive of Safari's, or another property list; save the page as HTML"),
    (b"SQLite format 3", "a database, not text"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc); save it as .docx"),
    (b"\x89PNG", "a picture, not text"),
    (b"\xff\xd8\xff", "a picture, not text"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
)


def read_file(path: str | Path) -> Manuscript:
    """The manuscript in a file, or in all files of a folder in their natural order; `-` reads standard input.

    The form is told by the content first and the name second. Raises UnreadableFile, with one sentence that
    says what is wrong and where, for whatever cannot be read.
    """
    if str(path) == "-":
        return read_bytes(sys.stdin.buffer.read(), "standard input")
    path = Path(path)
    try:
        if path.is_dir():
            return read_files(_parts(path), path.resolve().name)
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(f"{path}: larger than {MOST_BYTES:,} bytes")
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: no such file") from None
    except PermissionError:
        raise UnreadableFile(f"{path}: no permission to read it") from None
    except (OSError, ValueError) as e:
        reason = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
        raise UnreadableFile(f"{path}: cannot be read ({reason})") from None
    return read_bytes(data, path.name)


def read_files(paths: Sequence[str | Path], name: str) -> Manuscript:
    """The manuscript in several files, in the order given, called ``name``. Raises UnreadableFile."""
    return join([read_file(p) for p in paths], name)


def _parts(folder: Path) -> tuple[Path, ...]:
    found = parts_of(folder, SUFFIXES)
    if not found:
        raise UnreadableFile(f"{folder}: a folder without a story; no file in it ends in {', '.join(SUFFIXES)}")
    return found


def digest_of(path: Path) -> str:
    """The hash of a file, or of a folder's files and their names, as `read_file` puts it into the source. Raises
    OSError.
    """
    if path.is_dir():
        return digest((p.name, digest_of(p)) for p in parts_of(path, SUFFIXES))
    return hashlib.sha256(path.read_bytes()).hexdigest()


Stamp = tuple[tuple[str, int, int], ...]
"""What a look at the disk tells of a file, or of each of a folder's: where it lies, when it was written (in
nanoseconds), and how many bytes it has."""


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file, or of a folder's files in their order; None where it is gone."""
    try:
        parts = parts_of(path, SUFFIXES) if path.is_dir() else (path,)
        said = [(str(p), p.stat()) for p in parts]
    except OSError:
        return None
    return tuple((where, s.st_mtime_ns, s.st_size) for where, s in said) or None


def read_bytes(data: bytes, name: str) -> Manuscript:
    """The manuscript in the bytes of a file called ``name``."""
    if not data:
        raise UnreadableFile(f"{name}: the file is empty")
    form = detect(data, name)
    source = Source(name, hashlib.sha256(data).hexdigest(), form.media_type)
    manuscript = form.read(data, source)
    if not any(
        p.kind == "prose" and any(map(str.isalnum, manuscript.text[p.start : p.end])) for p in manuscript.paragraphs
    ):
        if any(c.isalnum() for c in manuscript.text) and form is PLAIN:
            return manuscript
        raise UnreadableFile(f"{name}: no prose was found in it")
    return manuscript


def detect(data: bytes, name: str) -> Format:
    """The form of a file. Raises UnreadableFile for forms Fabula does not read, with what to do instead."""
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise UnreadableFile(f"{name}: {what}")
    suffix = Path(name).suffix.lower()
    if data[60:68] in (b"BOOKMOBI", b"TEXtREAd") or suffix in (".mobi", ".azw", ".azw3", ".azw4", ".kfx", ".prc"):
        raise UnreadableFile(f"{name}: {_KINDLE}")
    if b"%PDF-" in data[:1024]:
        raise UnreadableFile(f"{name}: {_FOREIGN[0][1]}")
    if suffix in (".fountain", ".spmd", ".fdx", ".celtx") or b"<FinalDraft" in data[:2048]:
        raise UnreadableFile(f"{name}: {_SCREENPLAY}")
    if data.startswith(b"PK") or suffix in (".epub", ".docx", ".odt", ".fbz"):
        return _zipped(data, name)
    if data.lstrip()[:6].startswith(b"{\\rtf"):
        return RTF
    if suffix in (".mht", ".mhtml") or (b"MIME-Version:" in data[:1024] and b"multipart/related" in data[:2048]):
        raise UnreadableFile(f"{name}: a web page with its pictures (.mhtml); save it as HTML alone")
    if suffix == ".fb2" or b"<FictionBook" in data[:2048]:
        return FB2
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or suffix in (".html", ".htm", ".xhtml"):
        return HTML
    if head.startswith(b"<?xml") and b"<html" in data[:4096].lower():
        return HTML
    if head.startswith((b"<?xml", b"<office:document")):
        raise UnreadableFile(f"{name}: XML of a form that Fabula does not read; save it as HTML, EPUB or text")
    if suffix in (".md", ".markdown", ".mkd", ".nwd"):
        return MARKDOWN
    return PLAIN


def _zipped(data: bytes, name: str) -> Format:
    archive = Archive(data, name)
    if "word/document.xml" in archive:
        return DOCX
    if "META-INF/container.xml" in archive:
        return EPUB
    if "content.xml" in archive:
        return ODT
    if any(n.lower().endswith(".fb2") for n in archive.names):
        return FB2
    raise UnreadableFile(f"{name}: a zip archive that is no EPUB, Word, OpenDocument or FictionBook file")
