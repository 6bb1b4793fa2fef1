"""The entities met so far: how often, where last, and by which pronouns."""

import numpy as np
import numpy.typing as npt

from fabula.models.pairs import HE, HE_NAME, HE_NOUN, PLURAL_NOUN, SHE, SHE_NAME, SHE_NOUN, THEY, WE, Columns

Ints = npt.NDArray[np.int64]

SUBJECT = 0  # of `Columns.role`
_SAYS = np.zeros(18, np.int64)
_SAYS[[HE, HE_NOUN, HE_NAME]] = 1
_SAYS[[SHE, SHE_NOUN, SHE_NAME]] = 2
_SEVERAL = np.isin(np.arange(18), (THEY, WE, PLURAL_NOUN))


def says(m: Columns) -> Ints:
    """Of each mention 1 where its words say he, 2 where they say she, 0 where neither; int64 (mentions,)."""
    return _SAYS[m.kind]


class Met:
    """Columns of entities, int64 (entities,) each but ``votes`` (entities, 3): nobody's, he's and she's mentions.

    ``fixed`` is 1 for he, 2 for she, 0 for what the text has yet to say, -1 for what it may say at any time; ``size``
    counts mentions, ``several`` those by a plural; ``last`` is the last mention and ``subject`` the last one that is
    a subject, -1 for none. Columns are longer than there are entities: ``n`` says how many there are.
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
        self._says = says(m).tolist()
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
        self.votes[e, self._says[k]] += 1
        self.last[e] = k
        if self._several[k]:
            self.several[e] += 1
        if self._subject[k]:
            self.subject[e] = k
        return e

    def bars(self, who: Ints, said: int) -> npt.NDArray[np.bool_]:
        """Which of some entities a "he" (1) or "she" (2) cannot be: they are known to be the other, or were so far."""
        fixed, votes = self.fixed[who], self.votes[who]
        return (fixed == 3 - said) | ((fixed == 0) & (votes[:, 3 - said] > 3 * votes[:, said]))

    def _grow(self) -> None:
        for name in ("fixed", "votes", "size", "several", "last", "subject"):
            column = getattr(self, name)
            more = np.full_like(column, -1 if name in ("last", "subject") else 0)
            setattr(self, name, np.concatenate((column, more)))
