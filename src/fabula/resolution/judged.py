"""What the second reading says of the cast, once it is known who of the people that it was read with are one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fabula.models.rereading.grid import Answers
from fabula.models.rereading.rows import Rows
from fabula.resolution.rereading import Rereading

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """``answers`` of ``rows`` and the characters ``ids``. ``row_of`` gives the row of each turn, -1 for one without
    words; ``starts`` is where each row starts, in code points.
    """

    ids: tuple[str, ...]
    rows: Rows
    row_of: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    answers: Answers

    def of_turn(self, k: int, what: Floats) -> dict[str, float]:
        """What the row of turn ``k`` says of each character, in the order of ``ids``."""
        r = int(self.row_of[k])
        return dict(zip(self.ids, what[r].tolist(), strict=False)) if r >= 0 else {}

    def somebody_else(self, k: int) -> float:
        """The probability that turn ``k`` is spoken by nobody of the cast."""
        r = int(self.row_of[k])
        return float(self.answers.speaks[r, -1]) if r >= 0 else 1.0


def judge(read: Rereading, whose: Sequence[str | None], starts: npt.NDArray[np.int64]) -> Judged:
    """The answers by character: of those who are one the probabilities to speak add up, and of all else the highest
    counts. ``whose`` is the character that each of the people is, None for nobody; ``starts`` those of the rows.
    """
    ids = tuple(dict.fromkeys(w for w in whose if w is not None))
    number = {w: k for k, w in enumerate(ids)}
    columns = np.array([*(number[w] if w is not None else -1 for w in whose), -1])
    return Judged(ids, read.rows, read.row_of, starts, read.answers.of(columns, len(ids)))
