"""What the people of practice stories say to one and otherwise to another, and pairs of lines written for this.

Of a story's pairs every contradiction is taken and as many others, drawn in proportion to the odds that they have
before their words are read (`fabula.knowledge.candidates`): what is left to learn is what the words say.
"""

import json
import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from fabula.knowledge.candidates import content, signs
from fabula.knowledge.contradictions import plain
from fabula.knowledge.weights import PRIOR
from fabula.world import Quotation

HELD = ("train-7", "train-8")  # files of pairs that nothing is learnt from
OTHERS = 12  # pairs of a story that are no contradiction, each epoch
TWICE = 2  # how often a contradiction is shown, each epoch


class Told(NamedTuple):
    """Two quotations of one speaker: their words, the `signs`, and which lie of the story they are, or -1."""

    one: str
    other: str
    signs: tuple[float, ...]
    lie: int


def quotations(gold: Any) -> list[Quotation]:
    """Those of gold that have one speaker, in text order."""
    found = [
        Quotation(q["id"], q["kind"], tuple(map(tuple, q["spans"])), q["speaker"], heard_by=tuple(q["heard_by"]))
        for q in gold["quotes"]
        if q["speaker"] and not q["speaker"].startswith(("group:", "_"))
    ]
    return sorted(found, key=lambda q: q.parts)


def story(path: Path) -> list[Told]:
    """Every two quotations of one speaker that not the same people heard. ``path`` is of gold, its text beside it."""
    gold, text = json.loads(path.read_text(encoding="utf-8")), path.with_suffix(".txt").read_text(encoding="utf-8")
    lies = {
        frozenset(two): n
        for n, lie in enumerate(gold["contradictions"])
        for two in ((lie["a"], lie["b"]), *map(tuple, lie.get("alt", ())))
    }
    every = quotations(gold)
    texts = {q.id: " ".join(text[a:b] for a, b in q.parts) for q in every}
    told = {id: content(words) for id, words in texts.items()}
    return [
        Told(plain(texts[a.id]), plain(texts[b.id]), signs(a, b, told), lies.get(frozenset((a.id, b.id)), -1))
        for a, b in combinations(every, 2)
        if a.speaker == b.speaker and set(a.heard_by) != set(b.heard_by)
    ]


def pairs(corpora: Path, held: bool) -> Iterator[list[str]]:
    """[one, other, label] of corpora/pairs."""
    for path in sorted((corpora / "pairs").glob("*.jsonl")):
        if (path.stem in HELD) == held:
            for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                yield [row["a"], row["b"], row["label"]]


def epoch(stories: Sequence[Sequence[Told]], rng: random.Random) -> list[list[str]]:
    """[one, other, label] of stories, drawn anew."""
    rows = []
    for told in stories:
        for t in told:
            if t.lie >= 0:
                rows += [[t.one, t.other, "contradiction"]] * TWICE
        others = [t for t in told if t.lie < 0]
        odds = [float(np.dot(t.signs, tuple(PRIOR.values()))) for t in others]
        drawn = sorted(range(len(others)), key=lambda k: odds[k] - np.log(rng.expovariate(1.0)), reverse=True)
        rows += [[others[k].one, others[k].other, "other"] for k in drawn[:OTHERS]]
    return rows
