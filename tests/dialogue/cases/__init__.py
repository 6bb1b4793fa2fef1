"""Small texts for each kind of dialogue, and what a careful reader finds in each; see `case`."""

from tests.dialogue.cases import labelled, marks, unmarked, words
from tests.dialogue.cases.case import Case

CASES = (*labelled.CASES, *unmarked.CASES, *marks.CASES, *words.CASES)

__all__ = ["CASES", "Case"]
