"""A small network in numpy, as several parts of the package use one."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
LAYERS = ("w0", "b0", "w1", "b1", "w2", "b2")
_FAR = 5.0  # standard deviations beyond which a feature says no more


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Several small networks with one question, whose answers are averaged.

    ``mean`` and ``scale`` float32 (features,) standardise; ``w0`` (networks, hidden, features), ``w1`` (networks,
    hidden, hidden) and ``w2`` (networks, 1, hidden) are layers, ``b0`` to ``b2`` their biases.
    """

    mean: Floats
    scale: Floats
    w0: Floats
    b0: Floats
    w1: Floats
    b1: Floats
    w2: Floats
    b2: Floats

    def __call__(self, rows: Floats) -> Floats:
        """Log odds float32 (rows,) of rows of features (rows, features)."""
        if not len(rows):
            return np.zeros(0, np.float32)
        x = np.clip((rows - self.mean) / self.scale, -_FAR, _FAR)
        h = np.maximum(np.einsum("nf,khf->knh", x, self.w0) + self.b0[:, None], 0)
        h = np.maximum(np.einsum("knh,kgh->kng", h, self.w1) + self.b1[:, None], 0)
        out = np.einsum("knh,kgh->kng", h, self.w2) + self.b2[:, None]
        return np.asarray(out[:, :, 0].mean(0), np.float32)

    @classmethod
    def load(cls, file: str, name: str) -> "Head":
        """The head called ``name`` in a file of the package."""
        with np.load(BytesIO((files(__name__.rpartition(".")[0]) / file).read_bytes())) as arrays:
            return cls.of(arrays, name)

    @classmethod
    def of(cls, arrays: Mapping[str, Floats], name: str) -> "Head":
        """The head called ``name`` among arrays called NAME.FIELD."""
        return cls(*(arrays[f"{name}.{field}"] for field in ("mean", "scale", *LAYERS)))
