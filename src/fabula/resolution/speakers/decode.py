"""From scores for each turn to speakers for a conversation: forward-backward over pairs of speakers.

A linear-chain model of second order. What somebody says after whom counts as much as what stands beside it:
who spoke last seldom speaks at once again, who spoke before that often does.
"""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fabula.quotations.turn import Turn
from fabula.resolution.speakers.features import UNKNOWN

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_NOBODY = -1  # the number of `UNKNOWN`


def relation(a: Turn, b: Turn, cuts: Sequence[int] = ()) -> str:
    """How turn b stands to turn a before it: "same" paragraph, "next", "near" (narration between) or "far".

    "asked" is the next paragraph after a question, which hardly anybody answers himself;
    "cut" where a marked scene break lies between; ``cuts`` are the paragraphs that open scenes, in order.
    """
    gap = b.paragraph - a.last_paragraph
    if gap > 0 and cuts and bisect_right(cuts, b.paragraph) != bisect_right(cuts, a.last_paragraph):
        return "cut"
    if gap == 1:
        return "asked" if a.asks else "next"
    return "same" if gap <= 0 else "near" if gap <= 4 else "far"


def marginals(
    names: Sequence[Sequence[str]],
    scores: Sequence[Floats],
    relations: Sequence[str],
    links: dict[tuple[str, str], float],
) -> list[Floats]:
    """The probability of each candidate of each turn.

    ``scores[k]`` is float64 of shape (candidates of turn k,), in log odds; ``relations[k]`` is how turn k stands
    to turn k - 1 (``relations[0]`` is not read). Each answer has the shape of its scores and sums to 1.
    Every turn needs at least one candidate.
    """
    n = len(scores)
    if not n:
        return []
    number = {UNKNOWN: _NOBODY}
    who = [np.array([number.setdefault(w, len(number)) for w in row]) for row in names]
    # forward[k][i, j]: log weight of turn k-1 speaking i and turn k speaking j
    forward: list[Floats] = [scores[0][None, :]]
    pair: list[Floats] = [np.zeros((1, len(scores[0])))]
    triple: list[Floats] = [np.zeros((1, 1, len(scores[0])))]
    for k in range(1, n):
        same = _alike(who[k - 1], who[k])
        back = _alike(who[k - 2], who[k]) if k >= 2 else np.zeros((1, len(who[k])))
        link = links[relations[k], "same"] * same
        apart = [r for r in relations[max(1, k - 1) : k + 1] if r in ("cut", "far")]
        weight = links[apart[0] if apart else relations[k], "back"]
        cube = weight * back[:, None, :] * (1 - same)[None, :, :]
        pair.append(link)
        triple.append(cube)
        total = _logsum(forward[-1][:, :, None] + cube, 0) + link + scores[k][None, :]
        forward.append(total - total.max())
    out: list[Floats] = []
    back_log = np.zeros_like(forward[-1])
    for k in range(n - 1, -1, -1):
        both = forward[k] + back_log
        total = _logsum(both, 0)
        p = np.exp(total - total.max())
        out.append(p / p.sum())
        if k:
            after = back_log + scores[k][None, :] + pair[k]
            back_log = _logsum(triple[k] + after[None, :, :], 2)
            back_log -= back_log.max()
    out.reverse()
    return out


def agreement(a: Sequence[str], b: Sequence[str]) -> Floats:
    """1 where two turns' candidates name the same person, else 0: float64 of shape (len(a), len(b)).

    Nobody known is the same as nobody.
    """
    return np.array([[x == y != UNKNOWN for y in b] for x in a], dtype=float)


def _alike(a: Ints, b: Ints) -> Floats:
    """The `agreement` of two turns' candidates by their numbers."""
    out: Floats = ((a[:, None] == b) & (b != _NOBODY)).astype(np.float64)
    return out


def _logsum(x: Floats, axis: int) -> Floats:
    top = x.max(axis=axis, keepdims=True)
    out: Floats = np.log(np.exp(x - top).sum(axis=axis)) + top.squeeze(axis)
    return out
