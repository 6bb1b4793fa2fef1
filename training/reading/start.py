"""Where the encoder starts: a published one, or the people model's, taken back out of its int8 file.

    python training/reading/start.py people WORK/start.npz
    python training/reading/start.py FOLDER WORK/start.npz [--layers 8]

FOLDER holds a published model.safetensors (MiniLM or MPNet). Matrices are rounded to int8 with a scale a row, which is
enough to start from and small enough to be carried to another machine.
"""

import argparse
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors import safe_open

_NAMES = {"attention/self": "attention.self", "attention/output": "attention.output"}


def people() -> dict[str, np.ndarray]:
    """The shipped people model's encoder by transformers' names, and ``extra.K.weight`` of its features."""
    graph: Any = onnx.load_from_string((files("fabula.models") / "people.onnx").read_bytes()).graph
    held = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    out = {
        k.removeprefix("model.encoder.").removeprefix("model."): v for k, v in held.items() if k.startswith("model.")
    }
    out["embeddings.word_embeddings.weight"] = held["words"].astype(np.float32) * held["words.scale"]
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            # /encoder/encoder/layer.0/attention/self/query/MatMul_quant
            name = ".".join(node.name.strip("/").split("/")[1:-1]) + ".weight"
            weight = next(i for i in node.input if i.endswith("_quantized") and i in held)
            scale = held[weight.removesuffix("_quantized") + "_scale"]
            zero = held.get(weight.removesuffix("_quantized") + "_zero_point", np.zeros(1, np.int8))
            out[name] = ((held[weight].astype(np.float32) - zero.astype(np.float32)) * scale).T
    return out


def published(folder: Path) -> dict[str, np.ndarray]:
    with safe_open(str(folder / "model.safetensors"), "np") as f:
        return {k.removeprefix("bert.").removeprefix("mpnet."): f.get_tensor(k) for k in f.keys()}  # noqa: SIM118


def save(held: dict[str, np.ndarray], path: Path, layers: int | None) -> None:
    """Write what the reader starts from: matrices as int8 with a scale a row, the rest as float16."""
    out: dict[str, np.ndarray] = {}
    for k, v in held.items():
        if layers is not None and k.startswith("encoder.layer.") and int(k.split(".")[2]) >= layers:
            continue
        if v.ndim == 2 and v.size > 10_000:
            scale = np.abs(v).max(1, keepdims=True).clip(1e-8) / 127
            out[k], out[f"{k}/scale"] = np.round(v / scale).astype(np.int8), scale.astype(np.float32)
        elif v.dtype.kind == "f":
            out[k] = v.astype(np.float16)
    np.savez_compressed(path, **out)  # type: ignore[arg-type]


def load(path: Path) -> dict[str, np.ndarray]:
    """The arrays that `save` wrote, float32."""
    with np.load(path) as f:
        out = {k: f[k].astype(np.float32) for k in f.files}
    scales = {k.removesuffix("/scale"): out.pop(k) for k in list(out) if k.endswith("/scale")}
    return {k: v * scales[k] if k in scales else v for k, v in out.items()}


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("what", help="'people', or a folder with model.safetensors")
    args.add_argument("out", type=Path)
    args.add_argument("--layers", type=int)
    given = args.parse_args()
    save(people() if given.what == "people" else published(Path(given.what)), given.out, given.layers)


if __name__ == "__main__":
    main()
