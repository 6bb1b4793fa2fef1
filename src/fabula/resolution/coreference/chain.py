"""Mentions to entities, in one pass over the book: each mention joins the entity it fits best, or opens one.

The scores are the model's (`fabula.models.people.Antecedents`), between a mention and those shortly before it; whom a
pronoun or a noun means is decided among the entities that those are mentions of (`rank`). What
reaches further is the names of persons: a mention whose person is known by name is known, and brings its entity
back into reach wherever it stands. So the cost is linear in the length of the book. A place that is not mentioned for
long is lost, and opened again.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.encoding.antecedents import AntecedentScores
from fabula.models.coreference import head
from fabula.models.pairs import PRON, Columns
from fabula.resolution.coreference.met import Met
from fabula.resolution.coreference.rank import SILENCE, Asked, Describer, Ranking, Speech, chosen, ranked

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_NEVER = np.float32(-1e4)
_NOBODY: frozenset[int] = frozenset()


class Lean(NamedTuple):
    """What is added to the scores of mentions that no ranking decides, in nats.

    These are "I", "we", "you", "they", "who" and "it", plural nouns, names that are nobody's, and places; all mentions
    where there is no ranking.

    ``new``: to that of being new, for names, nouns and pronouns. ``named``: to that of a pronoun's meaning somebody who
    is known by name, in narration and in speech. ``size``: to that of a pronoun in speech, for each e-fold of mentions
    that an entity has had. ``apart``: to what a pronoun would mean in a scene before its own. Set on the dev
    novels of PDNC and the practice stories when all mentions were decided so.
    """

    new: tuple[float, float, float] = (0.0, 0.0, 0.0)
    named: tuple[float, float] = (1.0, 2.0)
    size: float = 0.3
    apart: float = -2.0


LEAN = Lean()


def learned(asked: Asked) -> Floats:
    """How well each of those asked about fits, as the package's network has learned."""
    return head()(asked.features)


def chain(
    m: Columns,
    antecedents: AntecedentScores,
    known: Mapping[int, int],
    genders: Sequence[int],
    barred: Mapping[int, frozenset[int]],
    cuts: Sequence[int] = (),
    speech: Speech = SILENCE,
    ranking: Ranking | None = learned,
    lean: Lean = LEAN,
) -> tuple[Ints, Floats]:
    """The entity of every mention, int64 (mentions,), and how sure that is, float32 in 0..1.

    ``known`` maps mentions to entities that are known beforehand, numbered from 0. ``genders`` says for those
    entities 1 for he, 2 for she, 0 for what the text has yet to say, -1 for what it may say at any time. ``barred``
    are entities that a mention cannot mean. ``cuts`` are the paragraphs that open scenes; ``speech`` is who tells the
    story and who speaks. ``ranking`` decides whom "he", "she" and nouns mean; None leaves them to the
    antecedents' scores and ``lean``, as all others. Entities that are not known beforehand get the numbers after those.
    """
    n = len(m.first)
    scene = np.searchsorted(np.array(cuts, np.int64), m.paragraph, side="right")
    entity = np.full(n, -1, np.int64)
    sure = np.ones(n, np.float32)
    met = Met(np.array(genders, np.int64), m)
    named = len(genders)
    asks = ranked(m).tolist()
    describe = Describer(m, scene, speech, met, named)
    forms, spoken = m.form.tolist(), (m.quote >= 0).astype(int).tolist()
    for k, gender in enumerate(met.gender):
        meant = known.get(k)
        if meant is None:
            before, row, new = antecedents.before[k], antecedents.scores[k], float(antecedents.new[k])
            who = entity[before]
            if asks[k] and ranking is not None:
                asked = describe(k, who, before, row, new)
                meant, sure[k] = chosen(asked, ranking(asked), barred.get(k, _NOBODY))
            else:
                row = row.copy()
                if gender:
                    row[met.bars(who, gender)] = _NEVER
                if k in barred:
                    row[np.isin(who, list(barred[k]))] = _NEVER
                if forms[k] == PRON:
                    row[who < named] += lean.named[spoken[k]]
                    row[scene[before] != scene[k]] += lean.apart
                    if spoken[k]:
                        row += lean.size * np.log(met.size[who])
                meant, sure[k] = _best(who, row, new + lean.new[forms[k]])
        entity[k] = met.add(meant, k)
    return entity, sure


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
