"""How often the first reading takes the nouns and names of one for somebody who was mentioned before."""

from collections.abc import Mapping

import numpy as np

from fabula.encoding.antecedents import AntecedentScores
from fabula.models.pairs import PRON, Columns
from fabula.resolution.rereading import Rereading

Links = Mapping[tuple[int, int], float]
_LEAST = 0.01


def find_links(m: Columns, antecedents: AntecedentScores, read: Rereading) -> Links:
    """For every two of the people a text was read with, the lower number first: how many of the mentions of one by noun
    or name mean the other by the first network, in expectation; pairs below 0.01 are left out.
    """
    spans = zip(*read.mentions[:2].tolist(), strict=True)
    of = dict(zip(spans, read.who.tolist(), strict=True))
    who = np.array([of.get(s, -1) for s in zip(m.first.tolist(), m.last.tolist(), strict=True)], np.int64)
    n = len(read.ids)
    keys, masses = [np.zeros(0, np.int64)], [np.zeros(0)]
    for k in np.flatnonzero((who >= 0) & (m.form != PRON)).tolist():
        before, scores, new = antecedents.before[k], antecedents.scores[k], float(antecedents.new[k])
        known = who[before] >= 0
        if not known.any():
            continue
        top = max(float(scores.max()), new)
        each = np.exp(scores - top)
        total = float(each.sum()) + float(np.exp(new - top))
        them = who[before[known]]
        keys.append(np.minimum(them, who[k]) * n + np.maximum(them, who[k]))
        masses.append(each[known] / total)
    pairs, at = np.unique(np.concatenate(keys), return_inverse=True)
    mass = np.bincount(at, np.concatenate(masses), len(pairs))
    found = zip(pairs.tolist(), mass.tolist(), strict=True)
    return {divmod(p, n): x for p, x in found if x >= _LEAST and p // n != p % n}
