"""Who feels what, and what ties two people, in passages of one to four sentences."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from evaluation import texts
from evaluation.figures import Counts, Figure, Section, figure_table, headline, measure, part
from evaluation.passages import match, passages
from evaluation.place import Measure, Place
from evaluation.texts import Text

Key = Callable[[str], str]

FIGURES = (
    Figure("feelings: (person, emotion), F1", part("feelings"), "60"),
    Figure("feelings, precision", part("feelings", "p")),
    Figure("feelings, recall", part("feelings", "r")),
    Figure("nothing felt: share with no answer", part("feelings_quiet", "r"), "85"),
    Figure("bonds: (pair, kind), F1", part("bonds")),
    Figure("bonds, precision", part("bonds", "p")),
    Figure("bonds, recall", part("bonds", "r")),
    Figure("bonds, whatever the kind", part("pairs")),
    Figure("nothing binds them: share with no answer", part("bonds_quiet", "r")),
)

_COUPLE = re.compile(r"\b(wife|husband|spouses?|marri|wed|engaged|betrothed|fianc)", re.IGNORECASE)


def _overlap(one: set[Any], other: set[Any]) -> tuple[int, int, int]:
    return len(one & other), len(one), len(other)


def count_feelings(gold: dict[str, Any], story: dict[str, Any], key: Key) -> Counts:
    """The counts of one passage of feelings."""
    who = match(gold["people"], story, key)
    ours = {(who.get(f["character"], f["character"]), f["emotion"]) for f in story["feelings"]}
    theirs = {(f["who"], f["emotion"]) for f in gold["feelings"]}
    row = {"feelings": _overlap(ours, theirs)}
    return row if theirs else {**row, "feelings_quiet": (int(not ours), 1, 1)}


def count_bonds(gold: dict[str, Any], story: dict[str, Any], key: Key) -> Counts:
    """The counts of one passage of bonds. A couple may be called family or romance, as in ``score.py``."""
    who = match(gold["people"], story, key)

    def pair(b: dict[str, Any]) -> frozenset[str]:
        return frozenset(who.get(b[k], b[k]) for k in "ab")

    couples = {
        pair(b) for b in gold["bonds"] if b["kind"] in ("family", "romance") and _COUPLE.search(b.get("role") or "")
    }

    def kinds(bonds: list[dict[str, Any]]) -> set[tuple[frozenset[str], str]]:
        return {
            (pair(b), "couple" if pair(b) in couples and b["kind"] in ("family", "romance") else b["kind"])
            for b in bonds
        }

    ours, theirs = kinds(story["bonds"]), kinds(gold["bonds"])
    row = {"bonds": _overlap(ours, theirs), "pairs": _overlap({p for p, _ in ours}, {p for p, _ in theirs})}
    return row if theirs else {**row, "bonds_quiet": (int(not ours), 1, 1)}


def _texts(place: Place, pattern: str) -> list[Text]:
    return passages(place.shared / "corpora" / "passages", pattern, place.work / "passages")


def _section(place: Place) -> Section:
    rows: list[Counts] = []
    numbers = []
    for pattern, count in (("feelings-*.jsonl", count_feelings), ("bonds-*.jsonl", count_bonds)):
        some = _texts(place, pattern)
        numbers.append(len(some))
        rows += [count(texts.load(t.gold), place.readings[t].load(), place.scorer.key) for t in some]
    values = measure(rows, FIGURES)
    body = (
        "The people that are marked by more than a pronoun are given with `--cast`; the others are recognised by their",
        "mentions. Passages and labels were written by a language model. As long as nothing that is shipped was taught",
        "on them this is one test of all; afterwards the figures by folds in the model's card count.",
        "",
        *figure_table(FIGURES, values),
    )
    title = f"Passages ({numbers[0]} with feelings, {numbers[1]} with bonds)"
    return Section("passages", title, body, headline(FIGURES, values))


PASSAGES = Measure(
    "passages",
    "feelings and bonds in short passages",
    lambda p: [t for x in map(partial(_texts, p), ("feelings-*.jsonl", "bonds-*.jsonl")) for t in x],
    _section,
)
