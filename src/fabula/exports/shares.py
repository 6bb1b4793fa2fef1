"""How much each one says."""

from collections import Counter
from typing import NamedTuple

from fabula.world import Quotation, Story

UNCERTAIN = 0.5  # a speaker less sure than this is marked as uncertain for a reader


class Shares(NamedTuple):
    """Turns of speech and words in them, by speaker's id; "" for turns whose speaker is not known."""

    turns: Counter[str]
    words: Counter[str]


def shares(story: Story) -> Shares:
    """Count the turns and words of speech of everybody."""
    turns: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for q in story.quotes:
        if q.kind == "speech":
            turns[q.speaker or ""] += 1
            words[q.speaker or ""] += sum(len(story.text[a:b].split()) for a, b in q.parts)
    return Shares(turns, words)


def is_uncertain(q: Quotation) -> bool:
    """Is a quotation marked as one to look at? Never, where a reader said who speaks."""
    return "speaker" not in q.corrected and (q.speaker is None or q.confidence < UNCERTAIN)
