"""Fit the weights of who is spoken to: two logistic regressions over `fabula.resolution.addressees.features`.

    python training/speech/fit_addressees.py ../shared/corpora/pdnc/train --only TheInvisibleMan ... > weights.json

Turns and speakers are those that the installed package finds, so that the weights know its errors. The first regression
judges each candidate alone, the second with what the first thought of the turns beside. Deterministic.
"""

import argparse
import json
import sys
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))
from novel import read_novel

from fabula.resolution.addressees.features import FEATURES, NEIGHBOURS, Conversation

PRIOR = 2.0  # of a Gaussian around 0: as much as two candidates
ALONE = [k for k, f in enumerate(FEATURES) if f not in NEIGHBOURS]


class Turns:
    """The turns of one novel with their candidates and, where gold has them, who is spoken to."""

    def __init__(self, path: Path) -> None:
        novel = read_novel(path)
        self.talk = Conversation(novel.around, novel.quotes, novel.candidates, novel.cuts)
        self.rows = [
            self.talk.candidates(k) if q.kind != "thought" else ((), np.zeros((0, len(FEATURES))))
            for k, q in enumerate(novel.quotes)
        ]
        self.told = {k: novel.told(k, self.rows[k][0]) for k, g in novel.said.items() if g["addressees"]}
        self.told = {k: t for k, t in self.told.items() if len(t)}
        self.gold = sum(len(novel.said[k]["addressees"]) for k in self.told)
        print(f"{novel.name:30} {len(self.told)} turns", file=sys.stderr, flush=True)

    def alone(self) -> dict[int, np.ndarray]:
        return {k: self.rows[k][1] for k in self.told}

    def beside(self, weights: np.ndarray) -> dict[int, np.ndarray]:
        """The features with what the first regression thinks of the turns beside."""
        sure = [dict(zip(w, (1 / (1 + np.exp(-(x @ weights)))).tolist(), strict=True)) for w, x in self.rows]
        return {k: self.talk.neighbours(k, self.rows[k][0], sure, self.rows[k][1]) for k in self.told}


def fit(novels: list[Turns], rows: list[dict[int, np.ndarray]], use: list[int]) -> np.ndarray:
    x = np.concatenate([x for r in rows for x in r.values()])[:, use]
    y = np.concatenate([n.told[k] for n, r in zip(novels, rows, strict=True) for k in r])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        value = float(np.logaddexp(0, z).sum() - z[y].sum() + 0.5 * PRIOR * (w**2).sum())
        return value, x.T @ (1 / (1 + np.exp(-z)) - y) + PRIOR * w

    out = np.zeros(len(FEATURES))
    out[use] = minimize(loss, np.zeros(len(use)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    p = 1 / (1 + np.exp(-(x @ out[use])))
    for limit in (0.3, 0.35, 0.4, 0.45, 0.5):
        hit, said, gold = int((y & (p >= limit)).sum()), int((p >= limit).sum()), sum(n.gold for n in novels)
        print(f"{limit}: P {hit / said:.3f} R {hit / gold:.3f} F1 {2 * hit / (said + gold):.3f}", file=sys.stderr)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", help="novels: those that the speech heads never saw")
    options = parser.parse_args()
    paths = sorted(p for p in options.folder.glob("*.json") if not options.only or p.stem in options.only)
    with Pool(2) as pool:
        novels = pool.map(Turns, paths, chunksize=1)
    first = fit(novels, [n.alone() for n in novels], ALONE)
    second = fit(novels, [n.beside(first) for n in novels], list(range(len(FEATURES))))
    weights = {
        name: {f: round(float(v), 2) for f, v in zip(FEATURES, w, strict=True)}
        for name, w in (("first", first), ("next", second))
    }
    print(json.dumps(weights, indent=1))


if __name__ == "__main__":
    main()
