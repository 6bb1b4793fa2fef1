"""Whom a pronoun or a noun means, of all who may be meant: what is said of each of them, for a small learned network.

Antecedents are scored between two mentions. What is known of a whole entity (how lately it was mentioned, as what, by
which pronouns; that it is who tells the story, or who speaks here) is weighed here.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.models.pairs import (
    ANY_NOUN,
    HE,
    HE_NOUN,
    NOM,
    OTHER_NOUN,
    PER_TYPE,
    PRON,
    SHE,
    SHE_NOUN,
    THEY,
    Columns,
)
from fabula.resolution.coreference.met import SUBJECT, Met

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

_PRONOUNS = (HE, SHE, THEY)
_NOUNS = (HE_NOUN, SHE_NOUN, ANY_NOUN, OTHER_NOUN)
_LITTLE = 1e-6  # so that no share of nothing has a logarithm
_NEAR = 3  # sentences
_LATELY = 6  # mentions of one entity that are counted as near
FEATURES = 36


class Said(NamedTuple):
    """Who is heard where: the entity that tells the story, -1 for nobody; by turns who speaks, int64 (turns,), -1 for
    nobody known, and who is spoken to, bool (turns, entities)."""

    narrator: int
    speaker: Ints
    told: Bools


NOTHING_SAID = Said(-1, np.zeros(0, np.int64), np.zeros((0, 0), bool))


class Asked(NamedTuple):
    """Who may be meant by ``mention``: ``entities`` int64 (n,), and ``features`` float32 (n + 1, `FEATURES`), the last
    row of somebody not mentioned before."""

    mention: int
    entities: Ints
    features: Floats


Ranking = Callable[[Asked], Floats]
"""Scores float32 (n + 1,) in nats: how well each of those asked about fits."""


def ranked(m: Columns) -> Bools:
    """Which mentions are decided so, bool (mentions,): third-person pronouns of persons, and nouns for one person."""
    noun = (m.form == NOM) & (m.type == PER_TYPE) & np.isin(m.kind, _NOUNS)
    return noun | ((m.form == PRON) & np.isin(m.kind, _PRONOUNS))


class Describer:
    """Describes who may be meant by the mentions of one text."""

    def __init__(self, m: Columns, scene: Ints, said: Said, named: int, says: Ints) -> None:
        self._m, self._scene, self._said, self._named = m, scene, said, named
        self._says = says
        noun, subject, owner = np.isin(m.kind, _NOUNS), m.role == SUBJECT, m.role == 2
        kinds = (m.quote >= 0, m.kind == HE, m.kind == SHE, m.kind == THEY, noun, subject, owner)
        self._own = np.stack(kinds, 1).astype(np.float32)

    def __call__(self, k: int, met: Met, who: Ints, before: Ints, scores: Floats, new: float) -> Asked:
        """Who may be meant by mention ``k``: ``who`` int64 (antecedents,) are the entities of the mentions ``before``
        it, whose ``scores`` and that of being new the network gave."""
        m = self._m
        entities, of = np.unique(who, return_inverse=True)
        n = len(entities)
        top = max(float(scores.max()), new) if n else new
        mass = np.bincount(of, np.exp(scores - top), n)
        best = np.full(n, -np.inf)
        np.maximum.at(best, of, scores)
        fresh = float(np.exp(new - top))
        total = float(mass.sum()) + fresh
        near = m.sentence[k] - m.sentence[before] <= _NEAR
        last, subject = met.last[entities], met.subject[entities]
        fixed, votes = met.fixed[entities], met.votes[entities]
        said = int(self._says[k])
        mine, other = (votes[:, said], votes[:, 3 - said]) if said else (np.zeros(n), np.zeros(n))
        q = int(m.quote[k])
        speaker = int(self._said.speaker[q]) if 0 <= q < len(self._said.speaker) else -1
        told = self._told(q, entities)
        apart = np.maximum(m.sentence[k] - m.sentence[last], 0)
        rank = np.empty(n)
        rank[np.argsort(-last, kind="stable")] = np.arange(n)
        out = np.zeros((n + 1, FEATURES), np.float32)
        columns = (
            np.log(mass / total + _LITTLE),
            best - top,
            entities < self._named,
            np.log1p(met.size[entities]),
            np.log1p(apart),
            np.log1p(k - last),
            self._scene[last] == self._scene[k],
            (fixed == said) & bool(said),
            (fixed == 3 - said) & bool(said),
            np.log1p(mine),
            np.log1p(other),
            (mine + other == 0) & (fixed <= 0) & bool(said),
            (other > 3 * mine) & (fixed <= 0) & bool(said),
            (entities == self._said.narrator) & (q < 0),
            (entities == self._said.narrator) & (q >= 0),
            (entities == speaker) & (speaker >= 0),
            told,
            np.full(n, speaker >= 0),
            np.minimum(rank, 5) / 5,
            rank == 0,
            (subject >= 0) & (m.sentence[k] - m.sentence[subject] <= 1),
            m.sentence[last] == m.sentence[k],
            m.paragraph[last] == m.paragraph[k],
            np.minimum(np.bincount(of, near, n), _LATELY) / _LATELY,
            m.kind[last] == m.kind[k],
            (m.quote[last] >= 0) == (q >= 0),
            (m.quote[last] == q) & (q >= 0),
            np.log1p(met.several[entities]),
        )
        for c, column in enumerate(columns):
            out[:n, c] = column
        out[n, 0], out[n, 1], out[n, len(columns)] = np.log(fresh / total + _LITTLE), new - top, 1.0
        out[:, len(columns) + 1 :] = self._own[k]
        return Asked(k, entities, out)

    def _told(self, q: int, entities: Ints) -> Bools:
        told = self._said.told
        if not 0 <= q < len(told):
            return np.zeros(len(entities), bool)
        known = entities < told.shape[1]
        return known & told[q, np.where(known, entities, 0)]


def by_network_alone(asked: Asked) -> Floats:
    """The ranking that the antecedents' scores give by themselves: the share of the probability each entity has."""
    return asked.features[:, 0]


def chosen(asked: Asked, scores: Floats, barred: Sequence[int] | frozenset[int]) -> tuple[int | None, float]:
    """The likeliest entity that isn't barred, or None for a new one, and its probability."""
    if barred:
        scores = np.where(np.append(np.isin(asked.entities, list(barred)), False), -np.inf, scores)
    p = np.exp(scores - scores.max())
    k = int(p.argmax())
    return None if k == len(asked.entities) else int(asked.entities[k]), float(p[k] / p.sum())
