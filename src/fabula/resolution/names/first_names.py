"""When two first names may be one: short forms, fond endings, initials."""

from fabula.language.english import lines, table


def same_first_name(a: str, b: str, *, initials: bool = True) -> bool:
    """Could these be the same first name: equal, an everyday short form, or, with ``initials``, an initial?

    Initials count only where a surname stands beside them.

    >>> same_first_name("Thomas", "Tom"), same_first_name("J.", "John"), same_first_name("Tom", "Tim")
    (True, True, False)
    >>> same_first_name("J.", "John", initials=False)
    False
    """
    a, b = a.lower(), b.lower()
    if a == b:
        return True
    if len(a.rstrip(".")) == 1 or len(b.rstrip(".")) == 1:
        return initials and a[0] == b[0]
    if diminutive(a, b) or diminutive(b, a) or elided(a, b) or elided(b, a):
        return True
    return b in _short_forms(a) or a in _short_forms(b) or bool(_long_forms(a) & _long_forms(b))


def elided(a: str, b: str) -> bool:
    """Is ``b`` ``a`` as it is said, with an apostrophe for what is not: Berry, Be'y; Hattie, Ha'ie?"""
    head, mark, tail = b.replace("’", "'").partition("'")
    return bool(head and mark and tail) and len(b) <= len(a) and a.startswith(head) and a.endswith(tail) and a != b


def diminutive(a: str, b: str) -> bool:
    """Is ``b`` ``a`` with a fond ending: Joe, Joey; Kit, Kitty; Skaggs, Skaggsy?"""
    return len(a) >= 3 and b in (a + "y", a + "ie", a + "ey", a + a[-1] + "y", a + a[-1] + "ie")


def _short_forms(name: str) -> frozenset[str]:
    return frozenset(table("hypocorisms").get(name, "").split())


def _long_forms(name: str) -> frozenset[str]:
    return _LONG.get(name, frozenset())


def _invert() -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = {}
    for line in lines("hypocorisms"):
        full, shorts = line.split(":", 1)
        for s in shorts.split():
            out.setdefault(s, set()).add(full.strip())
    # A short form of many names joins none of them to another.
    return {k: frozenset(v) for k, v in out.items() if len(v) == 1}


_LONG = _invert()
