"""The small network over rows and people, in numpy; `training/reading/network.py` says what it is and how it is taught.

A test keeps the two together.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.models.rereading.marked import Ints
from fabula.models.rereading.stretch import Stretch

Floats = npt.NDArray[np.float32]
Weights = Mapping[str, Floats]
_ABSENT = -4.0  # the score of somebody who has no mention near a row
_APART = (1, 2, 1, 4)  # rows from tap to tap in each layer


class Answers(NamedTuple):
    """Probabilities, float32. ``speaks`` (R, P + 1): each person speaks the row, and last, somebody else does; rows
    sum to one. ``addressed``, ``hears``, ``present`` (R, P); ``feels`` (R, P, 8), Plutchik's emotions; ``opens``
    (R,), a scene.
    """

    speaks: Floats
    addressed: Floats
    hears: Floats
    present: Floats
    feels: Floats
    opens: Floats


def decide(net: Weights, s: Stretch, h: Floats) -> tuple[Answers, Floats]:
    """What the grid says of a stretch, from the vectors (windows * LENGTH, size) of all pieces; and how alike every two
    are over its rows, (P, P, cell).
    """
    rows = len(s.rows)
    often: Floats = np.bincount(s.part_row, minlength=rows).clip(1).astype(np.float32)
    mean: Floats = sums(h[s.part_piece], s.part_row, rows) / often[:, None]
    row: Floats = np.concatenate([h[s.edges[:, 0]], h[s.edges[:, 1]], h[s.edges[:, 2]], mean], 1)
    said, pooled = _pairs(net, s, row, h)
    lines, at = np.unique(s.line, return_inverse=True)
    at = at.reshape(s.line.shape)
    listed = np.where(lines[:, None] >= 0, h[lines], np.float32(0))
    left, right = linear(net, "row_fit", row), linear(net, "person_fit", listed)
    fit = np.einsum("rc,rpc->rp", left, right[at]) / np.float32(left.shape[1] ** 0.5)
    named = np.where(s.line >= 0, fit, np.float32(0))
    base = said + named
    scores = (np.stack([said, named, (said > _ABSENT)], -1) / 4).astype(np.float32)
    x = linear(net, "pooled", pooled) + linear(net, "facts", s.facts) + linear(net, "scores", scores)
    x += linear(net, "listed", listed)[at]
    x += (linear(net, "row_cell", row) + linear(net, "row_facts", s.row_facts))[:, None]
    x = normed(net, "norm", linear(net, "cell", gelu(x)))
    somebody = linear(net, "somebody", row)[:, 0]
    for k, apart in enumerate(_APART):
        x = _layer(net, f"layers.{k}", x, _speaks(net, k, x, base, somebody)[:, :-1], s.turns, apart)
    speaks = _speaks(net, len(_APART), x, base, somebody)
    out = linear(net, "of_person", x)
    chosen = np.einsum("rpc,rp->rc", x, speaks[:, :-1])
    scene = np.concatenate([row, x.mean(1), x.max(1), chosen], 1)
    opens = linear(net, "scene.2", np.maximum(linear(net, "scene.0", scene), 0))[:, 0]
    sure = _sigmoid(out)
    along = np.tanh(linear(net, "along", x)).transpose(2, 1, 0)  # (cell, P, R)
    beside = ((along @ along.transpose(0, 2, 1)).transpose(1, 2, 0) / rows).astype(np.float32)
    answers = Answers(speaks, sure[..., 0], sure[..., 1], sure[..., 2], sure[..., 3:], _sigmoid(opens))
    return answers, beside


def _pairs(net: Weights, s: Stretch, row: Floats, h: Floats) -> tuple[Floats, Floats]:
    """For each row and person how well the person's mentions near it fit, (R, P), and what they say, (R, P, hidden)."""
    rows, people = len(s.rows), len(s.people)
    hidden = linear(net, "row", row)[s.pair_row] + linear(net, "mention", h[s.men_piece])[s.pair_men]
    hidden += net["place.weight"][s.pair_place]
    hidden += net["pair_form.weight"][s.pair_form]
    np.maximum(hidden, 0, out=hidden)
    fit = linear(net, "fits", hidden)[:, 0]
    cell = s.pair_row * people + s.pair_person
    pooled, top, total = attend(hidden, fit, cell, rows * people)
    some = total > 0
    said = np.full(rows * people, _ABSENT, np.float32)
    said[some] = top[some] + np.log(total[some])
    return said.reshape(rows, people), pooled.reshape(rows, people, -1)


def attend(hidden: Floats, fit: Floats, of: Ints, n: int) -> tuple[Floats, Floats, Floats]:
    """The means of the rows of ``hidden`` that have one number ``of``, weighed by the exponential of ``fit``.

    (n, size), zeros where there is no row; and for each number the highest fit, and what the weights relative to that
    add up to, (n,).
    """
    top = np.full(n, -np.inf, np.float32)
    np.maximum.at(top, of, fit)
    weight = np.exp(fit - top[of])
    total = np.bincount(of, weight, n).astype(np.float32)
    pooled = sums(hidden * weight[:, None], of, n)
    some = total > 0
    pooled[some] /= total[some, None]
    return pooled, top, total


def sums(values: Floats, of: Ints, n: int) -> Floats:
    """The sums of rows of values that have one number, (n, size)."""
    out = np.zeros((n, values.shape[1]), np.float32)
    if len(of):
        order = np.argsort(of, kind="stable")
        first = np.flatnonzero(np.diff(of[order], prepend=-1))
        out[of[order[first]]] = np.add.reduceat(values[order], first, axis=0)
    return out


def _layer(net: Weights, name: str, x: Floats, p: Floats, turns: Ints, apart: int) -> Floats:
    """One layer: along the rows, along the turns, across the people."""
    y = np.concatenate([x, p[..., None]], -1)
    along = _conv(net, f"{name}.rows", y, apart)
    if len(turns):
        along[turns] += _conv(net, f"{name}.turns", y[turns], apart)
    mean = np.broadcast_to(x.mean(1, keepdims=True), x.shape)
    chosen = np.broadcast_to((x * p[..., None]).sum(1, keepdims=True), x.shape)
    y = linear(net, f"{name}.mix", np.concatenate([along, mean, chosen], -1))
    return normed(net, f"{name}.norm", x + gelu(y))


def _conv(net: Weights, name: str, x: Floats, apart: int) -> Floats:
    """Five taps along the first axis, ``apart`` from one another: x (rows, people, in) to (rows, people, out)."""
    weight = net[f"{name}.weight"]
    out = np.zeros((*x.shape[:2], len(weight)), np.float32) + net[f"{name}.bias"]
    n, reach = len(x), weight.shape[2] // 2
    for tap in range(weight.shape[2]):
        by = (tap - reach) * apart
        low, high = max(0, -by), min(n, n - by)
        if low < high:
            out[low:high] += x[low + by : high + by] @ weight[:, :, tap].T
    return out


def _speaks(net: Weights, k: int, x: Floats, base: Floats, somebody: Floats) -> Floats:
    """The distribution over who speaks each row, (R, P + 1)."""
    mine = base + linear(net, f"speaks.{k}", x)[..., 0]
    other = somebody + linear(net, f"others.{k}", x)[..., 0].mean(1)
    z = np.concatenate([mine, other[:, None]], 1)
    z = np.exp(z - z.max(1, keepdims=True))
    out: Floats = z / z.sum(1, keepdims=True)
    return out


def linear(net: Weights, name: str, x: Floats) -> Floats:
    """A linear layer over the last axis."""
    out: Floats = x @ net[f"{name}.weight"].T + net[f"{name}.bias"]
    return out


def normed(net: Weights, name: str, x: Floats) -> Floats:
    """Layer normalisation over the last axis."""
    x = x - x.mean(-1, keepdims=True)
    out: Floats = x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(1e-5))
    return out * net[f"{name}.weight"] + net[f"{name}.bias"]


def gelu(x: Floats) -> Floats:
    """x times the normal distribution's integral up to x (Abramowitz and Stegun 1964, 7.1.26: within 1.5e-7).

    >>> [round(float(v), 4) for v in gelu(np.array([-1.0, 0.0, 2.0], np.float32))]
    [-0.1587, 0.0, 1.9545]
    """
    z = np.abs(x) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    tail = poly * np.exp(-z * z) / 2
    out: Floats = (x * np.where(x >= 0, 1 - tail, tail)).astype(np.float32)
    return out


def _sigmoid(x: Floats) -> Floats:
    out: Floats = (1 / (1 + np.exp(-np.clip(x, -60, 60)))).astype(np.float32)
    return out
