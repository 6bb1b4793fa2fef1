"""What the labels of turns ("Ida: …", "From: Ida") say of who is who."""

from collections.abc import Sequence
from dataclasses import dataclass

from fabula.language import Language
from fabula.quotations.turn import Turn

TokenSpan = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labels:
    """Token spans [first, last): ``names`` are labels that name a speaker, ``others`` labels that name nobody."""

    names: tuple[TokenSpan, ...] = ()
    others: tuple[TokenSpan, ...] = ()


def find_labels(language: Language, turns: Sequence[Turn]) -> Labels:
    """Where the labels of turns stand, in text order. "Me" and "I" are pronouns there, as elsewhere."""
    names, others = [], []
    for turn in turns:
        if turn.label is None:
            continue
        tokens = language.tokens_in(*turn.label)
        while len(tokens) > 1 and language.lower[tokens[0]] in ("the", "a", "an"):
            tokens = tokens[1:]
        if len(tokens) and not (len(tokens) == 1 and language.lower[tokens[0]] in ("me", "i", "you", "us", "we")):
            (others if turn.anybody else names).append((tokens.start, tokens.stop))
    return Labels(tuple(names), tuple(others))
