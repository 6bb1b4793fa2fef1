"""Characters nobody sees, which e-books and word processors leave between the letters of words."""

import re

# Soft hyphens, zero-width spaces and joiners, marks of direction, byte-order marks, interlinear annotation, controls.
_GONE = frozenset(
    [0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFC, 0x7F]
    + [*range(0x202A, 0x202F), *range(0x2060, 0x2070)]
    + [c for c in range(0x20) if c not in (0x09, 0x0A, 0x0D)]
)


def _windows(code: int) -> str | None:
    """What Windows-1252 means by a code of C1: `&#147;` is “, as every browser reads it."""
    try:
        return bytes([code]).decode("cp1252")
    except UnicodeDecodeError:
        return None


_TABLE: dict[int, str | None] = {**dict.fromkeys(_GONE), **{c: _windows(c) for c in range(0x80, 0xA0)}}
_ODD = re.compile("[" + "".join(re.escape(chr(c)) for c in sorted(_TABLE)) + "\u200d]")
_JOINER = re.compile(r"(?<![\u2600-\uffff\U00010000-\U0010ffff])\u200d|\u200d(?![\u2600-\uffff\U00010000-\U0010ffff])")


def drop_invisible(text: str) -> str:
    r"""The text without invisible characters, with C1 controls as the marks that Windows-1252 means by them.

    A joiner stays within an emoji. The text of a plain file is never changed; this is for what is converted, and for
    titles.

    >>> drop_invisible("Chap\xadter\u2060 One: \x93No\x94"), len(drop_invisible("\U0001f469\u200d\U0001f680"))
    ('Chapter One: “No”', 3)
    """
    if not _ODD.search(text):
        return text
    return _JOINER.sub("", text.translate(_TABLE))
