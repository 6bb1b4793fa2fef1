"""What was learned of names: whether two are one person's, and who is a person."""

from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from fabula.models.head import Head

HEADS = ("pair", "named", "unnamed", "narrator")


@cache
def head(name: str) -> Head:
    """A head of the package, one of `HEADS`, loaded once."""
    raw = (files(__name__.rpartition(".")[0]) / "names.npz").read_bytes()
    with np.load(BytesIO(raw)) as arrays:
        return Head.of(arrays, name)
