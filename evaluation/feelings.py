"""REMAN dev: who feels what, as F1 of (character span, emotion)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fabula import read_text
from fabula.feelings.find import find_feelings
from fabula.language.emotion_words import EMOTIONS
from fabula.language.mentioned import resolved_tokens
from fabula.models.feelings import head
from fabula.models.people import read as read_people
from fabula.quotations.find import quoted_tokens
from fabula.world import Feeling, Story


class Row(NamedTuple):
    """One passage: emotions anywhere, and emotions with whom. (both, said, gold) of each."""

    emotions: tuple[int, int, int]
    felt: tuple[int, int, int]


def reman(path: Path) -> list[Row]:
    """The rows of a file of REMAN. An answer is right where a mention of its character overlaps the gold's span."""
    return [compare(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def compare(row: dict[str, Any]) -> Row:
    """Score one passage. Its people need no name: whoever is mentioned can feel."""
    story = read_text(row["text"])
    said = list(_feelings(story))
    spans = {s["id"]: s for s in row["spans"]}
    gold_emotions = {s["type"] for s in row["spans"] if s["type"] in EMOTIONS}
    said_emotions = {f.emotion for f in said}
    gold = {
        (spans[r["target"]]["start"], spans[r["target"]]["end"], spans[r["emotion"]]["type"])
        for r in row["relations"]
        if r["type"] == "experiencer" and spans[r["emotion"]]["type"] in EMOTIONS
    }
    where: dict[str, list[tuple[int, int]]] = {}
    for m in story.mentions:
        where.setdefault(m.entity, []).append((m.start, m.end))
    ours = {(f.character, f.emotion) for f in said}

    def hit(who: str, emotion: str, g: tuple[int, int, str]) -> bool:
        return g[2] == emotion and any(min(b, g[1]) > max(a, g[0]) for a, b in where.get(who, ()))

    right = sum(any(hit(w, e, g) for g in gold) for w, e in ours)
    found = {g for g in gold if any(hit(w, e, g) for w, e in ours)}
    return Row(
        (len(gold_emotions & said_emotions), len(said_emotions), len(gold_emotions)),
        (min(right, len(found)), len(ours), len(gold)),
    )


def _feelings(story: Story) -> Iterator[Feeling]:
    language = story.tokens
    assert language is not None
    quoted = quoted_tokens(language, story.quotes)
    heads = resolved_tokens(language, [m for m in story.mentions if m.type == "PER"])
    meant = {i: m.entity for i, m in heads.items()}
    yield from find_feelings(language, read_people(language, quoted).felt, head(), quoted, story.quotes, meant, None)


def f1(rows: list[tuple[int, int, int]]) -> float:
    """F1 in percent of summed (both, said, gold)."""
    both, said, gold = (sum(r[k] for r in rows) for k in range(3))
    return 200.0 * both / max(1, said + gold)
