"""The entities met so far: how often, where last, and by which pronouns."""

import numpy as np
import numpy.typing as npt

from fabula.models.pairs import (
    HE,
    HE_NAME,
    HE_NOUN,
    KINDS,
    PLURAL_NOUN,
    SHE,
    SHE_NAME,
    SHE_NOUN,
    SUBJECT,
    THEY,
    WE,
    Columns,
)

Ints = npt.NDArray[np.int64]

_GENDER = np.zeros(KINDS, np.int64)
_GENDER[[HE, HE_NOUN, HE_NAME]] = 1
_GENDER[[SHE, SHE_NOUN, SHE_NAME]] = 2
_SEVERAL = np.isin(np.arange(KINDS), (THEY, WE, PLURAL_NOUN))


class Met:
    """Columns of entities, int64 (entities,) each but ``votes`` (entities, 3): nobody's, he's and she's mentions.

    ``fixed`` is 1 for he, 2 for she, 0 for what the text has yet to say, -1 for what it may say at any time; ``size``
    counts mentions, ``several`` those by a plural; ``last`` is the last mention and ``subject`` the last one that is
    a subject, -1 for none. Columns are longer than there are entities: ``n`` says how many there are. ``gender`` of
    each mention is 1 where its words say he, 2 where they say she, 0 where neither.
    """

    def __init__(self, genders: Ints, m: Columns) -> None:
        self.n = len(genders)
        room = max(64, 2 * self.n)
        self.fixed = np.zeros(room, np.int64)
        self.fixed[: self.n] = genders
        self.votes = np.zeros((room, 3), np.int64)
        self.size = np.zeros(room, np.int64)
        self.several = np.zeros(room, np.int64)
        self.last = np.full(room, -1, np.int64)
        self.subject = np.full(room, -1, np.int64)
        self.gender: list[int] = _GENDER[m.kind].tolist()
        self._several = _SEVERAL[m.kind].tolist()
        self._subject = (m.role == SUBJECT).tolist()

    def add(self, e: int | None, k: int) -> int:
        """Mention ``k`` is of an entity, or of a new one; its number."""
        if e is None:
            if self.n == len(self.size):
                self._grow()
            e = self.n
            self.n += 1
        self.size[e] += 1
        self.votes[e, self.gender[k]] += 1
        self.last[e] = k
        if self._several[k]:
            self.several[e] += 1
        if self._subject[k]:
            self.subject[e] = k
        return e

    def bars(self, who: Ints, gender: int) -> npt.NDArray[np.bool_]:
        """Which of some entities a "he" (1) or "she" (2) cannot be: they are known to be the other, or were so far."""
        fixed, votes = self.fixed[who], self.votes[who]
        mostly_other = votes[:, 3 - gender] > 3 * votes[:, gender]
        out: npt.NDArray[np.bool_] = (fixed == 3 - gender) | ((fixed == 0) & mostly_other)
        return out

    def _grow(self) -> None:
        for name in ("fixed", "votes", "size", "several", "last", "subject"):
            column = getattr(self, name)
            more = np.full_like(column, -1 if name in ("last", "subject") else 0)
            setattr(self, name, np.concatenate((column, more)))
