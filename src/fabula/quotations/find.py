"""All that is said, thought or written in a text, before anybody is asked who speaks."""

from collections.abc import Sequence

from fabula.language import Language
from fabula.quotations.marks import find_pieces
from fabula.quotations.thoughts import find_thoughts, insert
from fabula.quotations.turn import Turn
from fabula.quotations.turns import find_turns
from fabula.quotations.written import find_written
from fabula.world import Manuscript, Quotation


def find_quotations(manuscript: Manuscript, language: Language) -> tuple[Turn, ...]:
    """The turns of a text, in order: speech by its marks and dashes, letters and messages, thoughts."""
    turns = find_turns(manuscript, language, find_pieces(manuscript))
    turns = find_written(manuscript, language, turns)
    return insert(turns, find_thoughts(manuscript, language, turns))


def quoted_tokens(language: Language, turns: Sequence[Turn | Quotation]) -> list[int]:
    """For each token the number of the turn it stands in, or -1."""
    out = [-1] * len(language)
    for k, t in enumerate(turns):
        for a, b in t.parts:
            for i in language.tokens_in(a, b):
                out[i] = k
    return out
