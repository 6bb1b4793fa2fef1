"""A nickname set between a first name and a surname: Thomas "Boots" Garrow."""

from fabula.language import Language

TokenSpan = tuple[int, int]

_OPEN = frozenset(('"', "“", "‘", "'", "``", "(", "«"))
_CLOSE = frozenset(('"', "”", "’", "'", "''", ")", "»"))
_LONGEST = 3  # words of a nickname


def find_nicknames(language: Language) -> list[tuple[TokenSpan, TokenSpan, TokenSpan]]:
    """The token spans of (first name, nickname without its article, surname) wherever three stand so, in text order."""
    out = []
    text, n = language.text, len(language)
    for i in range(1, n - 3):
        if text[i] not in _OPEN or not _is_name(language, i - 1) or language.starts[i] == language.ends[i - 1]:
            continue
        stop = next((j for j in range(i + 2, min(i + _LONGEST + 3, n - 1)) if text[j] in _CLOSE), -1)
        if stop < 0 or not _is_name(language, stop + 1) or language.starts[stop + 1] == language.ends[stop]:
            continue
        first = i + 1 + (language.lower[i + 1] in ("the", "el", "la", "le"))
        if first >= stop or not all(text[j][0].isupper() and text[j].isalpha() for j in range(first, stop)):
            continue
        if language.sentences[i - 1] == language.sentences[stop + 1]:
            out.append(((i - 1, i), (first, stop), (stop + 1, stop + 2)))
    return out


def _is_name(language: Language, i: int) -> bool:
    return language.pos[i] == "PROPN" and language.text[i][0].isupper()
