"""The shipped network, taken back out of its file, so that training can go on from it."""

import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import numpy_helper

sys.path.append(str(Path(__file__).parents[1] / "reading"))
from network import People
from start import people


def recover(encoder: str) -> People:
    """The network of people.onnx: weights of the encoder as int8 has them, heads as they are."""
    model = People(encoder)
    graph: Any = onnx.load_from_string((files("fabula.models") / "people.onnx").read_bytes()).graph
    held = {k if k.startswith("extra.") else f"encoder.{k}": torch.from_numpy(v.copy()) for k, v in people().items()}
    for t in graph.initializer:
        if t.name.startswith("weight."):
            held[t.name.removeprefix("weight.")] = torch.from_numpy(numpy_helper.to_array(t).copy())
    lacks = set(model.state_dict()) - set(held)
    if not all(k.endswith(("position_ids", "token_type_ids")) or "pooler" in k for k in lacks):
        raise ValueError(f"people.onnx lacks {sorted(lacks)}")
    model.load_state_dict({k: v for k, v in held.items() if k in model.state_dict()}, strict=False)
    return model
