"""How a name is spelled, and when two spellings are one name."""

import re
import unicodedata
from functools import cache, lru_cache

from fabula.language.english import table, words

HYPHENS = "-\u2010\u2011\u2012\u00ad"
APOSTROPHES = "'\u2019\u2018\u02bc\u00b4`"
_LIKE = {
    **dict.fromkeys(map(ord, HYPHENS), "-"),
    **dict.fromkeys(map(ord, APOSTROPHES), "'"),
    **{ord(a): b for a, b in zip("łøđðþıß", ("l", "o", "d", "d", "th", "i", "ss"), strict=True)},
    ord("æ"): "ae",
    ord("œ"): "oe",
}
_EDGES = re.compile(r"^[^\w']+|[^\w']+$")
_STAMMER = re.compile(r"^(?:(\w)-)+(?=\1\w)")
_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w)")


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word as it is compared: no accents, capitals, stammer or marks at its edges; one hyphen, one apostrophe.

    >>> fold("Zoë"), fold("Jean\u2011Luc"), fold("Mr."), fold("O’Brien,"), fold("T-T-Tom")
    ('zoe', 'jean-luc', 'mr', "o'brien", 'tom')
    """
    plain = unicodedata.normalize("NFKD", word).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LIKE)
    out = _STAMMER.sub("", _EDGES.sub("", plain))
    return out.strip("'") or out or plain


def stammers(printed: str) -> bool:
    """Is a name spelled with a stammer: "T-T-Tom"?"""
    return any(_STAMMER.match(w.casefold()) for w in printed.split())


def name_key(printed: str) -> tuple[str, ...]:
    """The words of a name as they are compared. Two printed names with one key are one name.

    >>> name_key("Mr. Delgado") == name_key("mr Delgado"), name_key("J.H. Watson"), name_key("Ida's")
    (True, ('j', 'h', 'watson'), ('ida',))
    """
    out = [w for w in (fold(x) for x in _INITIALS.sub(". ", printed).replace("_", " ").split()) if w]
    if out and out[-1].endswith("'s") and len(out[-1]) > 2:
        out[-1] = out[-1][:-2]
    return tuple(out)


@cache
def titles() -> dict[str, str]:
    """Titles before a name, folded, with the pronoun each implies, or "-"."""
    return {fold(k): v for k, v in table("titles").items()}


@lru_cache(maxsize=100_000)
def parse(key: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(titles, words of the name proper). Titles after a name ("-kun", "Sahib", "Jr") go to the titles.

    A title that stands alone is itself the name.

    >>> parse(("mr", "delgado")), parse(("haru-kun",)), parse(("captain",))
    ((('mr',), ('delgado',)), (('kun',), ('haru',)), ((), ('captain',)))
    """
    before: list[str] = []
    rest = list(key)
    while len(rest) > 1 and rest[0] in titles():
        before.append(rest.pop(0))
        if len(rest) > 2 and rest[0] == "the":  # "Old the"
            break
    after: list[str] = []
    while len(rest) > 1 and rest[-1] in words("titles_after"):
        after.append(rest.pop())
    if rest:
        stem, mark, end = rest[-1].rpartition("-")
        if mark and stem and end in words("titles_after"):
            rest[-1] = stem
            after.append(end)
    return (*before, *after), tuple(rest)
