"""The exported network that judges pairs says what the trained one said."""

import hashlib
import json
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np

from fabula.models.contradiction import CONTRADICTION, Model, encode, model

HERE = Path(__file__).parent
PAIRS = (
    ("Ida loves Tom", "Ida doesn't love Tom"),
    ("Ida loves Tom", "Ida is fond of Tom"),
    ("Ida was in the garden last night", "Ida was at her mother's"),
    ("Ida has no idea where Tom is", "Tom is in Hull"),
    ("Ida painted the boat", "Tom likes the boat"),
    ("The boat is green", "The boat was sold in March"),
)


def test_parity_with_the_trained_network() -> None:
    with np.load(HERE / "contradiction.npz") as saved:
        scores, pieces = saved["scores"], saved["pieces"]
    assert encode(*PAIRS[0])[0] == pieces.tolist()
    p = np.exp(scores - scores.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    # int8 moves what is in doubt, never which of the three is likeliest
    assert np.abs(model().judge(PAIRS) - p[: len(PAIRS)]).max() < 0.25
    assert (model().judge(PAIRS).argmax(1) == p[: len(PAIRS)].argmax(1)).all()


def test_a_denial_contradicts_and_a_person_more_does_not() -> None:
    denied, other = model().judge(
        [("Ida loves Tom", "Ida does not love Tom"), ("Ida loves Tom", "Ruth does not love Tom")]
    )
    assert denied[CONTRADICTION] > 0.9 > 0.5 > other[CONTRADICTION]


def test_a_pair_as_long_as_you_like_is_read() -> None:
    long = "It was a long night and a long story. " * 80
    assert len(encode(long, long)[0]) <= 120
    assert np.isfinite(model().judge([(long, "It was short.")])).all()


def test_no_pairs_no_verdicts() -> None:
    assert model().judge([]).shape == (0, 3)


def test_the_manifest_names_the_file() -> None:
    folder = files("fabula.models")
    manifest = json.loads((folder / "contradiction.json").read_text(encoding="utf-8"))
    data = (folder / manifest["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == manifest["sha256"]
    assert len(data) == manifest["bytes"] < 30_000_000
    assert isinstance(Model(data), Model)
    assert "torch" not in sys.modules
