"""The judge of contradictions alone: pairs of lines by one character."""

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from evaluation.figures import Counts, Figure, Section, figure_table, headline, measure, part
from evaluation.place import Measure, Place
from evaluation.texts import NoTexts

HELD = ("train-7", "train-8")  # what the judge has not learnt from (training/contradiction/told.py)
RELATED = 25  # neighbours of a file that may be of one matter
LABELS = ("entailment", "neutral", "contradiction")  # in the judge's order
Answer = tuple[str, str]  # what the judge says, what is right

FIGURES = (
    Figure("right of three", part("right", "r"), "68"),
    Figure("contradiction, F1", part("contradiction"), "65"),
    Figure("contradiction, precision", part("contradiction", "p")),
    Figure("contradiction, recall", part("contradiction", "r")),
    Figure("contradiction, F1 of always yes", part("always")),
)


def judge(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """What the shipped judge says of each pair. The one place where the evaluation reaches into the package: no
    command and no function of the public face judges two lines that stand in no story.
    """
    from fabula.models.contradiction import model

    return [LABELS[int(k)] for k in model().judge(pairs).argmax(axis=1)]


def count(answers: Sequence[Answer]) -> Counts:
    """The counts of one file of pairs."""
    n = len(answers)
    said = [(said == "contradiction", right == "contradiction") for said, right in answers]
    gold = sum(right for _, right in said)
    return {
        "right": (sum(said == right for said, right in answers), n, n),
        "contradiction": (sum(a and b for a, b in said), sum(a for a, _ in said), gold),
        "always": (gold, n, gold),
    }


def count_file(path: Path) -> list[Counts]:
    """The counts of each run of neighbours of one file, judged."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    said = judge([(r["a"], r["b"]) for r in rows])
    answers = [(s, r["label"]) for s, r in zip(said, rows, strict=True)]
    return [count(answers[k : k + RELATED]) for k in range(0, len(answers), RELATED)]


def _section(place: Place) -> Section:
    files = [path for name in HELD if (path := place.shared / "corpora" / "pairs" / f"{name}.jsonl").exists()]
    if not files:
        raise NoTexts(f"{place.shared / 'corpora' / 'pairs'}: no pairs there; give the shared folder with --shared")
    with ProcessPoolExecutor(place.jobs) as pool:
        rows = [counts for counted in pool.map(count_file, files) for counts in counted]
    values = measure(rows, FIGURES)
    n = sum(int(r["right"][2]) for r in rows)
    body = (
        "Two lines of one character: contradiction, neutral or entailment, by the shipped judge alone. The pairs were",
        "written by a language model; the judge has learnt from six other files of them, so that neighbours, which are",
        "related, are not on both sides. Intervals are over runs of 25 neighbours.",
        "",
        *figure_table(FIGURES, values),
    )
    return Section("pairs", f"Pairs of lines ({n} in {len(files)} files)", body, headline(FIGURES, values))


PAIRS = Measure("pairs", "the judge of contradictions, alone", lambda p: [], _section)
