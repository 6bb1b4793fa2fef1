"""What a reader's answers teach of a book: how much each piece of evidence weighs in it, and who speaks how readily.

The weights shipped (`weights` beside this) are those of many books. In one book they are the prior, and what a reader
settled are the examples: the weights, and one leaning for each person, that make these likeliest without going far
from it (a maximum a posteriori estimate of a conditional logit with a normal prior).
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from fabula.resolution.speakers.candidates import Candidates
from fabula.resolution.speakers.features import UNKNOWN, Floats
from fabula.resolution.speakers.weights import VECTOR

LEAST = 8  # answers before anything is learnt
HOLD = 30.0  # how firmly the weights are held to those of all books: chosen on two of PDNC's development novels
LEAN = 1.0  # and people to no leaning
_STEPS = 40
_RATE = 0.05


class Taught(NamedTuple):
    """Weights of the features, float64 (features,), and in log odds how readily somebody speaks beyond them."""

    weights: Floats
    leaning: Mapping[str, float]

    def scores(self, candidates: Candidates) -> Floats:
        """The score of each candidate of a turn, float64 (candidates,), in log odds."""
        lean = np.array([self.leaning.get(w, 0.0) for w in candidates.who])
        out: Floats = candidates.features @ self.weights + lean
        return out


UNTAUGHT = Taught(np.array(VECTOR), {})


def learn(candidates: Sequence[Candidates], settled: Mapping[int, str | None]) -> Taught:
    """What the turns settled by a reader teach; ``settled`` has who speaks in each, None where it cannot be told."""
    if len(settled) < LEAST:
        return UNTAUGHT
    people = sorted({w for k in settled for w in candidates[k].who})
    number = {w: i for i, w in enumerate(people)}
    rows = []
    for k in sorted(settled):
        answer = np.array([float(w == (settled[k] or UNKNOWN)) for w in candidates[k].who])
        rows.append((candidates[k].features, np.array([number[w] for w in candidates[k].who]), answer))
    size = len(VECTOR)
    prior = np.concatenate((np.array(VECTOR), np.zeros(len(people))))
    hold = np.concatenate((np.full(size, HOLD), np.full(len(people), LEAN)))
    x, mean, spread = prior.copy(), np.zeros_like(prior), np.zeros_like(prior)
    for step in range(1, _STEPS + 1):  # Adam (Kingma and Ba 2015): the sum is concave, forty steps are near its top
        slope = (prior - x) * hold
        for features, who, answer in rows:
            z = features @ x[:size] + x[size + who]
            p = np.exp(z - z.max())
            off = answer - p / p.sum()
            slope[:size] += features.T @ off
            np.add.at(slope, size + who, off)
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope * slope
        x = x + _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return Taught(x[:size], dict(zip(people, x[size:].tolist(), strict=True)))
