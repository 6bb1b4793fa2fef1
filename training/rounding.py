"""An exported network at int8."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic


def rounded(plain: Path, words: str = "word_embeddings.weight") -> Any:
    """The network in ``plain`` with int8 weights, those of the table whose name ends in ``words`` by row; 7 bits, so
    that processors without VNNI add up the same numbers.
    """
    small = plain.with_name("small.onnx")
    quantize_dynamic(
        str(plain), str(small), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
    )  # fmt: skip
    out = onnx.load(str(small))
    round_rows(out.graph, words)
    return out


def round_rows(graph: Any, name: str) -> None:
    """Store a table of vectors as int8 with a scale a row: one scale for all costs rare words their meaning."""
    (table,) = (t for t in graph.initializer if t.name.endswith(name))
    (gather,) = (n for n in graph.node if n.op_type == "Gather" and n.input[0] == table.name)
    rows = numpy_helper.to_array(table)
    scale = np.abs(rows).max(1, keepdims=True) / 127
    graph.initializer.remove(table)
    graph.initializer.extend(
        [
            numpy_helper.from_array(np.round(rows / scale).astype(np.int8), "words"),
            numpy_helper.from_array(scale.astype(np.float32), "words.scale"),
        ]
    )
    at = list(graph.node).index(gather)
    graph.node.remove(gather)
    which = gather.input[1]
    nodes = [
        helper.make_node("Gather", ["words", which], ["words.row"], axis=0),
        helper.make_node("Cast", ["words.row"], ["words.float"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["words.scale", which], ["words.by"], axis=0),
        helper.make_node("Mul", ["words.float", "words.by"], [gather.output[0]]),
    ]
    for k, node in enumerate(nodes):
        graph.node.insert(at + k, node)


def stored(plain: Path, words: str = "word_embeddings.weight") -> Any:
    """The network in ``plain`` with weights stored as int8, a scale for each column, and multiplied as float32: for a
    network whose answers int8 activations would change. A session unfolds them once, when it is made.
    """
    out = onnx.load(str(plain))
    weights = {t.name: t for t in out.graph.initializer}
    used = {n.input[1] for n in out.graph.node if n.op_type == "MatMul" and n.input[1] in weights}
    for name in sorted(used):
        table = numpy_helper.to_array(weights[name])
        scale = np.abs(table).max(0, keepdims=True) / 127
        out.graph.initializer.remove(weights[name])
        out.graph.initializer.extend(
            [
                numpy_helper.from_array(np.round(table / scale).astype(np.int8), f"{name}.rounded"),
                numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"),
            ]
        )
        out.graph.node.insert(0, helper.make_node("Mul", [f"{name}.float", f"{name}.scale"], [name]))
        out.graph.node.insert(0, helper.make_node("Cast", [f"{name}.rounded"], [f"{name}.float"], to=TensorProto.FLOAT))
    round_rows(out.graph, words)
    return out
