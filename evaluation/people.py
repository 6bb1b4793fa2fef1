"""PDNC's own people against Fabula's: is each found once, and is each name and pronoun in speech theirs?"""

import json
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.scoring import Scorer

KINDS = {
    **dict.fromkeys("you your yours yourself".split(), "you"),
    **dict.fromkeys("he him his himself she her hers herself it its".split(), "he, she"),
    **dict.fromkeys("we us our ours ourselves they them their themselves".split(), "we, they"),
}

COUNTED = ("names", "you", "he, she", "we, they")  # the target is over these, each of one person
KINDS_IN_ORDER = (*COUNTED, "nouns", "several people")


@dataclass
class Cast:
    """How a novel's major and intermediate characters were found."""

    found: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    split: list[tuple[str, list[str]]] = field(default_factory=list)
    merged: list[tuple[str, str]] = field(default_factory=list)
    extra: list[tuple[str, int]] = field(default_factory=list)

    @property
    def gold(self) -> int:
        return len(self.found) + len(self.missing) + len(self.split) + len(self.merged)


@dataclass
class People:
    """A novel's row: its cast, and (right, all) of the mentions in its quotations by kind."""

    cast: Cast
    right: Counter[str]
    all: Counter[str]

    def share(self) -> tuple[int, int]:
        """(right, all) over the names and pronouns of one person: what the target counts."""
        return sum(self.right[k] for k in COUNTED), sum(self.all[k] for k in COUNTED)


def compare(scorer: Scorer, gold: Path, story: Path) -> People:
    """The row of one novel. Characters are paired by their names, as ``score.py`` does it."""
    g, p = json.loads(gold.read_text(encoding="utf-8")), json.loads(story.read_text(encoding="utf-8"))
    return compare_loaded(scorer, g, p)


def compare_loaded(scorer: Scorer, g: dict[str, Any], p: dict[str, Any]) -> People:
    """`compare`, both files read."""
    ours = scorer.match(g, p)
    row = People(_cast(scorer, g, p, ours), Counter(), Counter())
    mentions = sorted(p["mentions"], key=lambda m: m["start"])
    starts = [m["start"] for m in mentions]
    text = p["text"]
    names = {scorer.key(a) for c in g["characters"] for a in (c["name"], *c["aliases"])}
    for q in g["quotes"]:
        for m in q["mentions"]:
            words = text[m["start"] : m["end"]].strip()
            is_name = words[:1].isupper() and scorer.key(words) in names
            kind = KINDS.get(words.lower()) or ("names" if is_name else "nouns")
            if len(m["characters"]) != 1:
                kind = "several people"
            row.all[kind] += 1
            best = _same(mentions, starts, m["start"], m["end"])
            who = {ours.get(best["entity"])} if best else set()
            row.right[kind] += who == set(m["characters"])
    return row


def _same(mentions: list[dict[str, Any]], starts: list[int], a: int, b: int) -> dict[str, Any] | None:
    """The mention of ours that covers at least half of [a, b), the best fitting one."""
    best, most = None, 0.0
    k = bisect_left(starts, a - 60)
    while k < len(mentions) and starts[k] < b:
        m = mentions[k]
        shared = min(b, m["end"]) - max(a, m["start"])
        fit = shared / (max(b, m["end"]) - min(a, m["start"]))
        if 2 * shared >= b - a and fit > most:
            best, most = m, fit
        k += 1
    return best


def _cast(scorer: Scorer, g: dict[str, Any], p: dict[str, Any], ours: dict[str, str]) -> Cast:
    out = Cast()
    times = Counter(ours.values())
    by_name: dict[str, str] = {}
    for c in p["characters"]:
        for a in (c["name"], *c["aliases"]):
            by_name.setdefault(scorer.key(a), c["id"])
    for c in g["characters"]:
        if c["category"] == "minor":
            continue
        n = times[c["id"]]
        if n == 1:
            out.found.append(c["name"])
        elif n > 1:
            out.split.append((c["name"], [x["name"] for x in p["characters"] if ours.get(x["id"]) == c["id"]]))
        else:
            taken = [by_name[k] for a in (c["name"], *c["aliases"]) if (k := scorer.key(a)) in by_name]
            if taken:
                out.merged.append((c["name"], taken[0]))
            else:
                out.missing.append(c["name"])
    out.extra = [(c["name"], c["mentions"]) for c in p["characters"] if c["id"] not in ours]
    return out
