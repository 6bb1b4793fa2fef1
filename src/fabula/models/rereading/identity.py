"""Which of the people that a text is read again with are people, and which of them are one.

The first reading finds somebody twice ("the captain", "Rudd"), and somebody who is nobody. In each window the vectors
at somebody's mentions say whether that is a person of the story, and those of every two whether they are one.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.models.rereading.grid import linear
from fabula.models.rereading.marked import Ints
from fabula.models.rereading.windows import Seen

Floats = npt.NDArray[np.float32]


class Identity(NamedTuple):
    """Log odds, means over the windows, float32. ``real`` (P,): that somebody is a person of the story, -9 for who was
    in no window. ``both`` int64 (M, 2), the lower number first: two who were about in the same window; ``same`` (M,):
    that they are one.
    """

    real: Floats
    both: Ints
    same: Floats


class Said(NamedTuple):
    """What one window says of the people mentioned in it: their numbers (L,), ``real`` (L,) and ``same`` (L, L)."""

    people: Ints
    real: Floats
    same: Floats


def identify(net: Mapping[str, Floats], seen: Seen, vectors: Floats) -> Said:
    """What a window says of those ``seen`` in it. ``vectors``, float32 (pieces, size), are those of its pieces."""
    n = len(seen.people)
    at = vectors[seen.piece]
    means = [_means(at, seen.of, n), _means(at[seen.named], seen.of[seen.named], n), seen.traits]
    one = np.maximum(linear(net, "seen_one", np.concatenate(means, 1)), 0)
    i, j = one[:, None], one[None]
    two = np.concatenate([i + j, np.abs(i - j), i * j], -1)
    same = linear(net, "same", np.maximum(linear(net, "apart", two), 0))[..., 0]
    return Said(seen.people, linear(net, "real", one)[:, 0], same)


def _means(x: Floats, of: Ints, n: int) -> Floats:
    """The mean of the rows of each number, float32 (n, size), zeros where it has none."""
    out = np.zeros((n, x.shape[1]), np.float32)
    np.add.at(out, of, x)
    return out / np.maximum(np.bincount(of, minlength=n), 1).astype(np.float32)[:, None]


def gather(said: Sequence[Said], people: int) -> Identity:
    """The means over all windows of a text with so many people."""
    real, often = np.zeros(people, np.float64), np.zeros(people, np.int64)
    keys, values = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for who, mine, same in said:
        np.add.at(real, who, mine)
        np.add.at(often, who, 1)
        a, b = np.triu_indices(len(who), 1)
        low, high = np.minimum(who[a], who[b]), np.maximum(who[a], who[b])
        keys.append(low * people + high)
        values.append(same[a, b])
    key, at = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(at, np.concatenate(values), len(key))
    mean = (total / np.maximum(np.bincount(at, minlength=len(key)), 1)).astype(np.float32)
    found = np.where(often > 0, real / np.maximum(often, 1), -9.0).astype(np.float32)
    return Identity(found, np.stack([key // max(people, 1), key % max(people, 1)], 1), mean)
