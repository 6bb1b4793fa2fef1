"""Whom a pronoun or a noun means, of all who may be meant: what is said of each of them, for a small learned network.

Antecedents are scored between two mentions. What is known of a whole entity (how lately it was mentioned, as what, by
which pronouns; that it is who tells the story, or who speaks here) is weighed here. The network and its training are
in `fabula.models.coreference` and training/coreference.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.models.pairs import (
    ANY_NOUN,
    HE,
    HE_NOUN,
    NOM,
    OTHER_NOUN,
    OWNER,
    PER_TYPE,
    PRON,
    SHE,
    SHE_NOUN,
    SUBJECT,
    THEY,
    Columns,
)
from fabula.resolution.coreference.met import Met

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

# "they" is mostly several, of whom the labels say nothing: ranked, too, it costs LitBank's coreference 1.4 points and
# gains nothing on the held quarter. Its column stays until the network is taught again.
_PRONOUNS = (HE, SHE)
_NOUNS = (HE_NOUN, SHE_NOUN, ANY_NOUN, OTHER_NOUN)
_LITTLE = 1e-6  # so that no share of nothing has a logarithm
_NEAR = 3  # sentences
_LATELY = 6  # mentions of one entity that are counted as near
_RANKS = 5  # entities mentioned later that are counted

OF_ENTITY = (
    "share of the antecedents' probability, as a logarithm",  # somebody new has this, too
    "best antecedent's score below the best of all",  # and this
    "known by name",
    "mentions, as a logarithm",
    "sentences since the last, as a logarithm",
    "mentions since the last, as a logarithm",
    "last mentioned in this scene",
    "is of this gender",
    "is of the other gender",
    "mentions by this gender, as a logarithm",
    "mentions by the other gender, as a logarithm",
    "gender not known so far",
    "mostly mentioned by the other gender",
    "tells the story, which is narrated here",
    "tells the story, but somebody speaks here",
    "speaks here",
    "is spoken to here",
    "it is known who speaks here",
    "entities mentioned since, of 5",
    "mentioned last of all",
    "subject in this sentence or the one before",
    "last mentioned in this sentence",
    "last mentioned in this paragraph",
    "mentions nearby, of 6",
    "last mentioned by the same pronoun or kind of noun",
    "last mentioned in speech as this is, or in narration as this is",
    "last mentioned in this turn",
    "mentions by a plural, as a logarithm",
)
OF_NEW = ("somebody not mentioned before",)
OF_MENTION = ("in speech", "he", "she", "they", "noun", "subject", "owner")
FEATURES = len(OF_ENTITY) + len(OF_NEW) + len(OF_MENTION)


class Speech(NamedTuple):
    """Who tells the story, and who speaks to whom, by the numbers of entities.

    ``narrator`` is -1 for nobody; of turns, ``speaker`` int64 (turns,) is -1 for nobody known, and ``addressed`` is
    bool (turns, entities).
    """

    narrator: int
    speaker: Ints
    addressed: Bools


SILENCE = Speech(-1, np.zeros(0, np.int64), np.zeros((0, 0), bool))


class Asked(NamedTuple):
    """Who may be meant by ``mention``: ``entities`` int64 (n,), and ``features`` float32 (n + 1, `FEATURES`), the last
    row of somebody not mentioned before."""

    mention: int
    entities: Ints
    features: Floats


Ranking = Callable[[Asked], Floats]
"""Scores float32 (n + 1,) in nats: how well each of those asked about fits."""


def ranked(m: Columns) -> Bools:
    """Which mentions are decided so, bool (mentions,): he and she, and nouns for one person."""
    noun = (m.form == NOM) & (m.type == PER_TYPE) & np.isin(m.kind, _NOUNS)
    out: Bools = noun | ((m.form == PRON) & np.isin(m.kind, _PRONOUNS))
    return out


class Describer:
    """Describes who may be meant by the mentions of one text, by what was ``met`` of it so far.

    ``scene`` int64 (mentions,) numbers their scenes; the first ``named`` entities are known by name.
    """

    def __init__(self, m: Columns, scene: Ints, speech: Speech, met: Met, named: int) -> None:
        self._m, self._scene, self._speech, self._met, self._named = m, scene, speech, met, named
        noun = np.isin(m.kind, _NOUNS)
        kinds = (m.kind == HE, m.kind == SHE, m.kind == THEY, noun)
        of_mention = np.stack((m.quote >= 0, *kinds, m.role == SUBJECT, m.role == OWNER), 1)
        self._of_mention = of_mention.astype(np.float32)

    def __call__(self, k: int, who: Ints, before: Ints, scores: Floats, new: float) -> Asked:
        """Who may be meant by mention ``k``.

        ``who`` int64 (antecedents,) are the entities of the mentions ``before`` it, whose ``scores`` and that of being
        ``new`` the people model gave.
        """
        m, met = self._m, self._met
        entities, of = np.unique(who, return_inverse=True)
        n = len(entities)
        top = max(float(scores.max()), new) if n else new
        mass = np.bincount(of, np.exp(scores - top), n)
        best = np.full(n, -np.inf)
        np.maximum.at(best, of, scores)
        fresh = float(np.exp(new - top))
        total = float(mass.sum()) + fresh
        gender, q, sentence = met.gender[k], int(m.quote[k]), m.sentence[k]
        last, subject = met.last[entities], met.subject[entities]
        fixed, votes = met.fixed[entities], met.votes[entities]
        this, other = (votes[:, gender], votes[:, 3 - gender]) if gender else (np.zeros(n), np.zeros(n))
        open_ = (fixed == 0) & bool(gender)
        speaker = int(self._speech.speaker[q]) if 0 <= q < len(self._speech.speaker) else -1
        tells = entities == self._speech.narrator
        since = np.empty(n)
        since[np.argsort(-last, kind="stable")] = np.arange(n)
        near = sentence - m.sentence[before] <= _NEAR
        out = np.zeros((n + 1, FEATURES), np.float32)
        columns = (
            np.log(mass / total + _LITTLE),
            best - top,
            entities < self._named,
            np.log1p(met.size[entities]),
            np.log1p(np.maximum(sentence - m.sentence[last], 0)),
            np.log1p(k - last),
            self._scene[last] == self._scene[k],
            (fixed == gender) & bool(gender),
            (fixed == 3 - gender) & bool(gender),
            np.log1p(this),
            np.log1p(other),
            open_ & (this + other == 0),
            open_ & (other > 3 * this),
            tells & (q < 0),
            tells & (q >= 0),
            entities == speaker,
            self._addressed(q, entities),
            np.full(n, speaker >= 0),
            np.minimum(since, _RANKS) / _RANKS,
            since == 0,
            (subject >= 0) & (sentence - m.sentence[subject] <= 1),
            m.sentence[last] == sentence,
            m.paragraph[last] == m.paragraph[k],
            np.minimum(np.bincount(of, near, n), _LATELY) / _LATELY,
            m.kind[last] == m.kind[k],
            (m.quote[last] >= 0) == (q >= 0),
            (m.quote[last] == q) & (q >= 0),
            np.log1p(met.several[entities]),
        )
        for c, column in enumerate(columns):
            out[:n, c] = column
        out[n, 0], out[n, 1], out[n, len(OF_ENTITY)] = np.log(fresh / total + _LITTLE), new - top, 1.0
        out[:, -len(OF_MENTION) :] = self._of_mention[k]
        return Asked(k, entities, out)

    def _addressed(self, q: int, entities: Ints) -> Bools:
        out = np.zeros(len(entities), bool)
        if 0 <= q < len(self._speech.addressed):
            known = entities < self._speech.addressed.shape[1]
            out[known] = self._speech.addressed[q, entities[known]]
        return out


def chosen(asked: Asked, scores: Floats, barred: frozenset[int]) -> tuple[int | None, float]:
    """The likeliest entity that isn't barred, or None for a new one, and its probability."""
    if barred:
        scores = np.where(np.append(np.isin(asked.entities, list(barred)), False), -np.inf, scores)
    p = np.exp(scores - scores.max())
    k = int(p.argmax())
    return None if k == len(asked.entities) else int(asked.entities[k]), float(p[k] / p.sum())
