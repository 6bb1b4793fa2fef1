"""What the encoder keeps of turns: the same wherever its windows are cut."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.models.people import model
from fabula.models.speech import Heads, TurnScores, of_turns, turn_bounds

SIZE, OUT = 8, 4


def heads(rng: np.random.Generator) -> Heads:
    tables = tuple(rng.normal(size=(n, OUT)).astype(np.float32) for n in (16, 10, 48))
    small = rng.normal(size=(3 * SIZE, OUT)).astype(np.float32)
    return Heads(small, small[0], small[:SIZE], small[1], tables, small[2:6, :2], small[0, :2])


@given(st.lists(st.integers(-1, 3), min_size=1, max_size=40), st.integers(0, 40), st.integers(0, 10_000))
def test_where_a_window_is_cut_changes_nothing(quoted: list[int], cut: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    net, h = heads(rng), rng.normal(size=(len(quoted), SIZE)).astype(np.float32)
    bounds = turn_bounds(quoted)
    cut = min(cut, len(quoted))
    whole = np.zeros((len(bounds), OUT), np.float32)
    parts = whole.copy()
    for target, windows in ((whole, ((0, len(quoted)),)), (parts, ((0, cut), (cut, len(quoted))))):
        for a, b in windows:
            some, add = of_turns(net, bounds, h[a:b], a, b)
            target[some] += add
    np.testing.assert_allclose(whole, parts, atol=1e-4)


def test_a_turn_is_its_first_token_its_last_and_their_mean() -> None:
    rng = np.random.default_rng(1)
    net, h = heads(rng), rng.normal(size=(5, SIZE)).astype(np.float32)
    some, add = of_turns(net, turn_bounds([-1, 0, -1, 0, -1]), h, 0, 5)
    assert some.tolist() == [0]
    np.testing.assert_allclose(add[0], np.concatenate([h[1], h[3], h[1:4].mean(0)]) @ net.turn, atol=1e-5)


def test_the_shipped_heads_score_a_mention_by_its_place() -> None:
    net = model().speech
    near = TurnScores(net, np.zeros((1, net.turn.shape[1]), np.float32), np.zeros((1, net.turn.shape[1]), np.float32))
    rows = np.array([[0, 0, place, 3, 1] for place in range(10)])
    scores = near.score(0, rows)
    assert scores.shape == (10, 2) and len(set(scores[:, 0].tolist())) == 10
