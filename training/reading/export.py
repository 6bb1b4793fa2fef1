"""The second reading as the package runs it: the encoder at int8, the grid's weights beside it, in one file.

    python training/reading/export.py WORK RUN [--out src/fabula/models/reading.onnx]

Measures the exported network on the held quarter and PDNC dev with gold's people, beside the trained one, and writes
the manifest and tests/models/reading.npz, what the trained one says of one of our own stories.
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

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
from rounding import rounded

from fabula.constraints.compile import compile_constraints
from fabula.models.rereading.network import _INPUTS
from fabula.models.rereading.network import Reader as Exported
from fabula.pipeline import draft_story
from fabula.resolution import parts
from fabula.resolution.rereading import mark
from fabula.text.open import read_file
from measure import answers, measure, measure_exported
from network import Reader
from texts import Known, load
from train import restore

HERE = Path(__file__).resolve().parents[2]


class Pieces(nn.Module):
    """The encoder as the package calls it: one window, no batch."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, *inputs: Tensor) -> Tensor:
        return self.net.encode(*(x[None] for x in inputs), None)[0]


def export(net: Reader, out: Path) -> None:
    """Write the network."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        one = torch.zeros(4, dtype=torch.long)
        inputs = (torch.tensor([101, 2023, 2003, 102]), torch.zeros(4, 4, dtype=torch.long), one, one, one, one)
        torch.onnx.export(
            Pieces(net).eval(), inputs, str(plain), input_names=list(_INPUTS), output_names=["pieces"],
            opset_version=17, dynamo=False, dynamic_axes={n: {0: "n"} for n in (*_INPUTS, "pieces")},
        )  # fmt: skip
        graph = rounded(plain, "words.weight")
    for name, value in net.state_dict().items():
        if name.startswith(("encoder.", "extra.", "mark.", "form.", "gender.", "turn.")):
            continue
        array = value.detach().float().numpy()
        graph.graph.initializer.append(numpy_helper.from_array(array, f"weight.{name}"))
        graph.graph.node.append(helper.make_node("Identity", [f"weight.{name}"], [f"head.{name}"]))
        graph.graph.output.append(helper.make_tensor_value_info(f"head.{name}", onnx.TensorProto.FLOAT, array.shape))
    onnx.save(graph, str(out.with_suffix(".part")))
    out.with_suffix(".part").rename(out)


def sample(net: Reader, story: Path, out: Path) -> None:
    """Write what the network says of a story, and what it was given: the package must say nearly the same."""
    d = draft_story(read_file(story), threads=1)
    f = parts.freeze(d.manuscript, d.language, d.turns, d.encoding, compile_constraints(d.manuscript, (), ()))
    cast = parts.found_cast(f, ())
    chained = parts.coreference(f, cast, (), ())
    text, _, p, ids = mark(parts.given(f), chained.cast, chained.coreference)
    people = Known(p.who, p.gender, p.narrator, np.zeros(len(ids), np.int64))
    said = answers(net, text, people)
    held = {k: getattr(text, k) for k in text.__dataclass_fields__}
    held |= {f"people.{k}": np.asarray(getattr(people, k)) for k in ("who", "gender", "narrator")}
    np.savez_compressed(out, **held, **{f"said.{k}": v for k, v in said.items() if k != "felt"})  # type: ignore[arg-type]


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("run", type=Path)
    args.add_argument("--out", type=Path, default=HERE / "src/fabula/models/reading.onnx")
    args.add_argument("--sets", nargs="+", default=["held", "held-read"])
    given = args.parse_args()
    net = restore(given.work / "start.npz", given.run)
    export(net, given.out)
    sample(net, HERE / "examples/the-lamp-room.txt", HERE / "tests/models/reading.npz")
    exported = Exported(given.out.read_bytes())
    scores: dict[str, Any] = {
        "protocol": "measure.py: held has gold's people laid over the text, held-read those that were found"
    }
    for name in given.sets:
        texts = load(given.work / f"{name}.npz")
        scores[name] = {"trained": measure(net, texts, None), "exported": measure_exported(exported, texts, None)}
        print(name, json.dumps(scores[name]), flush=True)
    state = torch.load(given.run / "last.pt", map_location="cpu", weights_only=False)
    manifest = {
        "file": given.out.name,
        "sha256": hashlib.sha256(given.out.read_bytes()).hexdigest(),
        "bytes": given.out.stat().st_size,
        "encoder": "MiniLM-L6-H384 uncased (Apache-2.0), from the people model's weights",
        "data": json.loads((given.work / "data.json").read_text(encoding="utf-8")),
        "command": state["command"],
        "step": state["step"],
        "hours": round(state["spent"] / 3600, 2),
        "commit": subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=HERE, capture_output=True, text=True, check=True
        ).stdout.strip(),
        "scores": scores,
    }
    given.out.with_suffix(".json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
