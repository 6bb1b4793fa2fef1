"""Figures of many texts together, with intervals, as tables."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

DRAWS = 1000
SEED = 1

Counts = Mapping[str, Sequence[float]]  # of one text: for each thing (right, answered, in the gold)
Pooled = dict[str, dict[str, float]]  # of several: "p", "r", "f1" in percent, and how much "gold" there is
Pool = Callable[[Sequence[Any]], Any]


class Figure(NamedTuple):
    """A figure of pooled counts; NaN where the gold holds nothing of the kind.

    ``goal`` and ``beside`` (what others reach) are only shown.
    """

    name: str
    of: Callable[[Any], float]
    goal: str = ""
    beside: str = ""


class Value(NamedTuple):
    """A figure and its 95 % interval."""

    here: float
    low: float
    high: float


@dataclass(frozen=True)
class Section:
    """A part of RESULTS.md, and the figures of it that the history keeps."""

    name: str
    title: str
    body: tuple[str, ...]
    headline: dict[str, float] = field(default_factory=dict)


def pool_counts(rows: Sequence[Counts]) -> Pooled:
    """Precision, recall and F1 of summed counts.

    >>> pool_counts([{"cast": (1, 2, 1)}, {"cast": (1, 2, 3)}])["cast"]
    {'p': 50.0, 'r': 50.0, 'f1': 50.0, 'gold': 4.0}
    """
    total: dict[str, list[float]] = {}
    for row in rows:
        for key, counts in row.items():
            sums = total.setdefault(key, [0.0, 0.0, 0.0])
            for k in range(3):
                sums[k] += counts[k]
    out = {}
    for key, (both, answered, gold) in total.items():
        p, r = 100 * both / (answered or 1), 100 * both / (gold or 1)
        out[key] = {"p": p, "r": r, "f1": 2 * p * r / ((p + r) or 1), "gold": gold}
    return out


def part(key: str, which: str = "f1") -> Callable[[Pooled], float]:
    """One number of pooled counts."""
    return lambda d: d[key][which] if d.get(key, {}).get("gold") else float("nan")


def third(key: str) -> Callable[[Any], float]:
    """F1 where ``score.py`` pools to (precision, recall, F1)."""
    return lambda d: float(d[key][2])


def bootstrap(rows: Sequence[Any], of: Callable[[Sequence[Any]], Sequence[float]]) -> list[Value]:
    """Values of all of ``rows``, with 95 % intervals: texts are drawn with replacement, for all figures together."""
    draw = random.Random(SEED)
    here = of(rows)
    drawn = [of(draw.choices(rows, k=len(rows))) for _ in range(DRAWS)] if rows else []
    return [Value(x, *_middle([d[k] for d in drawn])) for k, x in enumerate(here)]


def _middle(values: Iterable[float]) -> tuple[float, float]:
    kept = sorted(v for v in values if v == v)  # a draw whose gold holds nothing of the kind says nothing
    if not kept:
        return float("nan"), float("nan")
    return kept[int(0.025 * len(kept))], kept[max(0, int(0.975 * len(kept)) - 1)]


def measure(rows: Sequence[Any], figures: Sequence[Figure], pool: Pool = pool_counts) -> list[Value]:
    """Each figure of the rows of all texts."""

    def of(some: Sequence[Any]) -> list[float]:
        pooled = pool(some)
        return [f.of(pooled) for f in figures]

    return bootstrap(rows, of)


def headline(figures: Sequence[Figure], values: Sequence[Value]) -> dict[str, float]:
    """Figures by their names."""
    return {f.name: v.here for f, v in zip(figures, values, strict=True)}


def figure_table(figures: Sequence[Figure], values: Sequence[Value], beside: str = "published") -> list[str]:
    """Figures as rows; ``beside`` heads the column of what others reach. Columns that say nothing are left out."""
    goals, others = (any(getattr(f, k) for f in figures) for k in ("goal", "beside"))
    head = ["figure", "here", "interval", *["goal"] * goals, *[beside] * others]
    rows = [
        [f.name, shown(v.here), between(v), *[f.goal] * goals, *[f.beside] * others]
        for f, v in zip(figures, values, strict=True)
    ]
    return table(head, rows, "lrc" + "r" * goals + "l" * others)


def text_table(figures: Sequence[Figure], rows: Sequence[tuple[str, Any]], pool: Pool = pool_counts) -> list[str]:
    """Texts, or kinds of texts, as rows: (name, the counts of one text or a list of those of several)."""
    lines = []
    for name, counts in rows:
        pooled = pool(counts if isinstance(counts, list) else [counts])
        lines.append([name, *(shown(f.of(pooled)) for f in figures)])
    return table(["text", *(f.name for f in figures)], lines, "l" + "r" * len(figures))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], align: str) -> list[str]:
    """A table in Markdown; ``align`` has a letter (l, c, r) for each column."""
    marks = {"l": "---", "c": ":---:", "r": "---:"}
    lines = [head, [marks[a] for a in align], *rows]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def shown(value: float) -> str:
    """One decimal, or a dash for nothing."""
    return "–" if value != value else f"{value:.1f}"


def between(value: Value) -> str:
    """An interval in words."""
    return f"{shown(value.low)} to {shown(value.high)}"
