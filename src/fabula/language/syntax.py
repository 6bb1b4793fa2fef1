"""Small questions about a parse that several stages ask."""

from fabula.world.language import Language

SUBJECTS = ("nsubj", "nsubjpass")


def head_of(language: Language, first: int, last: int) -> int:
    """The token of [first, last) whose head lies outside."""
    for i in range(last - 1, first - 1, -1):
        if not first <= language.heads[i] < last:
            return i
    return last - 1
