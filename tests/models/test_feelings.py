"""The feelings head says what the trained one said."""

from pathlib import Path

import numpy as np

from fabula.models.feelings import head


def test_parity_with_the_trained_network() -> None:
    with np.load(Path(__file__).parent / "feelings.npz") as saved:
        scores = head().of_vectors(saved["h"]) + head().of_words(saved["words"])
        assert np.allclose(head().together(scores, np.float32(0)), saved["together"], atol=1e-5)


def test_more_log_odds_are_more() -> None:
    scores = np.zeros((3, 8), np.float32)
    assert (head().together(scores, np.float32(1)) > head().together(scores, np.float32(0))).all()
