"""Whether two sentences contradict each other, by a small encoder that reads both at once (training/contradiction)."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from fabula.models.weights import tokenizer

Floats = npt.NDArray[np.float32]

LONGEST = 120  # word pieces of a pair; the longer of the two is cut
ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)


class Model:
    """The exported network."""

    def __init__(self, onnx: bytes) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # the same sums whatever the machine
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Probabilities float32 (pairs, 3) of entailment, neutral and contradiction of what is said first and later."""
        out = np.zeros((len(pairs), 3), np.float32)
        for k, (one, other) in enumerate(pairs):
            scores = self._score(one, other)
            out[k] = np.exp(scores - scores.max())
            out[k] /= out[k].sum()
        return out

    def _score(self, one: str, other: str) -> Floats:
        ids, types = encode(one, other)
        feed = {"ids": np.array([ids], np.int64), "types": np.array([types], np.int64)}
        scores: Floats = self._session.run(["scores"], feed)[0][0]
        return scores


def encode(one: str, other: str) -> tuple[list[int], list[int]]:
    """Word pieces of a pair and which of the two each belongs to, as the network was taught with them.

    >>> encode("He left.", "He stayed.")[1]
    [0, 0, 0, 0, 0, 1, 1, 1, 1]
    """
    a, b = (tokenizer().encode(x, add_special_tokens=False).ids for x in (one, other))
    room = LONGEST - 3
    if len(a) + len(b) > room:
        a = a[: max(room - len(b), room // 2)]
        b = b[: room - len(a)]
    cls, sep = (tokenizer().token_to_id(x) or 0 for x in ("[CLS]", "[SEP]"))
    return [cls, *a, sep, *b, sep], [0] * (len(a) + 2) + [1] * (len(b) + 1)


@cache
def model() -> Model:
    """The model of the package, loaded once, at the first pair that is asked about."""
    return Model((files(__name__.rpartition(".")[0]) / "contradiction.onnx").read_bytes())
