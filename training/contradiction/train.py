"""Teach a small encoder whether two sentences contradict each other.

    python training/contradiction/train.py WORK ENCODER [--epochs 3]

Reads WORK/pairs.json of prepare.py; writes WORK/epoch-N.pt after each epoch, and WORK/final.pt. Forty minutes on two
cores.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from network import LABELS, Contradiction, batches

SEED = 4
BATCH = 48  # pairs
RATE = 7e-5
DECAY = 0.01
WARM = 0.06  # share of the steps over which the rate rises
REPORT = 100  # steps


def loss(logits: Tensor, labels: list[str]) -> Tensor:
    """Cross entropy; "other" is right whatever its two labels share."""
    p = functional.log_softmax(logits.float(), -1)
    out = [
        torch.logsumexp(p[k, :2], 0) if label == "other" else p[k, LABELS.index(label)]
        for k, label in enumerate(labels)
    ]
    return -torch.stack(out).mean()


@torch.no_grad()
def right(model: Contradiction, rows: list[list[str]]) -> tuple[float, float]:
    """Accuracy over three labels ("other" is either of the first two), and F1 of contradiction."""
    model.eval()
    hit = both = said = gold = 0
    for ids, types, mask, labels in batches(rows, 64):
        with torch.autocast("cpu", torch.bfloat16):
            best = model(ids, types, mask).float().argmax(-1).tolist()
        for b, label in zip(best, labels, strict=True):
            hit += (b < 2) if label == "other" else LABELS[b] == label
            both += b == 2 and label == "contradiction"
            said += b == 2
            gold += label == "contradiction"
    return hit / len(rows), 2 * both / max(1, said + gold)


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("encoder")
    args.add_argument("--epochs", type=int, default=3)
    args.add_argument("--from", dest="start", type=Path, help="go on from this state, at a third of the rate")
    given = args.parse_args()
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    data = json.loads((given.work / "pairs.json").read_text(encoding="utf-8"))
    model = Contradiction(given.encoder)
    if given.start:
        model.load_state_dict(torch.load(given.start, weights_only=False)["model"])
    best = torch.optim.AdamW(model.parameters(), lr=RATE / 3 if given.start else RATE, weight_decay=DECAY)
    steps = given.epochs * (len(data["train"]) // BATCH)
    plan = torch.optim.lr_scheduler.LambdaLR(best, lambda s: min(1.0, s / (WARM * steps)) * max(0.02, 1 - s / steps))
    began, step, total = time.time(), 0, 0.0
    for epoch in range(given.epochs):
        model.train()
        for ids, types, mask, labels in batches(data["train"], BATCH, rng):
            with torch.autocast("cpu", torch.bfloat16):
                lost = loss(model(ids, types, mask), labels)
            lost.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            best.step()
            best.zero_grad()
            plan.step()
            step += 1
            total += lost.item()
            if step % REPORT == 0:
                print(f"{step}/{steps} {total / REPORT:.3f} {time.time() - began:.0f}s", flush=True)
                total = 0.0
        for name, rows in data["held"].items():
            print(epoch, name, "accuracy {:.3f}, F1 of contradiction {:.3f}".format(*right(model, rows)), flush=True)
        state = {"model": model.state_dict(), "command": sys.argv, "seed": SEED}
        torch.save(state, given.work / f"epoch-{epoch}.pt")
    torch.save(state, given.work / "final.pt")


if __name__ == "__main__":
    main()
