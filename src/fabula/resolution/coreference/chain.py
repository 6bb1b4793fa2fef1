"""Mentions to entities, in one pass over the book: each mention joins the entity it fits best, or opens one.

The scores are the model's (`fabula.models.people.Antecedents`), between a mention and those shortly before it. What
reaches further is the names of persons: a mention whose person is known by name is known, and brings its entity
back into reach wherever it stands. So the cost is linear in the length of the book. A place that is not mentioned for
long is lost, and opened again.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.encoding.antecedents import AntecedentScores
from fabula.models.pairs import HE, HE_NAME, HE_NOUN, PRON, SHE, SHE_NAME, SHE_NOUN, Columns

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_HE, _SHE = (HE, HE_NOUN, HE_NAME), (SHE, SHE_NOUN, SHE_NAME)
_NEVER = np.float32(-1e4)
_NOBODY: frozenset[int] = frozenset()


class Lean(NamedTuple):
    """What is added to scores, in nats, where a book differs from the texts the model was trained on.

    ``new``: to that of being new, for names, nouns and pronouns. ``named``: to that of a pronoun's meaning somebody who
    is known by name, in narration and in speech. ``size``: to that of a pronoun in speech, for each e-fold of mentions
    that an entity has had. ``apart``: to what a pronoun would mean in a scene before its own. Set on the dev
    novels of PDNC and the practice stories, which are whole and have scenes.
    """

    new: tuple[float, float, float] = (0.0, 0.0, 0.0)
    named: tuple[float, float] = (1.0, 2.0)
    size: float = 0.3
    apart: float = -2.0


LEAN = Lean()


def chain(
    m: Columns,
    antecedents: AntecedentScores,
    known: Mapping[int, int],
    genders: Sequence[int],
    barred: Mapping[int, frozenset[int]],
    cuts: Sequence[int] = (),
    lean: Lean = LEAN,
) -> tuple[Ints, Floats]:
    """The entity of every mention, int64 (mentions,), and how sure that is, float32 in 0..1.

    ``known`` maps mentions to entities that are known beforehand, numbered from 0. ``genders`` says for those
    entities 1 for he, 2 for she, 0 for what the text has yet to say, -1 for what it may say at any time. ``barred``
    are entities that a mention cannot mean. ``cuts`` are the paragraphs that open scenes. Entities that are not known
    beforehand get the numbers after those.
    """
    n = len(m.first)
    scene = np.searchsorted(np.array(cuts, np.int64), m.paragraph, side="right")
    entity = np.full(n, -1, np.int64)
    sure = np.ones(n, np.float32)
    met = _Met(genders)
    named = len(genders)
    forms, spoken = m.form.tolist(), (m.quote >= 0).astype(int).tolist()
    for k, kind in enumerate(m.kind.tolist()):
        meant = known.get(k)
        says = 1 if kind in _HE else 2 if kind in _SHE else 0
        if meant is None:
            who = entity[antecedents.before[k]]
            row = antecedents.scores[k].copy()
            here = set(who.tolist())
            never = {e for e in here if met.bars(e, says)} | (here & barred.get(k, _NOBODY))
            if never:
                row[[e in never for e in who.tolist()]] = _NEVER
            if forms[k] == PRON:
                row[who < named] += lean.named[spoken[k]]
                row[scene[antecedents.before[k]] != scene[k]] += lean.apart
                if spoken[k]:
                    row += lean.size * np.log(met.sizes(who))
            meant, sure[k] = _best(who, row, float(antecedents.new[k]) + lean.new[forms[k]])
        entity[k] = met.add(meant, says)
    return entity, sure


class _Met:
    """The entities met so far: how often, and by which pronouns."""

    def __init__(self, genders: Sequence[int]) -> None:
        self._fixed = list(genders)
        self._votes = [[0, 0, 0] for _ in genders]
        self._size = [0] * len(genders)

    def add(self, e: int | None, says: int) -> int:
        """Count a mention of an entity, or of a new one; its number."""
        if e is None:
            e = len(self._size)
            self._fixed.append(0)
            self._votes.append([0, 0, 0])
            self._size.append(0)
        self._size[e] += 1
        self._votes[e][says] += 1
        return e

    def bars(self, e: int, says: int) -> bool:
        """Whether a "he" (1) or "she" (2) cannot be this entity: it is known to be the other, or was so far."""
        if not says:
            return False
        mine, other = self._votes[e][says], self._votes[e][3 - says]
        return self._fixed[e] == 3 - says or (not self._fixed[e] and other > 3 * mine)

    def sizes(self, who: Ints) -> Floats:
        return np.array([self._size[e] for e in who.tolist()], np.float32)


def _best(who: Ints, row: Floats, new: float) -> tuple[int | None, float]:
    """The entity with most of the probability, or None for a new one; and its probability."""
    if not len(row):
        return None, 1.0
    top = max(float(row.max()), new)
    mass: dict[int, float] = {}  # a hundred numbers at most: quicker so than sorted by numpy
    for e, w in zip(who.tolist(), np.exp(row - top).tolist(), strict=True):
        mass[e] = mass.get(e, 0.0) + w
    fresh = float(np.exp(new - top))
    total = sum(mass.values()) + fresh
    best = max(mass, key=lambda e: (mass[e], -e))
    if mass[best] <= fresh:
        return None, fresh / total
    return best, mass[best] / total
