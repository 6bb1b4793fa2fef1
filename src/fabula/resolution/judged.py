"""What the second reading says of the cast, once it is known who of the people that it was read with are one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.models.rereading.grid import Answers
from fabula.models.rereading.identity import Identity
from fabula.models.rereading.network import RowAnswers
from fabula.models.rereading.rows import Rows
from fabula.resolution.rereading import Rereading

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
ABSENT = 4.0  # on the held quarter 2 to 5 give the same (training/reading/weigh.py); more keeps scenes apart


class Felt(NamedTuple):
    """Who is about a row, and what they feel there: ``row`` and ``who`` int64 (n,), a number among the ids, and
    probabilities of Plutchik's emotions ``felt``, float32 (n, 8)."""

    row: Ints
    who: Ints
    felt: Floats


class Tied(NamedTuple):
    """What binds two: log odds of each kind, (7,), and the token that says so, (7,), -1 for none."""

    odds: Floats
    where: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """``answers`` of ``rows`` and the characters ``ids``. ``row_of`` gives the row of each turn, -1 for one without
    words; ``starts`` is where each row starts, in code points. ``felt`` is what is felt, ``tied`` what binds two, by
    their ids in alphabetical order.
    """

    ids: tuple[str, ...]
    rows: Rows
    row_of: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    answers: Answers
    felt: Felt
    tied: Mapping[tuple[str, str], Tied]

    def of_turn(self, k: int, what: Floats) -> dict[str, float]:
        """What the row of turn ``k`` says of each character, in the order of ``ids``."""
        r = int(self.row_of[k])
        return dict(zip(self.ids, what[r].tolist(), strict=False)) if r >= 0 else {}

    def somebody_else(self, k: int) -> float:
        """The probability that turn ``k`` is spoken by nobody of the cast."""
        r = int(self.row_of[k])
        return float(self.answers.speaks[r, -1]) if r >= 0 else 1.0


def judge(
    read: Rereading,
    whose: Sequence[str | None],
    starts: npt.NDArray[np.int64],
    scenes: npt.NDArray[np.int64],
    heads: npt.NDArray[np.int64],
    told: npt.NDArray[np.bool_],
    absent: float = ABSENT,
) -> Judged:
    """The answers by character: of those who are one the probabilities to speak add up, else the highest counts.

    ``whose`` is the character that each of the people is, None for nobody. In code points, ``starts`` are those of the
    rows, ``scenes`` those that the text marks, and ``heads`` where each mention stands; ``told`` says whether that is
    in narration. Of whoever neither speaks nor is told of between two marks ``absent`` is taken from the log odds to be
    spoken to there, to hear and to be there.
    """
    ids = tuple(dict.fromkeys(w for w in whose if w is not None))
    number = {w: k for k, w in enumerate(ids)}
    columns = np.array([*(number[w] if w is not None else -1 for w in whose), -1])
    rows = read.answers
    answers = rows._replace(feels=rows.feels[..., :0]).of(columns, len(ids))  # of a novel too many: see `Felt`
    here = np.zeros((len(scenes) + 1, len(ids) + 1), bool)
    here[np.searchsorted(scenes, heads[told], side="right"), columns[read.who[told]]] = True
    of_row = np.searchsorted(scenes, starts, side="right")
    row, who = np.nonzero((answers.speaks[:, :-1] > 0.5) & (read.rows.turn >= 0)[:, None])
    here[of_row[row], who] = True
    there = here[of_row, :-1]

    def fewer(p: Floats) -> Floats:
        odds = p / np.maximum(1 - p, 1e-6) * np.where(there, 1.0, np.exp(-absent))
        return (odds / (1 + odds)).astype(np.float32)

    answers = answers._replace(
        addressed=fewer(answers.addressed), hears=fewer(answers.hears), present=fewer(answers.present)
    )
    return Judged(
        ids, read.rows, read.row_of, starts, answers, _felt(rows, columns, len(ids)), _tied(read.identity, whose)
    )


def _felt(rows: RowAnswers, columns: Ints, n: int) -> Felt:
    """Of those who are one the highest counts."""
    at = columns[rows.people]
    r, slot = np.nonzero(at >= 0)
    key, of = np.unique(r * max(n, 1) + at[r, slot], return_inverse=True)
    felt = np.zeros((len(key), rows.feels.shape[2]), np.float32)
    np.maximum.at(felt, of, rows.feels[r, slot])
    return Felt(key // max(n, 1), key % max(n, 1), felt)


def _tied(identity: Identity, whose: Sequence[str | None]) -> dict[tuple[str, str], Tied]:
    """Of those who are one the highest counts."""
    out: dict[tuple[str, str], Tied] = {}
    for (i, j), odds, where in zip(identity.both.tolist(), identity.bonds, identity.where, strict=True):
        a, b = whose[i], whose[j]
        if a is None or b is None or a == b:
            continue
        pair = (min(a, b), max(a, b))
        if pair in out:
            before = out[pair]
            higher = odds > before.odds
            out[pair] = Tied(np.where(higher, odds, before.odds), np.where(higher, where, before.where))
        else:
            out[pair] = Tied(odds, where)
    return out
