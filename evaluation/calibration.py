"""Is Fabula as sure as it should be?"""

from collections.abc import Sequence
from typing import NamedTuple

BINS = 10
PRECISION = 0.95

Answers = Sequence[tuple[float, bool]]  # (confidence, right); 0 where no answer was given


class Calibration(NamedTuple):
    """Expected calibration error (0 to 1), and the share of all questions answered at 95 % precision.

    ``bins`` are (mean confidence, share right, answers) of each tenth that holds any. ``constant`` says that all
    confidences are one number, which tells nothing.
    """

    error: float
    answered: float
    bins: list[tuple[float, float, int]]
    constant: bool


def calibration(answers: Answers) -> Calibration:
    """From (confidence, right) of all questions; unanswered ones have confidence 0 and are left out of the error.

    >>> calibration([(0.9, True)] * 9 + [(0.9, False)]).error
    0.0
    """
    given = [(c, r) for c, r in answers if c > 0]
    sums = [[0.0, 0, 0] for _ in range(BINS)]
    for c, r in given:
        k = min(BINS, max(1, -int(-c * BINS // 1))) - 1  # (0, 0.1] is the first
        sums[k][0] += c
        sums[k][1] += r
        sums[k][2] += 1
    bins = [(sure / n, right / n, int(n)) for sure, right, n in sums if n]
    error = sum(n / len(given) * abs(sure - right) for sure, right, n in bins)
    best = right_so_far = 0
    for n, (_, r) in enumerate(sorted(given, key=lambda x: -x[0]), 1):
        right_so_far += r
        if right_so_far >= PRECISION * n:
            best = n
    constant = len({c for c, _ in given}) == 1
    return Calibration(round(error, 4), best / max(1, len(answers)), bins, constant)
