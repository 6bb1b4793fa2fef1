"""Which answer of a reader would teach most: the value of asking who speaks in a turn, for the turns around it."""

from collections.abc import Mapping, Sequence

import numpy as np

from fabula.quotations.turn import Turn
from fabula.resolution.speakers.attribute import NEVER, clamped, with_candidate
from fabula.resolution.speakers.candidates import Candidates
from fabula.resolution.speakers.decode import marginals, relation
from fabula.resolution.speakers.learn import learn
from fabula.resolution.speakers.weights import LINKS

AROUND = 8  # turns on either side that an answer can reach
ASKED = 3  # candidates whose being right is thought through
POSSIBLE = 0.03  # probability below which one is not


def value_of_asking(
    turns: Sequence[Turn],
    candidates: Sequence[Candidates],
    cuts: Sequence[int],
    settled: Mapping[int, str | None],
    wanted: Sequence[int],
) -> dict[int, float]:
    """For each of the ``wanted`` turns how many more turns one may expect to have right, once it is settled.

    The expected value of information (Raiffa and Schlaifer 1961) under the chain of `decode`.
    """
    chain = [k for k, t in enumerate(turns) if t.kind == "speech" and candidates[k].who]
    place = {k: i for i, k in enumerate(chain)}
    candidates = [with_candidate(s, settled.get(k)) for k, s in enumerate(candidates)]
    taught = learn(candidates, settled)
    scores = [clamped(candidates[k], taught, k, settled) for k in chain]
    names = [candidates[k].who for k in chain]
    links = ["far"] + [relation(turns[a], turns[b], cuts) for a, b in zip(chain, chain[1:], strict=False)]
    now = marginals(names, scores, links, LINKS)
    out: dict[int, float] = {}
    for k in wanted:
        i = place.get(k)
        if i is None:
            out[k] = 1.0 - float(_likeliest(candidates[k], taught.scores(candidates[k])))
            continue
        low, high = max(0, i - AROUND), min(len(chain), i + AROUND + 1)
        before = sum(float(now[j].max()) for j in range(low, high))
        gain = mass = 0.0
        for c in np.argsort(-now[i], kind="stable")[:ASKED].tolist():
            p = float(now[i][c])
            if p < POSSIBLE:
                continue
            sure = [
                np.where(np.arange(len(now[i])) == c, 0.0, NEVER) if j == i else scores[j] for j in range(low, high)
            ]
            then = marginals(names[low:high], sure, links[low:high], LINKS)
            gain += p * sum(float(x.max()) for x in then)
            mass += p
        out[k] = gain / mass - before if mass else 0.0
    return out


def _likeliest(candidates: Candidates, scores: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """The probability of the likeliest candidate of a turn that stands in no conversation."""
    p = np.exp(scores - scores.max())
    return float((p / p.sum()).max())
