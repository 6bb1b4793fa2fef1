"""Small questions about a parse that several stages ask."""

from fabula.language.english import words
from fabula.world.language import Language

SUBJECTS = ("nsubj", "nsubjpass")


def head_of(language: Language, first: int, last: int) -> int:
    """The token of [first, last) whose head lies outside."""
    for i in range(last - 1, first - 1, -1):
        if not first <= language.heads[i] < last:
            return i
    return last - 1


def is_plural(language: Language, i: int) -> bool:
    """Is a noun that the tagger takes for a plural spelled as one: "guards", "men", but not "ogre"?"""
    return (
        language.lower[i].endswith("s")
        or language.lemma[i] != language.lower[i]
        or language.lower[i] in words("crowds")
    )
