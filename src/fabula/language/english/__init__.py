"""Facts about English as data: one word or phrase a line, `#` starts a comment."""

from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of ``NAME.txt`` in this folder, in order, without comments."""
    raw = (files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(x for x in (line.split("#")[0].strip() for line in raw.splitlines()) if x)


@cache
def words(name: str) -> frozenset[str]:
    """The entries of ``NAME.txt`` as a set. A line may hold several words, separated by spaces.

    >>> "said" in words("speech_verbs"), "ran" in words("speech_verbs")
    (False, False)
    >>> "say" in words("speech_verbs")
    True
    """
    return frozenset(w for line in lines(name) for w in line.split())


@cache
def table(name: str) -> dict[str, str]:
    """The entries of ``NAME.txt`` as `key: value` lines."""
    return {k.strip(): v.strip() for k, v in (line.split(":", 1) for line in lines(name))}


@cache
def person_nouns() -> dict[str, str]:
    """Nouns for one person, kin among them, with the pronoun each implies (or "-")."""
    return {**table("people_nouns"), **table("kinship")}
