"""A name taken apart."""

from fabula.language.english import table
from fabula.resolution.names.person import Words
from fabula.resolution.names.spans import SOFT_TITLES

_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "esq", "esq."))


def parse_name(k: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(hard titles, name words without suffixes)."""
    titles = []
    i = 0
    known = table("titles")
    while i < len(k) - 1 and k[i].islower() and (k[i] in known or k[i] + "." in known):
        titles.append(k[i])
        i += 1
    core = [w for w in k[i:] if w.lower() not in _SUFFIXES] or list(k[i:])
    return tuple(t for t in titles if t not in SOFT_TITLES), tuple(core)
