"""A reader's own cast list, taken as it stands."""

from collections.abc import Collection

from fabula.resolution.names.spelling import name_key
from fabula.world import CastEntry

_ARTICLES = ("the", "a", "an")


def entry_keys(entry: CastEntry) -> Collection[tuple[str, ...]]:
    """The names of an entry as names are compared: in any case, without articles and dots.

    >>> sorted(entry_keys(CastEntry("The General", ("Gen. Tate",))))
    [('gen', 'tate'), ('general',)]
    """
    keys = (name_key(n) for n in (entry.name, *entry.aliases))
    return frozenset(k[1:] if len(k) > 1 and k[0] in _ARTICLES else k for k in keys if k)
