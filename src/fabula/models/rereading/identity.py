"""Which of the people that a text is read again with are people, and which of them are one.

The first reading finds somebody twice ("the captain", "Rudd"), and somebody who is nobody. In each window the vectors
at somebody's mentions say whether that is a person of the story, and those of every two whether they are one.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.models.rereading.grid import attend, linear
from fabula.models.rereading.marked import Ints
from fabula.models.rereading.sizes import BONDS
from fabula.models.rereading.stretch import place
from fabula.models.rereading.windows import Seen

Floats = npt.NDArray[np.float32]


class Identity(NamedTuple):
    """Log odds, means over the windows, float32. ``real`` (P,): that somebody is a person of the story, -9 for who was
    in no window. ``both`` int64 (M, 2), the lower number first: two who were about in the same window; ``same`` (M,):
    that they are one; ``bonds`` (M, 7): that a bond of each kind is between them, the highest of all windows, and
    ``where`` int64 (M, 7) the token that says so, -1 for none.
    """

    real: Floats
    both: Ints
    same: Floats
    bonds: Floats
    where: Ints


class Said(NamedTuple):
    """What one window says of the people mentioned in it: their numbers (L,), ``real`` (L,), and of every two, in the
    order of `numpy.triu_indices`, ``same`` (M,), ``bonds`` (M, 7), and ``where`` (M,) the token that is attended to."""

    people: Ints
    real: Floats
    same: Floats
    bonds: Floats
    where: Ints


def identify(net: Mapping[str, Floats], seen: Seen, vectors: Floats, people: Ints, beside: Floats) -> Said:
    """What a window says of those ``seen`` in it. ``vectors``, float32 (pieces, size), are those of its pieces.

    ``beside`` is how alike every two ``people`` of the window's stretch are over its rows, (P, P, cell).
    """
    n = len(seen.people)
    heads = vectors[seen.piece]
    means = [_means(heads, seen.of, n), _means(heads[seen.named], seen.of[seen.named], n), seen.traits]
    one = np.maximum(linear(net, "seen_one", np.concatenate(means, 1)), 0)
    a, b = np.triu_indices(n, 1)
    i, j = one[a], one[b]
    two = linear(net, "apart", np.concatenate([i + j, np.abs(i - j), i * j], -1))
    near, where = _near(net, seen, heads, len(i))
    two += linear(net, "between", near) + linear(net, "alike", seen.two) + net["along_two.bias"]
    if len(people):
        at = place(people, seen.people)
        known = (at[a] >= 0) & (at[b] >= 0)
        two += (beside[at[a], at[b]] * known[:, None]) @ net["along_two.weight"].T
    np.maximum(two, 0, out=two)
    return Said(
        seen.people, linear(net, "real", one)[:, 0], linear(net, "same", two)[:, 0], linear(net, "bonds", two), where
    )


def _near(net: Mapping[str, Floats], seen: Seen, at: Floats, m: int) -> tuple[Floats, Ints]:
    """What mentions of two that stand near one another say, weighed by attention, float32 (m, hidden); and the token of
    the one that weighs most."""
    hidden = linear(net, "earlier", at)[seen.earlier] + linear(net, "later", at)[seen.later]
    hidden += net["near.weight"][seen.apart]
    hidden += net["near_forms.weight"][seen.forms]
    np.maximum(hidden, 0, out=hidden)
    fit = linear(net, "near_fits", hidden)[:, 0]
    pooled, top, _ = attend(hidden, fit, seen.pair, m)
    where = np.full(m, -1)
    best = np.flatnonzero(fit == top[seen.pair])
    where[seen.pair[best]] = seen.head[seen.later[best]]
    return pooled, where


def _means(x: Floats, of: Ints, n: int) -> Floats:
    """The mean of the rows of each number, float32 (n, size), zeros where it has none."""
    out = np.zeros((n, x.shape[1]), np.float32)
    np.add.at(out, of, x)
    return out / np.maximum(np.bincount(of, minlength=n), 1).astype(np.float32)[:, None]


def gather(said: Sequence[Said], people: int) -> Identity:
    """The means over all windows of a text with so many people."""
    real, often = np.zeros(people, np.float64), np.zeros(people, np.int64)
    keys, values, tokens = [np.zeros(0, np.int64)], [np.zeros(0, np.float32)], [np.zeros(0, np.int64)]
    bonds = [np.zeros((0, len(BONDS)), np.float32)]
    for who, mine, same, bound, there in said:
        np.add.at(real, who, mine)
        np.add.at(often, who, 1)
        a, b = np.triu_indices(len(who), 1)
        low, high = np.minimum(who[a], who[b]), np.maximum(who[a], who[b])
        keys.append(low * people + high)
        values.append(same)
        bonds.append(bound)
        tokens.append(there)
    key, at = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(at, np.concatenate(values), len(key))
    mean = (total / np.maximum(np.bincount(at, minlength=len(key)), 1)).astype(np.float32)
    found = np.where(often > 0, real / np.maximum(often, 1), -9.0).astype(np.float32)
    highest = np.full((len(key), len(BONDS)), -np.inf, np.float32)
    bound, token = np.concatenate(bonds), np.concatenate(tokens)
    np.maximum.at(highest, at, bound)
    where = np.full(highest.shape, -1)
    row, kind = np.nonzero(bound == highest[at])
    where[at[row], kind] = token[row]
    return Identity(found, np.stack([key // max(people, 1), key % max(people, 1)], 1), mean, highest, where)
