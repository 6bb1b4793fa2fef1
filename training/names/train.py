"""Teach who is who and who is a person: `python -m training.names.train` from `.run/names` into `models/names.npz`.

What the second decision learns from is what the first makes of texts it has not learnt: both are cross-validated.
"""

import argparse
import hashlib
import json
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from training.names.labels import group_labels, pair_labels, unnamed_labels
from training.names.net import fit
from training.names.texts import RUN, Text

from fabula.models.head import LAYERS, Head
from fabula.resolution.names.bearers import find_bearers
from fabula.resolution.names.persons import named_features
from fabula.resolution.names.survey import Survey

FOLDS = 5
OUT = Path("src/fabula/models")


class Example(NamedTuple):
    text: Text
    gold: Any
    found: Survey

    @property
    def fold(self) -> int:
        return int(hashlib.sha256(self.text.id.encode()).hexdigest(), 16) % FOLDS

    @property
    def novel(self) -> bool:
        return self.text.kind == "novel"


Rows = tuple[np.ndarray, np.ndarray]


def load() -> list[Example]:
    """Everything that was prepared."""
    return [Example(*pickle.loads(p.read_bytes())) for p in sorted((RUN / "surveys").glob("*.pkl"))]


def crossed(examples: Sequence[Example], rows: Callable[[Example], Rows]) -> tuple[list[Head], Head]:
    """A head for each fold, learnt from the others, and one learnt from all."""
    data = [rows(e) for e in examples]
    folds = np.concatenate([np.full(len(y), e.fold) for e, (_, y) in zip(examples, data, strict=True)])
    x, y = np.concatenate([x for x, _ in data]), np.concatenate([y for _, y in data])
    heads = [fit(x[folds != f], y[folds != f]) for f in range(FOLDS)]
    z = np.zeros(len(y), np.float32)
    for f in range(FOLDS):
        z[folds == f] = heads[f](x[folds == f])
    p = np.clip(1 / (1 + np.exp(-z)), 1e-4, 1 - 1e-4)
    loss = -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
    hit, said = float(((z > 0) & (y > 0)).sum()), float((z > 0).sum())
    print(
        f"{len(y)} rows, {y.mean():.2f} yes; crossed: loss {loss:.3f}, right {((z > 0) == (y > 0)).mean():.3f}, "
        f"P {hit / max(1, said):.3f} R {hit / y.sum():.3f}",
        flush=True,
    )
    return heads, fit(x, y)


def pair_rows(e: Example) -> Rows:
    keep, y = pair_labels(e.found, e.gold["characters"], e.novel)
    return e.found.pair_rows[keep], y


def groups_of(e: Example, head: Head) -> list[list[int]]:
    return [list(g) for g in find_bearers(e.found, head(e.found.pair_rows), ()).groups]


def main() -> None:
    """Teach all heads and write them."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--kinds", default="story,novel")
    given = args.parse_args()
    learnt = [e for e in load() if not e.text.held and e.text.kind in given.kinds.split(",")]
    heads: dict[str, Head] = {}
    folds, heads["pair"] = crossed(learnt, pair_rows)

    def named_rows(e: Example) -> Rows:
        groups = groups_of(e, folds[e.fold])
        keep, y = group_labels(e.found, groups, e.gold["characters"], e.novel)
        return named_features(e.found.names, groups, e.found.tokens)[keep], y

    def unnamed_rows(e: Example) -> Rows:
        return e.found.unnamed_rows, unnamed_labels(e.found, e.gold["characters"])

    _, heads["named"] = crossed(learnt, named_rows)
    _, heads["unnamed"] = crossed([e for e in learnt if not e.novel], unnamed_rows)
    arrays = {f"{n}.{f}": getattr(h, f) for n, h in heads.items() for f in ("mean", "scale", *LAYERS)}
    np.savez_compressed(OUT / "names.npz", **arrays)
    digest = hashlib.sha256((OUT / "names.npz").read_bytes()).hexdigest()
    sources = {e.text.id: hashlib.sha256(e.text.gold.read_bytes()).hexdigest()[:16] for e in learnt}
    (OUT / "names.json").write_text(
        json.dumps({"sha256": digest, "command": "python -m training.names.train", "learnt_from": sources}, indent=1)
        + "\n"
    )


if __name__ == "__main__":
    main()
