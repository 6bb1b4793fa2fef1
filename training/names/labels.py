"""What gold says of a survey: whose each name is, which pairs are one, who is a person."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from fabula.resolution.names.spelling import name_key, parse
from fabula.resolution.names.survey import Survey

_ARTICLE = re.compile(r"^(the|a|an|that|this) ", re.IGNORECASE)
FEW = 3  # gold of a novel names everybody who is named as often as this


def alias_key(alias: str) -> tuple[str, ...]:
    """A name of gold as names are compared, without its article."""
    return name_key(_ARTICLE.sub("", alias))


def owners(characters: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], frozenset[int]]:
    """Every name to the numbers of those who bear it."""
    out: dict[tuple[str, ...], set[int]] = {}
    for n, c in enumerate(characters):
        for a in (c["name"], *c["aliases"]):
            if alias_key(a):
                out.setdefault(alias_key(a), set()).add(n)
    return {k: frozenset(v) for k, v in out.items()}


def name_owners(found: Survey, characters: Sequence[Mapping[str, Any]]) -> list[frozenset[int]]:
    """For each name of a survey the gold characters that bear it."""
    known = owners(characters)
    return [known.get(k, frozenset()) for k in found.names.key]


def pair_labels(found: Survey, characters: Sequence[Mapping[str, Any]], novel: bool) -> tuple[np.ndarray, np.ndarray]:
    """(rows, labels): the pairs gold knows the answer to, and whether both names are one person's.

    A name gold does not list, but whose words it does, tells nothing: annotators leave out variants.
    """
    whose = name_owners(found, characters)
    cores = {frozenset(parse(k)[1]) for k in owners(characters)}
    key = found.names.key

    def doubtful(t: int) -> bool:
        core = frozenset(parse(key[t])[1])
        return any(core <= g or g <= core for g in cores)

    rows, labels = [], []
    for k, (i, j) in enumerate(found.pairs):
        a, b = whose[i], whose[j]
        if not a and not b:
            continue
        if (not a and doubtful(i)) or (not b and doubtful(j)):
            continue
        if novel and not (a and b) and min(found.names.count[i], found.names.count[j]) < FEW:
            continue
        rows.append(k)
        labels.append(bool(a & b))
    return np.array(rows, np.int64), np.array(labels, np.float32)


def group_labels(
    found: Survey, groups: Sequence[Sequence[int]], characters: Sequence[Mapping[str, Any]], novel: bool
) -> tuple[np.ndarray, np.ndarray]:
    """(rows, labels): the groups of names gold knows the answer to, and whether their bearer is a person."""
    whose = name_owners(found, characters)
    rows, labels = [], []
    for k, ts in enumerate(groups):
        person = any(whose[t] for t in ts)
        if novel and not person and found.names.count[list(ts)].sum() < FEW:
            continue
        rows.append(k)
        labels.append(person)
    return np.array(rows, np.int64), np.array(labels, np.float32)


def unnamed_labels(found: Survey, characters: Sequence[Mapping[str, Any]]) -> np.ndarray:
    """Whether each of those without a name is a gold character whom no name means either."""
    known = owners(characters)
    named = {c for k in found.names.key for c in known.get(k, ())}
    seen: set[int] = set()
    out = np.zeros(len(found.unnamed), np.float32)
    for n in sorted(range(len(found.unnamed)), key=lambda n: -len(found.unnamed[n].members)):
        whose = {c for p in found.unnamed[n].phrases for c in known.get(alias_key(p), ())} - named - seen
        if whose:
            out[n] = 1
            seen |= whose
    return out
