"""Teach the feelings head on the vectors that the shipped encoder gives: which emotion a sentence shows, and at which
word.

    python training/feelings/train.py WORK [--epochs 12]

A sentence is as strong as its strongest words: scores of tokens are pooled by a soft maximum. REMAN's spans teach
tokens as well. Writes src/fabula/models/feelings.npz and tests/models/feelings.npz. Three minutes on two cores.
"""

import argparse
import pickle
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from fabula.language.emotion_words import EMOTIONS

HIDDEN = 96

SEED = 6
BATCH = 128  # passages
RATE = 1e-3
REMAN_WEIGHT = 4.0  # fiction counts as much as four film lines
TOKEN_WEIGHT = 0.5
HERE = Path(__file__).resolve().parents[2]


class Feelings(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.3)
        self.hidden = nn.Linear(size, HIDDEN)
        self.out = nn.Linear(HIDDEN, len(EMOTIONS))
        self.words = nn.Linear(len(EMOTIONS), len(EMOTIONS), bias=False)
        nn.init.eye_(self.words.weight)
        self.bias = nn.Parameter(torch.full((len(EMOTIONS),), -2.0))

    def tokens(self, h: Tensor, words: Tensor) -> Tensor:
        """Scores (tokens, 8) of tokens (tokens, size) and the emotions that they name."""
        return self.words(words) + self.out(self.drop(functional.relu(self.hidden(self.drop(h)))))

    def sentences(self, scores: Tensor, bounds: list[tuple[int, int]]) -> Tensor:
        """Scores (sentences, 8)."""
        return torch.stack([torch.logsumexp(scores[a:b], 0) - np.log(b - a) * 0.5 for a, b in bounds]) + self.bias


def stack(some: list[dict[str, Any]]) -> tuple[Tensor, Tensor, list[tuple[int, int]], Tensor, Tensor, Tensor, Tensor]:
    """Tokens, their words, sentence bounds, labels, weights, and the tokens and emotions of REMAN's spans."""
    h = torch.from_numpy(np.concatenate([x["h"] for x in some])).float()
    words = torch.from_numpy(np.concatenate([x["words"] for x in some])).float()
    bounds, labels, weights, at = [], [], [], 0
    tokens: list[int] = []
    goal: list[np.ndarray] = []
    for x in some:
        bounds += [(at + a, at + b) for a, b in x["sentences"]]
        labels.append(x["labels"])
        weights += [REMAN_WEIGHT if x["source"] == "reman" else 1.0] * len(x["labels"])
        if x["source"] == "reman":
            for t in range(len(x["h"])):
                row = np.zeros(len(EMOTIONS), np.float32)
                row[x["token"].get(t, [])] = 1
                tokens.append(at + t)
                goal.append(row)
        at += len(x["h"])
    return (
        h, words, bounds, torch.from_numpy(np.concatenate(labels)), torch.tensor(weights),
        torch.tensor(tokens, dtype=torch.long), torch.from_numpy(np.array(goal).reshape(-1, len(EMOTIONS))),
    )  # fmt: skip


@torch.no_grad()
def reference(net: Feelings) -> dict[str, np.ndarray]:
    """What the network says of five made-up tokens, for the test of parity."""
    net.eval()
    rng = np.random.default_rng(0)
    h = rng.normal(size=(5, net.hidden.in_features)).astype(np.float32)
    words = (rng.random((5, len(EMOTIONS))) < 0.3).astype(np.uint8)
    scores = net.tokens(torch.from_numpy(h), torch.from_numpy(words).float())
    return {"h": h, "words": words, "together": net.sentences(scores, [(0, 5)]).sigmoid()[0].numpy()}


@torch.no_grad()
def figures(net: Feelings, rows: list[dict[str, Any]]) -> str:
    """F1 at the best threshold of sentences' emotions, how often the first two have one, and of any feeling at all."""
    net.eval()
    scores, labels = [], []
    for k in range(0, len(rows), BATCH):
        h, words, bounds, y, *_ = stack(rows[k : k + BATCH])
        scores.append(net.sentences(net.tokens(h, words), bounds))
        labels.append(y)
    s, y = torch.cat(scores).sigmoid().numpy(), torch.cat(labels).numpy()
    best = max(
        (2 * ((s > t) & (y > 0)).sum() / max(1, (s > t).sum() + (y > 0).sum()), t) for t in np.arange(0.05, 0.8, 0.025)
    )
    some = y.sum(1) > 0
    two = np.argsort(-s[some], 1)[:, :2]
    hit = np.take_along_axis(y[some], two, 1).max(1).mean()
    felt = s.max(1)
    order = np.argsort(-felt)
    precision = np.cumsum(some[order]) / np.arange(1, len(order) + 1)
    any_feeling = precision[some[order]].mean()
    return (
        f"F1 {best[0]:.3f} at {best[1]:.3f}, one of two {hit:.3f}, any feeling {any_feeling:.3f} of {some.mean():.2f}"
    )


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("--epochs", type=int, default=12)
    args.add_argument("--out", type=Path, default=HERE / "src/fabula/models/feelings.npz")
    given = args.parse_args()
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    with (given.work / "feelings.pkl").open("rb") as f:
        data = pickle.load(f)
    net = Feelings(data["dev"][0]["h"].shape[1])
    best = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.05)
    plan = torch.optim.lr_scheduler.CosineAnnealingLR(best, given.epochs)
    train = data["train"]
    for epoch in range(given.epochs):
        net.train()
        rng.shuffle(train)
        total = 0.0
        for k in range(0, len(train), BATCH):
            h, words, bounds, y, w, tokens, goal = stack(train[k : k + BATCH])
            scores = net.tokens(h, words)
            lost = (
                functional.binary_cross_entropy_with_logits(net.sentences(scores, bounds), y, reduction="none").sum(1)
                * w
            ).mean()
            if len(tokens):
                each = functional.binary_cross_entropy_with_logits(
                    scores[tokens] + net.bias, goal, reduction="none"
                ).sum(1)
                lost = lost + TOKEN_WEIGHT * each.mean()
            lost.backward()
            best.step()
            best.zero_grad()
            total += lost.item()
        plan.step()
        print(
            epoch,
            f"{total * BATCH / len(train):.3f} | reman {figures(net, data['dev'])} | xed {figures(net, data['xed'])}",
            flush=True,
        )
    state = {k: v.numpy().astype(np.float32) for k, v in net.state_dict().items()}
    np.savez(given.out, **state)  # type: ignore[arg-type]
    np.savez_compressed(HERE / "tests/models/feelings.npz", **reference(net))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
