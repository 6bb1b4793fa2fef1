"""Speakers of a conversation as a chain: exact, against every way in which it could have gone."""

from itertools import product

import numpy as np

from fabula.resolution.speakers.decode import agreement, marginals
from fabula.resolution.speakers.features import UNKNOWN

LINKS = {(r, w): v for r in ("next", "far") for w, v in (("same", -1.5 if r == "next" else -0.2), ("back", 1.2))}


def test_the_probabilities_are_those_of_all_ways_added_up() -> None:
    names = [("ida", "tom", UNKNOWN), ("tom", "ida", "ruth", UNKNOWN), ("ida", UNKNOWN), ("ruth", "tom", UNKNOWN)]
    rng = np.random.default_rng(5)
    scores = [rng.normal(size=len(n)) for n in names]
    relations = ["far", "next", "next", "far"]
    sums = [np.zeros(len(n)) for n in names]
    for way in product(*(range(len(n)) for n in names)):
        total = sum(s[i] for s, i in zip(scores, way, strict=True))
        for k in range(1, len(names)):
            same = agreement(names[k - 1], names[k])[way[k - 1], way[k]]
            total += LINKS[relations[k], "same"] * same
            apart = [r for r in relations[max(1, k - 1) : k + 1] if r == "far"]
            if k >= 2:
                back = agreement(names[k - 2], names[k])[way[k - 2], way[k]]
                total += LINKS[apart[0] if apart else relations[k], "back"] * back * (1 - same)
        for k, i in enumerate(way):
            sums[k][i] += np.exp(total)
    for found, expected in zip(marginals(names, scores, relations, LINKS), sums, strict=True):
        np.testing.assert_allclose(found, expected / expected.sum(), atol=1e-12)
