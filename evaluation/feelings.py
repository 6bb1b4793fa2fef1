"""REMAN: who feels what, as (character span, emotion)."""

from typing import Any

from evaluation.figures import Counts

EMOTIONS = frozenset("joy sadness anger fear trust disgust surprise anticipation".split())


def count_reman(gold: dict[str, Any], story: dict[str, Any]) -> Counts:
    """The counts of one passage: who feels what, and emotions whoever has them.

    An answer is right where a mention of its character overlaps the span of the gold's.
    """
    said = {(f["character"], f["emotion"]) for f in story["feelings"]}
    spans = {s["id"]: s for s in gold["spans"]}
    emotions = {s["type"] for s in gold["spans"] if s["type"] in EMOTIONS}
    felt = {
        (spans[r["target"]]["start"], spans[r["target"]]["end"], spans[r["emotion"]]["type"])
        for r in gold["relations"]
        if r["type"] == "experiencer" and spans[r["emotion"]]["type"] in EMOTIONS
    }
    where: dict[str, list[tuple[int, int]]] = {}
    for m in story["mentions"]:
        where.setdefault(m["entity"], []).append((m["start"], m["end"]))

    def hit(who: str, emotion: str, g: tuple[int, int, str]) -> bool:
        return g[2] == emotion and any(min(b, g[1]) > max(a, g[0]) for a, b in where.get(who, ()))

    right = sum(any(hit(w, e, g) for g in felt) for w, e in said)
    found = sum(any(hit(w, e, g) for w, e in said) for g in felt)
    ours = {e for _, e in said}
    return {
        "felt": (min(right, found), len(said), len(felt)),
        "emotions": (len(emotions & ours), len(ours), len(emotions)),
    }
