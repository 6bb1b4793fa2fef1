"""Which emotion each token shows, by a small head on the people model's encoder (training/feelings)."""

from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class Head:
    """The matrices of the head, float32, by the names that training gave them."""

    def __init__(self, npz: bytes) -> None:
        with np.load(BytesIO(npz)) as w:
            self._in, self._in_bias = w["hidden.weight"].T.copy(), w["hidden.bias"]
            self._out, self._out_bias = w["out.weight"].T.copy(), w["out.bias"]
            self._words, self._bias = w["words.weight"].T.copy(), w["bias"]

    def of_vectors(self, h: Floats) -> Floats:
        """What the encoder's vectors (tokens, size) say, (tokens, 8)."""
        out: Floats = np.maximum(h @ self._in + self._in_bias, 0) @ self._out + self._out_bias
        return out

    def of_words(self, words: npt.NDArray[np.uint8]) -> Floats:
        """What words that name or show an emotion add, (tokens, 8) from `fabula.language.emotion_words.of_tokens`."""
        out: Floats = words.astype(np.float32) @ self._words
        return out

    def together(self, scores: Floats, more: Floats) -> Floats:
        """Probabilities (8,) of a stretch of tokens (tokens, 8): a soft maximum, as in training, plus log odds."""
        top = scores.max(0)
        pooled = top + np.log(np.exp(scores - top).sum(0)) - 0.5 * np.log(len(scores)) + self._bias + more
        out: Floats = 1 / (1 + np.exp(-pooled))
        return out


@cache
def head() -> Head:
    """The head of the package, loaded once."""
    return Head((files(__name__.rpartition(".")[0]) / "feelings.npz").read_bytes())
