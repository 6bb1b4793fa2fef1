"""Teach a small encoder whether two sentences contradict each other.

    python training/contradiction/train.py WORK ENCODER [--epochs 3]
    python training/contradiction/train.py WORK ENCODER --from START --told ../shared

Reads WORK/pairs.json of prepare.py; writes WORK/epoch-N.pt after each epoch, and WORK/final.pt. Forty minutes on two
cores. With --told it goes on with what people of stories say (told.py), a quarter of an hour; START may be a state, or
a network that has been exported, whose weights are as int8 has them.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
import torch
from recover import recover
from told import epoch, pairs, story
from torch import Tensor
from torch.nn import functional
from training.stories.build import build

from network import LABELS, Contradiction, batches

SEED = 4
BATCH = 48  # pairs
RATE = 7e-5
TOLD_RATE = 6e-5
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


def learnt(shared: Path, work: Path) -> list[Path]:
    """The gold of the practice stories that may be learnt from, and of our own."""
    held = set((shared / "stories/heldout.txt").read_text(encoding="utf-8").split())
    gold = sorted(p for p in (shared / "stories").glob("*.json") if p.with_suffix(".txt").exists())
    return [p for p in gold if p.stem not in held] + build(shared, work / "written")


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("encoder")
    args.add_argument("--epochs", type=int, default=3)
    args.add_argument("--from", dest="start", type=Path, help="go on from this state, at a third of the rate")
    args.add_argument("--told", type=Path, metavar="SHARED", help="go on with stories and pairs of lines, at full rate")
    given = args.parse_args()
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    model = Contradiction(given.encoder)
    if given.start and given.start.suffix == ".onnx":
        recover(model, given.start)
    elif given.start:
        model.load_state_dict(torch.load(given.start, weights_only=False)["model"])
    rate = RATE / 3 if given.start else RATE
    if given.told:
        model.encoder.embeddings.requires_grad_(False)  # half of the time, and words that stories lack stay as they are
        rate, told = TOLD_RATE, [story(path) for path in learnt(given.told, given.work)]
        lines = list(pairs(given.told / "corpora", held=False))
        held = {"pairs": list(pairs(given.told / "corpora", held=True))}
        rows = lambda: lines + epoch(told, rng)  # noqa: E731
    else:
        data = json.loads((given.work / "pairs.json").read_text(encoding="utf-8"))
        held, rows = data["held"], lambda: data["train"]
    best = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=rate, weight_decay=DECAY)
    steps = given.epochs * (len(rows()) // BATCH)
    plan = torch.optim.lr_scheduler.LambdaLR(best, lambda s: min(1.0, s / (WARM * steps)) * max(0.02, 1 - s / steps))
    began, step, total = time.time(), 0, 0.0
    for done in range(given.epochs):
        model.train()
        for ids, types, mask, labels in batches(rows(), BATCH, rng):
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
        for name, asked in held.items():
            print(done, name, "accuracy {:.3f}, F1 of contradiction {:.3f}".format(*right(model, asked)), flush=True)
        state = {"model": model.state_dict(), "command": sys.argv, "seed": SEED}
        torch.save(state, given.work / f"epoch-{done}.pt")
    torch.save(state, given.work / "final.pt")


if __name__ == "__main__":
    main()
