"""The judge of contradictions alone: pairs of lines by one character."""

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from evaluation.figures import Counts, Figure, Section, figure_table, headline, measure, part
from evaluation.place import Measure, Place
from evaluation.texts import NoTexts

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


def count_file(path: Path) -> Counts:
    """The counts of one file, judged."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    said = judge([(r["a"], r["b"]) for r in rows])
    return count([(s, r["label"]) for s, r in zip(said, rows, strict=True)])


def _section(place: Place) -> Section:
    files = sorted((place.shared / "corpora" / "pairs").glob("*.jsonl"))
    if not files:
        raise NoTexts(f"{place.shared / 'corpora' / 'pairs'}: no pairs there; give the shared folder with --shared")
    with ProcessPoolExecutor(place.jobs) as pool:
        rows = list(pool.map(count_file, files))
    values = measure(rows, FIGURES)
    n = sum(int(r["right"][2]) for r in rows)
    body = (
        "Two lines of one character: contradiction, neutral or entailment, by the shipped judge alone. The pairs were",
        "written by a language model; intervals are over the files, since neighbours in a file are related. As long as",
        "the judge was not taught on them this is one test of all; afterwards the figures by folds in its card count.",
        "",
        *figure_table(FIGURES, values),
    )
    return Section("pairs", f"Pairs of lines ({n} in {len(files)} files)", body, headline(FIGURES, values))


PAIRS = Measure("pairs", "the judge of contradictions, alone", lambda p: [], _section)
