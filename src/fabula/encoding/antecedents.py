"""For each mention the mentions before it that it may mean, with their scores."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from fabula.models.pairs import PRON, Columns

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

REACH = 100  # mentions back that a mention is compared with: 250 finds no more on LitBank's dev set
_FAR = 600  # mentions back that the same words are looked for


class Scorer(Protocol):
    """What scores pairs of mentions: `fabula.models.people.Antecedents`, or a table in a test."""

    new: Floats

    def score(self, i: Ints, j: Ints) -> Floats:
        """Scores of mentions ``i`` with antecedents ``j``."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class AntecedentScores:
    """The antecedents of each mention. Scores are in nats and compare within a mention.

    ``before[k]`` int64 (antecedents,) are mentions before mention k, ``scores[k]`` float32 of the same shape;
    ``new`` float32 (mentions,) is the score of meaning somebody not mentioned before.
    """

    before: tuple[Ints, ...]
    scores: tuple[Floats, ...]
    new: Floats


def score_antecedents(m: Columns, scorer: Scorer) -> AntecedentScores:
    """The scores of every mention's antecedents: of the hundred before it, and of the same words further back."""
    n = len(m.first)
    before: list[Ints] = []
    for k, s in enumerate(_same_words(m)):
        r = np.arange(max(0, k - REACH), k)
        before.append(np.concatenate((np.array([s], np.int64), r)) if 0 <= s < k - REACH else r)
    lengths = [len(b) for b in before]
    j = np.concatenate(before) if n else np.zeros(0, np.int64)
    scores = scorer.score(np.repeat(np.arange(n), lengths), j)
    at = np.cumsum([0, *lengths])
    cuts = list(zip(at, at[1:], strict=False))
    return AntecedentScores(tuple(j[a:b] for a, b in cuts), tuple(scores[a:b] for a, b in cuts), scorer.new)


def _same_words(m: Columns) -> list[int]:
    """The last mention before each one that has the same words, within `_FAR`; -1 for none and for pronouns."""
    last: dict[int, int] = {}
    out = []
    for k, (w, form) in enumerate(zip(m.words.tolist(), m.form.tolist(), strict=True)):
        j = last.get(w, -1) if form != PRON else -1
        out.append(j if k - j <= _FAR else -1)
        if form != PRON:
            last[w] = k
    return out
