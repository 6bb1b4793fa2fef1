"""The weights of an exported network, as int8 has them, to go on from."""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from network import Contradiction


def recover(model: Contradiction, exported: Path) -> None:
    """Put the weights of ``exported``, a file of export.py, into a model. Its pooler, which is not used, stays."""
    graph = onnx.load(str(exported)).graph
    held = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    found = {k.removeprefix("model."): v for k, v in held.items() if k.startswith("model.") and v.dtype.kind == "f"}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            weight = next(i for i in node.input if i.endswith("_quantized") and i in held).removesuffix("_quantized")
            zero = held.get(f"{weight}_zero_point", np.zeros(1, np.int8)).astype(np.float32)
            name = ".".join(node.name.strip("/").split("/")[1:-1]) + ".weight"
            whole = (held[f"{weight}_quantized"].astype(np.float32) - zero) * held[f"{weight}_scale"]
            found[name.replace("out.out.", "out.")] = whole.T
    found["encoder.embeddings.word_embeddings.weight"] = held["words"].astype(np.float32) * held["words.scale"]
    state = model.state_dict()
    missing = [k for k in state if k not in found and not k.startswith("encoder.pooler")]
    if missing:
        raise SystemExit(f"{exported}: no weights for {', '.join(missing)}")
    model.load_state_dict({k: torch.from_numpy(np.array(found.get(k, v), np.float32)) for k, v in state.items()})
