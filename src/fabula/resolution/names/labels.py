"""What the labels of turns ("Ida: …", "From: Ida") say of who is who."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fabula.language import Language
from fabula.language.english import words
from fabula.quotations.turn import Turn

TokenSpan = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labels:
    """What turns say of who is who, as tokens and as token spans [first, last).

    ``names`` are labels that name a speaker; in ``others`` nobody's name stands: labels such as "Q", and speech in
    another language. ``tagged`` are the tokens that tags name as speakers. In ``apart`` are a noun and a name that tags
    of two turns in a row give, which are two people: "Now," said the giant. / "No," said Oona.
    """

    names: tuple[TokenSpan, ...] = ()
    others: tuple[TokenSpan, ...] = ()
    tagged: frozenset[int] = frozenset()
    apart: tuple[tuple[int, int], ...] = ()


def find_labels(language: Language, turns: Sequence[Turn]) -> Labels:
    """Where turns say who speaks, in text order. "Me" and "I" are pronouns there, as elsewhere."""
    names: list[TokenSpan] = []
    others: list[TokenSpan] = []
    tagged: set[int] = set()
    for turn in turns:
        for cue in turn.cues:
            if cue.kind == "tag" and (cue.verb >= 0 or language.pos[cue.subject] == "PROPN"):
                tagged.add(cue.subject)
                if cue.verb >= 0 and language.lower[cue.verb] in words("foreign_said_verbs"):
                    said = (language.tokens_in(*part) for part in turn.parts)
                    others += [(r.start, r.stop) for r in said if len(r)]
        for span in turn.names:
            tokens = language.tokens_in(*span)
            names += [(tokens.start, tokens.stop)] if len(tokens) else []
        if turn.label is None:
            continue
        tokens = language.tokens_in(*turn.label)
        while len(tokens) > 1 and language.lower[tokens[0]] in ("the", "a", "an"):
            tokens = tokens[1:]
        if len(tokens) and not (len(tokens) == 1 and language.lower[tokens[0]] in ("me", "i", "you", "us", "we")):
            (others if turn.anybody else names).append((tokens.start, tokens.stop))
    return Labels(tuple(names), tuple(others), frozenset(tagged), tuple(_in_a_row(language, turns)))


def _in_a_row(language: Language, turns: Sequence[Turn]) -> Iterator[tuple[int, int]]:
    """(noun, name) of tags in two paragraphs, one after the other, of speech."""
    for first, second in pairwise(turns):
        if first.kind != "speech" or second.kind != "speech" or second.paragraph != first.last_paragraph + 1:
            continue
        if first.open or first.unclosed:
            continue
        tags = [[c for c in t.cues if c.kind == "tag" and c.verb >= 0] for t in (first, second)]
        if len(tags[0]) == len(tags[1]) == 1:
            a, b = tags[0][0].subject, tags[1][0].subject
            if {language.pos[a], language.pos[b]} == {"NOUN", "PROPN"}:
                yield (a, b) if language.pos[a] == "NOUN" else (b, a)
