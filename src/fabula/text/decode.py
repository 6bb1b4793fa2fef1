"""Bytes to text: which encoding, and whether it is text at all."""

import codecs
import re

from charset_normalizer import from_bytes

from fabula.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What XML and HTML say of themselves, of the kind that says it rightly.
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([A-Za-z0-9_-]{3,20})""")
_SINGLE = re.compile(r"(?:windows-|cp|iso-8859|koi8|mac|gb|big5|shift|euc)", re.I)


def decode(data: bytes, name: str) -> str:
    r"""The text in ``data``: the byte-order mark dropped, CRLF and CR folded to LF, nothing else changed.

    UTF-8 is tried first, then UTF-16 by its zero bytes, then what a marked-up file says of itself, then Windows-1252
    (of which Latin-1's printable part is a subset), then what charset-normalizer finds. NULs and lone surrogates
    become U+FFFD, so that offsets stay true and everything can be written out again.

    >>> decode("caf\u00e9\r\n".encode("cp1252"), "a.txt")
    'café\n'

    Raises UnreadableFile where the bytes are not text.
    """
    return fold(_decode(data, name))


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as e:
                raise UnreadableFile(f"{name}: marked as {encoding.upper()} but broken at byte {e.start}") from None
    sample = data[:65536]
    zeros = sample.count(0)
    if zeros > len(sample) // 5:
        encoding = "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            raise UnreadableFile(f"{name}: a binary file, not text") from None
        if _looks_binary(text[:32768]):
            raise UnreadableFile(f"{name}: a binary file, not text")
        return text
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _eight_bit(data, name)
    if _looks_binary(text[:65536]):
        raise UnreadableFile(f"{name}: a binary file, not text")
    return text


def _eight_bit(data: bytes, name: str) -> str:
    if _looks_binary(data[:65536].decode("latin-1")):
        raise UnreadableFile(f"{name}: a binary file, not text")
    said = _DECLARED.search(data[:1024]) if data.lstrip()[:1] == b"<" else None
    if said and _SINGLE.match(said[1].decode()):
        try:
            return data.decode(said[1].decode())
        except (UnicodeDecodeError, LookupError):
            pass  # it says so and it is not so
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        # A stray byte that Windows-1252 leaves undefined: ask a detector, and failing that keep every byte.
        best = from_bytes(data[:1_000_000]).best()
        return data.decode(best.encoding if best else "latin-1", errors="replace")
    high = sum(1 for c in text[:200_000] if c > "\x7f")
    if high * 4 > len(text[:200_000]):  # a text mostly outside ASCII is not Western European
        best = from_bytes(data[:1_000_000]).best()
        if best:
            return data.decode(best.encoding, errors="replace")
    return text


def _controls(text: str) -> int:
    return sum(1 for c in text if (c < " " and c not in "\t\n\r\f\v\x1a") or "\x7f" <= c < "\x80")


def _looks_binary(text: str) -> bool:
    return _controls(text) > max(4, 0.02 * len(text))


def fold(text: str) -> str:
    """Line ends as LF; NULs and lone surrogates as U+FFFD, one for one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text
