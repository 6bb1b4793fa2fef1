"""How much each one says."""

from collections import Counter
from typing import NamedTuple

from fabula.world import Story
from fabula.world.speech import UNCERTAIN, is_uncertain

__all__ = ["UNCERTAIN", "Shares", "is_uncertain", "shares"]


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
