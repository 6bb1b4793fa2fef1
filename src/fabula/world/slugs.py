"""Ids made of names."""

import re
import unicodedata


def slug(name: str) -> str:
    """A name in small letters, digits and hyphens; one in another script by the numbers of its letters.

    >>> slug("Mrs. Élise O'Hara")
    'mrs-elise-o-hara'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return short or "person-" + "-".join(f"{ord(c):x}" for c in name[:8])


def unique(base: str, used: dict[str, int]) -> str:
    """``base``, or with the next number where it is taken. ``used`` counts the ids given, and is counted up.

    >>> used = {}
    >>> [unique(x, used) for x in ("tom", "tom-2", "tom", "tom")]
    ['tom', 'tom-2', 'tom-3', 'tom-4']
    """
    n = used.get(base, 0) + 1
    new = base if n == 1 else f"{base}-{n}"
    while new in used:
        n += 1
        new = f"{base}-{n}"
    used[new] = 1
    used[base] = n
    return new
