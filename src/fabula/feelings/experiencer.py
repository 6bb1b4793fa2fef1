"""Who feels what a word in a sentence says: the grammar's answer."""

from collections.abc import Mapping, Sequence

from fabula.language import Language
from fabula.language.syntax import SUBJECTS


def experiencer(
    language: Language, trigger: int, unit: Sequence[int], meant: Mapping[int, str], speaker: str | None
) -> str | None:
    """The character who feels what ``trigger`` tells, a token of ``unit``, or None.

    ``meant`` gives tokens their characters. Whose body it is comes first ("her chin wobbled", "Ino's eyes were filled
    with hurt"), then whose act or state ("Ino wept"), then the one person of the unit. In speech that names nobody
    else it is the ``speaker``.
    """
    inside = set(unit)
    seen: set[int] = set()
    i = trigger
    for _ in range(8):
        seen.add(i)
        found = _owner(language, i, inside, meant)
        if found is not None:
            return found
        for c in language.children[i]:
            if language.dep[c] in SUBJECTS and c in inside:
                if c in meant:
                    return meant[c]
                found = _owner(language, c, inside, meant) or _below(language, c, inside, meant)
                if found is not None:
                    return found
        up = language.heads[i]
        if up == i or up not in inside or up in seen:
            break
        if i in meant and language.dep[i] in ("dobj", "pobj"):
            break
        i = up
    if speaker is not None:
        return speaker
    named = [meant[i] for i in unit if i in meant and language.dep[i] in SUBJECTS] or [
        meant[i] for i in unit if i in meant
    ]
    return named[0] if named else None


def _owner(language: Language, i: int, inside: set[int], meant: Mapping[int, str]) -> str | None:
    """ "her chin", "Ino's eyes", "the colour left her face"."""
    for c in language.children[i]:
        if c in inside and language.dep[c] == "poss" and c in meant and c < i:
            return meant[c]
    return None


def _below(language: Language, i: int, inside: set[int], meant: Mapping[int, str]) -> str | None:
    """The owner of what a subject is of: "two tears ran down her nose"."""
    for c in (*language.children[i], *language.children[language.heads[i]]):
        if c in inside and language.dep[c] in ("prep", "prt"):
            for g in language.children[c]:
                found = _owner(language, g, inside, meant) or next(
                    (
                        f
                        for x in language.children[g]
                        if language.dep[x] == "prep"
                        for y in language.children[x]
                        if (f := _owner(language, y, inside, meant))
                    ),
                    None,
                )
                if found is not None:
                    return found
    return None
