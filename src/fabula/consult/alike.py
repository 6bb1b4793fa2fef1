"""Pairs of the cast who may be one person, by their names: what a reader would ask about."""

from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations
from typing import NamedTuple

from fabula.language.english import table, words
from fabula.world import Character, Story
from fabula.world.so_far import SOMEBODY

LEAST = 0.2  # likeness of two names, from 0 to 1, below which nobody would ask
PART = 3  # letters that one name must share with the other's beginning or end
SPELT = 0.8  # share of letters in common that another spelling keeps
TOGETHER = 0.2  # how much less likely two are one who speak to each other
SELDOM = 2  # mentions below which a person is not worth a question


class Pair(NamedTuple):
    """Two ids, the one mentioned more often first. ``gain`` is how likely they are one, times what hangs on it."""

    a: str
    b: str
    gain: float


def may_be_one(story: Story) -> list[Pair]:
    """The pairs worth asking about, those first from which most hangs."""
    people = [c for c in story.characters if c.mentions >= SELDOM]
    bearers = Counter(w for c in people for w in _words(c))
    talk = {frozenset((q.speaker, w)) for q in story.quotes if q.speaker for w in q.addressees}
    lines = Counter(q.speaker for q in story.quotes)
    out = []
    for x, y in combinations(people, 2):
        if x.pronouns and y.pronouns and x.pronouns != y.pronouns:
            continue
        like = _alike(x, y, bearers)
        if frozenset((x.id, y.id)) in talk:
            like *= TOGETHER
        if like >= LEAST:
            a, b = sorted((x, y), key=lambda c: (-c.mentions, c.id))
            out.append(Pair(a.id, b.id, like * (1 + min(lines[a.id], lines[b.id]))))
    return sorted(out, key=lambda p: (-p.gain, p.a, p.b))


def _words(c: Character) -> set[str]:
    """The words of all names, without articles and titles; none of who has no name yet."""
    every = {w.strip(".,'’").lower() for n in (c.name, *c.aliases) if n != SOMEBODY for w in n.split()}
    return every - words("function_words") - {t.rstrip(".") for t in table("titles")}


def _alike(x: Character, y: Character, bearers: Counter[str]) -> float:
    """How alike two people are called, from 0 to 1: a word that only they share, a part of one, a spelling."""
    best = 0.0
    for a in _words(x):
        for b in _words(y):
            if a == b:
                best = max(best, 1 / max(1, bearers[a] - 1))
            elif min(len(a), len(b)) >= PART:
                short, long = sorted((a, b), key=len)
                if long.startswith(short) or long.endswith(short):
                    best = max(best, len(short) / len(long))
                elif len(short) > PART and SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELT:
                    best = max(best, 0.5)
    return best
