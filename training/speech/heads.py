"""Teach the speech heads of a trained network, on the vectors that the exported encoder gives.

    python training/speech/heads.py WORK WORK/run [--epochs 14]

The encoder stands still, so that the heads see every turn of the training novels many times, as the int8 encoder of the
package gives it: export before this and again after it. Writes WORK/run/final.pt with the new heads; those of the epoch
that does best on the novels held back. Ten minutes on two cores, nearly all of it the reading.
"""

import argparse
import pickle
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parents[1] / "people"))
from talk import HELD, Goal, Row, goal_of, load_talk, losses, pooled

from fabula.models.people import model
from fabula.models.pieces import cut_windows, model_inputs
from fabula.models.speech import LENGTH
from network import Speech

SEED = 5
BATCH = 64  # turns
RATE = 1e-3
DROPOUT = 0.3


def vectors(row: dict[str, Any], turns: list[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(turns, 3 * size) of the turns, the head tokens of the mentions near them, and (heads, size) of these."""
    net, language, pieces = model(), row["language"], row["pieces"]
    size = net.head["start.weight"].shape[1]
    heads = np.unique(np.concatenate([t["near"][:, 0] for t in turns]))
    bounds = np.array([t["tokens"] for t in turns])
    out, found = np.zeros((len(turns), 3 * size), np.float32), np.zeros((len(heads), size), np.float16)
    windows = cut_windows(language, pieces)
    until = np.minimum(bounds[:, 1], bounds[:, 0] + LENGTH)
    with ThreadPoolExecutor(2) as pool:
        for w, h in zip(windows, pool.map(lambda w: net.encode(*model_inputs(pieces, w)), windows), strict=True):
            a, b = np.searchsorted(heads, (w.own, w.stop))
            found[a:b] = h[heads[a:b] - w.start]
            for k in np.flatnonzero((bounds[:, 0] < w.stop) & (bounds[:, 1] > w.own)):
                first, last, stop = bounds[k, 0], bounds[k, 1] - 1, until[k]
                if w.own <= first < w.stop:
                    out[k, :size] = h[first - w.start]
                if w.own <= last < w.stop:
                    out[k, size : 2 * size] = h[last - w.start]
                i, j = max(first, w.own), min(stop, w.stop)
                if i < j:
                    out[k, 2 * size :] += h[i - w.start : j - w.start].sum(0) / (stop - first)
    return out, heads, found


class Novel:
    """A novel's turns whose speaker is among the candidates, with their vectors."""

    def __init__(self, row: dict[str, Any], turns: list[Row]) -> None:
        self.turns = turns
        v, heads, found = vectors(row, turns)
        self.v, self.found = torch.from_numpy(v), torch.from_numpy(found)
        for t in turns:
            t["at"] = np.searchsorted(heads, t["near"][:, 0])


def scores(heads: Speech, novels: list[Novel], some: list[tuple[int, int]]) -> tuple[Tensor, Goal]:
    """(turns, candidates, 2) of turns given as (novel, turn), and what they should be."""
    rows = [novels[n].turns[k] for n, k in some]
    goal = goal_of(rows)
    which = torch.from_numpy(np.repeat(np.arange(len(rows)), [len(r["near"]) for r in rows]))
    near = torch.from_numpy(np.concatenate([r["near"] for r in rows]))
    mentions = torch.cat([novels[n].found[r["at"]] for (n, _), r in zip(some, rows, strict=True)]).float()
    turns = torch.stack([novels[n].v[k] for n, k in some])
    said = heads(turns, mentions, which, near[:, 2:])
    return pooled(said, which * goal.rules.shape[1] + near[:, 1], goal.rules.shape), goal


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("run", type=Path)
    args.add_argument("--epochs", type=int, default=14)
    given = args.parse_args()
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    with (given.work / "pdnc-train.pkl").open("rb") as f:
        rows = {r["id"]: r for r in pickle.load(f)}
    train, held = [], []
    for name, turns in load_talk(given.work / "speech").items():
        (held if name in HELD else train).append(Novel(rows[name], turns))
        print(name, flush=True)
    heads = Speech(model().head["start.weight"].shape[1], DROPOUT)
    best = torch.optim.AdamW(heads.parameters(), lr=RATE, weight_decay=0.05)
    plan = torch.optim.lr_scheduler.CosineAnnealingLR(best, given.epochs)
    every, checks = ([(n, k) for n, x in enumerate(s) for k in range(len(x.turns))] for s in (train, held))
    kept, top = {}, 1e9
    for epoch in range(given.epochs):
        heads.train()
        rng.shuffle(every)
        for at in range(0, len(every), BATCH):
            lost, _ = losses(*scores(heads, train, every[at : at + BATCH]))
            sum(lost.values()).backward()
            best.step()
            best.zero_grad()
        plan.step()
        figures = [look(heads, novels, some) for novels, some in ((train, every[:3000]), (held, checks))]
        print(epoch, " | ".join(" ".join(f"{x:.3f}" for x in f) for f in figures), flush=True)
        if sum(figures[1][:2]) < top:
            top, kept = sum(figures[1][:2]), {f"speech.{k}": v.clone() for k, v in heads.state_dict().items()}
    state = torch.load(given.run / "final.pt", weights_only=False)
    state["model"].update(kept)
    state["command"] = [*state["command"], "&&", *sys.argv]
    aside = given.run / "final.part"
    torch.save(state, aside)
    aside.rename(given.run / "final.pt")


@torch.no_grad()
def look(heads: Speech, novels: list[Novel], some: list[tuple[int, int]]) -> tuple[float, float, float]:
    """The losses of speakers and addressees, and the share of speakers that are right, without turn-taking."""
    heads.eval()
    total = np.zeros(3)
    for at in range(0, len(some), 256):
        part = some[at : at + 256]
        s, goal = scores(heads, novels, part)
        lost, chosen = losses(s, goal)
        hit = goal.right.gather(1, chosen[:, None]).sum()
        total += [lost["speaker"].item() * len(part), lost["addressee"].item() * len(part), hit.item()]
    a, b, c = (total / len(some)).tolist()
    return a, b, c


if __name__ == "__main__":
    main()
