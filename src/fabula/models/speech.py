"""What the people model's encoder says of speech: which mention near a turn is its speaker, which is spoken to.

The encoder has read the text already; the heads are in the same file. A turn is its first token, its last, and the mean
of what lies between; a mention is its head. The training is in `training/speech/heads.py`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

LENGTH = 200  # tokens of a turn whose mean is taken


class Heads(NamedTuple):
    """The matrices of the speech heads, float32, by the names that training gave them."""

    turn: Floats
    turn_bias: Floats
    mention: Floats
    mention_bias: Floats
    features: tuple[Floats, ...]
    out: Floats
    out_bias: Floats

    @classmethod
    def of(cls, head: dict[str, Floats]) -> "Heads":
        n = sum(k.startswith("speech.features.") for k in head)
        return cls(
            head["speech.turn.weight"].T, head["speech.turn.bias"], head["speech.mention.weight"].T,
            head["speech.mention.bias"], tuple(head[f"speech.features.{k}.weight"] for k in range(n)),
            head["speech.out.weight"].T, head["speech.out.bias"],
        )  # fmt: skip


def turn_bounds(quoted: Sequence[int]) -> Ints:
    """The first token of each turn and the one after its last, int64 (turns, 2), (0, 0) for a turn without tokens.

    >>> turn_bounds([-1, 0, 0, -1, 0, 1, -1]).tolist()
    [[1, 5], [5, 6]]
    """
    q = np.asarray(quoted, np.int64)
    at = np.flatnonzero(q >= 0)
    out = np.zeros((int(q.max(initial=-1)) + 1, 2), np.int64)
    out[q[at[::-1]], 0] = at[::-1]
    out[q[at], 1] = at + 1
    return out


def of_turns(heads: Heads, bounds: Ints, h: Floats, own: int, stop: int) -> tuple[Ints, Floats]:
    """What tokens [own, stop), whose vectors are ``h``, add to the vectors of the turns they stand in."""
    size = h.shape[1]
    first, end = bounds[:, 0], bounds[:, 1]
    until = np.minimum(end, first + LENGTH)
    some = np.flatnonzero((first < stop) & (end > own))
    at = np.arange(own, stop)
    inside = (at >= first[some, None]) & (at < until[some, None])
    share = (inside / (until - first)[some, None]).astype(np.float32)
    out: Floats = np.dot(np.dot(share, h), heads.turn[2 * size :])
    opens, closes = first[some] >= own, end[some] <= stop
    out[opens] += h[first[some][opens] - own] @ heads.turn[:size]
    out[closes] += h[end[some][closes] - 1 - own] @ heads.turn[size : 2 * size]
    return some, out


class TurnScores:
    """Scores of mentions near turns. ``turns`` float32 (turns, 96) and ``mentions`` (mentions, 96) are projections."""

    def __init__(self, heads: Heads, turns: Floats, mentions: Floats) -> None:
        self._heads, self._turns, self._mentions = heads, turns, mentions

    def score(self, turn: int, near: Ints) -> Floats:
        """Scores float32 (rows, 2), that it speaks and that it is spoken to, of the rows of
        `fabula.resolution.speakers.nearby`.
        """
        net = self._heads
        hidden = self._mentions[near[:, 0]] + (self._turns[turn] + net.turn_bias + net.mention_bias)
        for k, table in enumerate(net.features):
            hidden += table[near[:, 2 + k]]
        out: Floats = np.maximum(hidden, 0) @ net.out + net.out_bias
        return out
