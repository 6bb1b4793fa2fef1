"""The learned parts of names: what is shipped is what was taught."""

import hashlib
import json
from importlib.resources import files

import numpy as np
import pytest

from fabula.models.names import head
from fabula.resolution.names.pairs import PAIR
from fabula.resolution.names.persons import NAMED, UNNAMED

ROWS = {"pair": PAIR, "named": NAMED, "unnamed": UNNAMED}


@pytest.mark.parametrize("name", ROWS)
def test_a_head_takes_the_rows_of_the_survey(name: str) -> None:
    rows = np.random.default_rng(1).normal(size=(5, len(ROWS[name]))).astype(np.float32)
    odds = head(name)(rows)
    assert odds.shape == (5,) and odds.dtype == np.float32 and len(set(odds.tolist())) == 5
    assert len(head(name)(rows[:0])) == 0


def test_the_manifest_names_the_file() -> None:
    folder = files("fabula.models")
    manifest = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    assert manifest["sha256"] == hashlib.sha256((folder / "names.npz").read_bytes()).hexdigest()
