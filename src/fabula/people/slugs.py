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
