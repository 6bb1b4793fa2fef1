"""Names gathered into those of one bearer, by what speaks for and against each pair of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

_FEW = 30  # names of a short story
_CLIP = 4.0  # log odds beyond which a pair says no more


class Linkage(NamedTuple):
    """How two groups of names are weighed: the best pair between them and a share of the worst, in log odds.

    ``worst`` weighs what speaks most against it; ``least`` is what it takes to join, and ``more`` how much more for
    each e-fold of names above `_FEW`: of many pairs one fits by chance. ``shared`` is what it takes for a name to be
    another group's, too.
    """

    best: float = 1.0
    worst: float = 0.2
    more: float = 0.35
    least: float = -1.0
    shared: float = 1.0


LINKAGE = Linkage()


def gather(
    n: int,
    odds: Mapping[tuple[int, int], float],
    fixed: Sequence[Sequence[int]] = (),
    apart: Collection[tuple[int, int]] = (),
    linkage: Linkage = LINKAGE,
) -> list[list[int]]:
    """Names 0 to n - 1 in groups of one bearer, by the log odds of pairs (the smaller number first).

    The two groups that most speaks for are joined first, as long as anything does. ``fixed`` are groups that a reader
    has listed: they are never joined to one another; no more are names that are known to be of two, ``apart``.
    """
    groups: dict[int, list[int]] = {}
    where: dict[int, int] = {}
    for names in fixed:
        if names:
            groups[min(names)] = sorted(names)
            where.update(dict.fromkeys(names, min(names)))
    listed = set(groups)
    for t in range(n):
        if t not in where:
            groups[t], where[t] = [t], t
    between: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (i, j), z in odds.items():
        a, b = where[i], where[j]
        if a != b:
            z = max(-_CLIP, min(_CLIP, z))
            between[a][b].append(z)
            between[b][a].append(z)
    least = linkage.least + linkage.more * float(np.log(max(1.0, n / _FEW)))
    barred = {frozenset((where[i], where[j])) for i, j in apart}
    while True:
        ranked = [
            (weigh(zs, linkage), -a, -b)
            for a, row in between.items()
            for b, zs in row.items()
            if a < b and not (a in listed and b in listed) and frozenset((a, b)) not in barred
        ]
        best = max(ranked, default=None)
        if best is None or best[0] <= least:
            break
        a, b = -best[1], -best[2]
        if b in listed:
            a, b = b, a
        groups[a] = sorted(groups[a] + groups.pop(b))
        barred = {frozenset(a if x == b else x for x in pair) if b in pair else pair for pair in barred}
        for c, zs in between.pop(b).items():
            del between[c][b]
            if c != a:
                between[a][c] = between[c][a] = between[a][c] + zs
    return [groups[a] for a in sorted(groups)]


def weigh(zs: Sequence[float], linkage: Linkage = LINKAGE) -> float:
    """What pairs between two groups say together, in log odds."""
    return linkage.best * max(zs) + linkage.worst * min(0.0, min(zs))
