"""Is Fabula as sure as it should be?"""

from typing import NamedTuple

BINS = 10
PRECISION = 0.95


class Calibration(NamedTuple):
    """Expected calibration error (0 to 1), and the share of all quotations answered at 95 % precision."""

    error: float
    answered: float
    bins: list[tuple[float, float, int]]


def calibration(answers: list[tuple[float, bool]]) -> Calibration:
    """From (confidence, right) of all gold quotations; unanswered ones have confidence 0 and are left out of the error.

    >>> calibration([(0.9, True)] * 9 + [(0.9, False)]).error
    0.0
    """
    given = [(c, r) for c, r in answers if c > 0]
    bins = []
    error = 0.0
    for b in range(BINS):
        inside = [(c, r) for c, r in given if b / BINS < c <= (b + 1) / BINS]
        if inside:
            sure = sum(c for c, _ in inside) / len(inside)
            right = sum(r for _, r in inside) / len(inside)
            bins.append((sure, right, len(inside)))
            error += len(inside) / len(given) * abs(sure - right)
    best = right_so_far = 0
    for n, (_, r) in enumerate(sorted(given, key=lambda x: -x[0]), 1):
        right_so_far += r
        if right_so_far >= PRECISION * n:
            best = n
    return Calibration(round(error, 4), best / max(1, len(answers)), bins)
