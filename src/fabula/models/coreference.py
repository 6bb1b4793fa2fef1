"""What was learned of whom a pronoun or a noun means (`fabula.resolution.coreference.rank`)."""

from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from fabula.models.head import Head


@cache
def head() -> Head:
    """The network of the package, loaded once."""
    raw = (files(__name__.rpartition(".")[0]) / "coreference.npz").read_bytes()
    with np.load(BytesIO(raw)) as arrays:
        return Head.of(arrays, "rank")
