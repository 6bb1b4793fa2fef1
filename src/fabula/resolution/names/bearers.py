"""Which names are whose: names gathered by learned odds, and names of several people, settled where they stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fabula.encoding.antecedents import AntecedentScores
from fabula.resolution.names.gather import LINKAGE, gather, weigh
from fabula.resolution.names.pairs import known_apart, names_part, part_of
from fabula.resolution.names.survey import Survey

Floats = npt.NDArray[np.float32]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bearers:
    """``groups`` of names with one bearer each; ``listed`` gives those on a reader's list the number of their entry.

    ``odds`` are the log odds of pairs of names. ``shared`` maps names that several bear to the groups that do, their
    own first.
    """

    groups: tuple[tuple[int, ...], ...]
    odds: Mapping[tuple[int, int], float]
    listed: Mapping[int, int]
    shared: Mapping[int, tuple[int, ...]]

    def between(self, t: int, group: Collection[int]) -> list[float]:
        """What the pairs of a name with the names of a group say, in log odds."""
        pairs = ((min(t, u), max(t, u)) for u in group if u != t)
        return [self.odds[p] for p in pairs if p in self.odds]


def find_bearers(found: Survey, odds: Floats, entries: Sequence[Collection[Key]]) -> Bearers:
    """Gather the names of a survey. ``odds`` are those of its pairs; ``entries`` the keys of each entry of a list."""
    number = {k: t for t, k in enumerate(found.names.key)}
    fixed: list[list[int]] = []
    claimed: dict[int, list[int]] = defaultdict(list)
    for e, keys in enumerate(entries):
        ts = sorted({number[k] for k in keys if k in number})
        for t in ts:
            claimed[t].append(e)
        fixed.append([t for t in ts if claimed[t][0] == e])
    for t, key in enumerate(
        found.names.key
    ):  # "John" is the one John of the list, under whatever names he stands there
        fits = [e for e, keys in enumerate(entries) if t not in claimed and any(names_part(key, k) for k in keys)]
        if len(fits) == 1:
            fixed[fits[0]] = sorted((*fixed[fits[0]], t))
    by_pair = dict(zip(found.pairs, odds.tolist(), strict=True))
    apart = [p for p, two in zip(found.pairs, known_apart(found.pair_rows, odds).tolist(), strict=True) if two]
    by_pair |= dict.fromkeys(found.nicknames, _CERTAIN)
    apart = [p for p in apart if p not in found.nicknames]
    groups = [tuple(g) for g in gather(len(found.names.key), by_pair, fixed, apart)]
    barred = set(apart)
    where = {t: n for n, g in enumerate(groups) for t in g}
    listed = {where[ts[0]]: e for e, ts in enumerate(fixed) if ts}
    out = Bearers(tuple(groups), by_pair, listed, {})
    entry_group = {e: n for n, e in listed.items()}
    shared: dict[int, tuple[int, ...]] = {}
    near: dict[int, set[int]] = defaultdict(set)
    for (i, j), z in by_pair.items():
        if z > LINKAGE.shared:
            near[i].add(where[j])
            near[j].add(where[i])
    for t, own in where.items():
        if t in claimed:
            also = [entry_group[e] for e in claimed[t] if e in entry_group and entry_group[e] != own]
        else:
            also = [
                g
                for g in sorted(near[t])
                if g != own
                and any(part_of(found.names.key[t], found.names.key[u]) for u in groups[g])
                and not any((min(t, u), max(t, u)) in barred for u in groups[g])
                and weigh(out.between(t, groups[g])) > LINKAGE.shared
            ]
        if also:
            shared[t] = (own, *also)
        elif t not in claimed and groups[own] == (t,):
            could = _ambiguous(found.names.key, t, groups, by_pair)
            if len(could) > 1:
                shared[t] = could
    return Bearers(tuple(groups), by_pair, listed, shared)


def _ambiguous(
    key: Sequence[Key], t: int, groups: Sequence[tuple[int, ...]], odds: Mapping[tuple[int, int], float]
) -> tuple[int, ...]:
    """Those who may be meant by a name that is part of theirs, as "Mrs. Quayle" of two: neither is likely alone."""
    fits: dict[int, float] = {}
    for g, names in enumerate(groups):
        zs = [odds.get((min(t, u), max(t, u)), -9.0) for u in names if u != t and part_of(key[t], key[u])]
        if zs and max(zs) > _DOUBT:
            fits[g] = max(zs)
    return tuple(sorted(fits, key=lambda g: (-fits[g], g)))


_CERTAIN = 9.0  # log odds of a name and the nickname that stands within it
_DOUBT = -2.0  # log odds from which a name may be somebody's, where it may be another's as well


def settle_shared(found: Survey, bearers: Bearers, antecedents: AntecedentScores) -> list[int]:
    """The group of each occurrence of a name.

    One that several bear means whom the network takes it for; where that is nobody, the group that it is gathered
    with, or, where it is gathered with none, whoever was named last.
    """
    names = found.names
    where = {t: n for n, g in enumerate(bearers.groups) for t in g}
    last: dict[int, int] = {}
    meant: dict[int, int] = {}  # of names that several bear, by mention
    out: list[int] = []
    for s, t in zip(names.spans, names.of.tolist(), strict=True):
        group = where[t]
        could = bearers.shared.get(t)
        if could is not None:
            best = _taken_for(could, where, names.entity, bearers.shared, meant, antecedents, s.mention)
            if best is not None:
                group = best
            elif group not in could:
                group = max(could, key=lambda g: (last.get(g, -1), -could.index(g)))
            meant[s.mention] = group
        last[group] = s.first
        out.append(group)
    return out


def _taken_for(
    could: Sequence[int],
    where: Mapping[int, int],
    entity: npt.NDArray[np.int64],
    shared: Collection[int],
    meant: Mapping[int, int],
    antecedents: AntecedentScores,
    mention: int,
) -> int | None:
    """Which of the groups that bear a name most of the network's probability means here, or None where none has it.

    What a shared name meant before counts for whom it meant.
    """
    if mention < 0 or not len(antecedents.before[mention]):
        return None
    row, before, new = antecedents.scores[mention], antecedents.before[mention], float(antecedents.new[mention])
    p = np.exp(row - max(float(row.max()), new))
    total = float(p.sum()) + float(np.exp(new - max(float(row.max()), new)))
    mass: dict[int, float] = defaultdict(float)
    for j, e, w in zip(before.tolist(), entity[before].tolist(), p.tolist(), strict=True):
        group = meant.get(j) if e in shared else where.get(e)
        if group is not None and group in could:
            mass[group] += w / total
    best = max(mass, key=lambda g: (mass[g], -g), default=None)
    return best if best is not None and mass[best] > _TAKEN else None


_TAKEN = 0.5  # share of the probability from which it decides
