"""The log of every scoring of the blind stories: once for each model that lands, not a knob to turn."""

from collections.abc import Mapping
from pathlib import Path

from evaluation.figures import shown
from evaluation.fingerprint import Fingerprint

COLUMNS = {
    "cast, those present": "present cast",
    "cast, all": "cast",
    "speakers": "speakers",
    "speakers, explicit": "explicit",
    "speakers, anaphoric": "anaphoric",
    "speakers, implicit": "implicit",
    "addressees": "addressees",
    "hearers": "hearers",
    "who is present": "present",
    "scene breaks": "scene breaks",
    "thoughts": "thoughts",
    "feelings, recall with at most 2.5 answers": "feelings",
    "bonds": "bonds",
    "bonds, whatever the kind": "pairs bound",
    "contradictions": "contradictions",
    "who is in the dark": "in the dark",
    "stories without a lie in which none is reported": "none without a lie",
    "cast, those present, lost": "names swapped: present cast lost",
    "speakers, lost": "names swapped: speakers lost",
}

HEADER = """# Every scoring of the blind stories

`stories/blind` is scored once for each model that lands, and never looked at. `python -m evaluation --blind` adds a row
here, and refuses where these weights with this code have one; `--again WHY` says why it is scored all the same. Figures
are those of RESULTS.md, in percent.

"""
HEAD = ["date", "commit", "code", "weights", *COLUMNS.values(), "why again"]


class Logged(Exception):
    """This model was scored already."""


def check(log: Path, model: Fingerprint, again: str | None) -> None:
    """Raises Logged where the log has a row for these weights and this code, unless a reason is given."""
    rows = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    mine = next((r for r in rows if f"| {model.code} | {model.weights} |" in r), None)
    if mine is not None and not again:
        date = mine.split("|")[1].strip()
        raise Logged(
            f"{log}: these weights ({model.weights}) with this code ({model.code}) were scored on {date}; "
            "blind is scored once for each model. Give --again WHY to score it all the same"
        )


def add(log: Path, model: Fingerprint, figures: Mapping[str, float], again: str | None) -> None:
    """Add a row to the log, and the log itself if there is none."""
    if not log.is_file():
        head = f"| {' | '.join(HEAD)} |\n|{' --- |' * len(HEAD)}\n"
        log.write_text(HEADER + head, encoding="utf-8")
    cells = [shown(figures.get(name, float("nan"))) for name in COLUMNS]
    row = [*model, *cells, (again or "").replace("|", "/")]
    with log.open("a", encoding="utf-8") as f:
        f.write(f"| {' | '.join(row)} |\n")
