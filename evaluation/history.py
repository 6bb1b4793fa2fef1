"""HISTORY.md: one row of headline figures for each version that was measured."""

from collections.abc import Mapping
from pathlib import Path

from evaluation.figures import shown
from evaluation.fingerprint import Fingerprint

# (section, figure) and what heads its column
COLUMNS = {
    ("heldout", "cast, those present"): "held: present cast",
    ("heldout", "speakers"): "speakers",
    ("heldout", "addressees"): "addressees",
    ("heldout", "hearers"): "hearers",
    ("heldout", "who is present"): "present",
    ("heldout", "scene breaks"): "scene breaks",
    ("heldout", "feelings, recall with at most 2.5 answers"): "feelings",
    ("heldout", "bonds"): "bonds",
    ("heldout", "contradictions"): "contradictions",
    ("swapped", "cast, those present, lost"): "swapped: present cast lost",
    ("swapped", "speakers, lost"): "speakers lost",
    ("blind", "cast, those present"): "blind: present cast",
    ("blind", "speakers"): "speakers",
    ("casts", "characters found once"): "novels: found once",
    ("casts", "pairs of names, F1"): "pairs of names",
    ("pdnc", "speakers"): "PDNC dev raw: speakers",
    ("pdnc-cast", "speakers"): "with cast",
    ("litbank", "coreference, CoNLL F1"): "LitBank dev: coreference",
    ("passages", "feelings: (person, emotion), F1"): "passages: feelings",
    ("pairs", "contradiction, F1"): "pairs: contradiction",
    ("field", "field: all"): "field",
}
HEAD = [*Fingerprint._fields, *COLUMNS.values()]
HEADER = """# How the figures moved

One row for each version that was measured by `python -m evaluation`, the newest last; a dash where a figure was not
measured. What the columns mean is in RESULTS.md.

"""


def add(path: Path, model: Fingerprint, headlines: Mapping[str, Mapping[str, float]]) -> None:
    """Add a row, or fill that of the same code and weights; ``headlines`` are figures by section and name."""
    new = [shown(headlines.get(s, {}).get(f, float("nan"))) for s, f in COLUMNS]
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    rows = [[c.strip() for c in x.strip("|").split("|")] for x in lines if x.startswith("| 2")]
    key = len(model)
    old = next((r for r in rows if r[2:key] == [model.code, model.weights] and len(r) == len(HEAD)), None)
    if old is None:
        rows.append([*model, *new])
    else:
        old[:] = [*model, *(b if b != "–" else a for a, b in zip(old[key:], new, strict=True))]
    table = [HEAD, [*["---"] * key, *["---:"] * len(COLUMNS)], *rows]
    path.write_text(HEADER + "\n".join("| " + " | ".join(r) + " |" for r in table) + "\n", encoding="utf-8")
