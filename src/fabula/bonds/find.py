"""The bonds of a story: what the second reading and the signs say of each pair and kind, and how warm each pair is."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import exp, log1p

import numpy as np

from fabula.bonds.signs import Sign, of_acts, of_address, of_claims, of_nouns, of_roles, sentence_of
from fabula.bonds.warmth import warmth
from fabula.bonds.weights import BIAS, LEAST, OUTRIGHT, SECOND, WEIGHTS
from fabula.language import Language
from fabula.language.english import table
from fabula.models.rereading.sizes import BONDS
from fabula.resolution.judged import Judged, Tied
from fabula.world import Bond, BondKind, Character, Claim, Feeling, Quotation, Scene, Span

_SHARE = 0.4  # of the signs that name somebody's mother, those that mean one woman are at least this many
Pair = tuple[str, str]
KINDS: tuple[BondKind, ...] = BONDS  # type: ignore[assignment]
_UNSEEN = -6.0  # log odds of whoever is never about together
_EVIDENCE = 12  # spans kept of a bond


def find_bonds(
    language: Language,
    characters: Sequence[Character],
    meant: Mapping[int, str],
    sure: Mapping[int, float],
    quoted: Sequence[int],
    quotes: Sequence[Quotation],
    scenes: Sequence[Scene],
    claims: Sequence[Claim],
    feelings: Sequence[Feeling],
    judged: Judged,
) -> tuple[Bond, ...]:
    """The bonds between characters, the surest first. ``meant`` gives tokens their characters, ``sure`` how
    certain that is; ``judged`` is what the second reading says of every two.
    """
    signs = signs_of(language, characters, meant, sure, quoted, quotes, claims)
    said, met = talk(quotes, scenes)
    out = []
    for a, b in sorted({*judged.tied, *((a, b) for a, b, _ in signs)}):
        tied = judged.tied.get((a, b))
        own = {k: signs.get((a, b, k), []) for k in KINDS}
        every = features(tied, own, said.get((a, b), 0), met.get((a, b), 0))
        likely = [
            max(_probability(BIAS[k], x), OUTRIGHT * any(s.outright for s in own[kind]))
            for k, (kind, x) in enumerate(zip(KINDS, every, strict=True))
        ]
        for k, kind in enumerate(KINDS):
            p = likely[k]
            if p >= max(LEAST, SECOND * max(likely)):
                spans = [] if tied is None or tied.where[k] < 0 else [sentence_of(language, int(tied.where[k]))]
                out.append(_bond(a, b, kind, own[kind], spans, p))
    warm = warmth(quotes, scenes, feelings)
    return tuple(
        Bond(x.a, x.b, x.kind, x.directed, x.evidence, x.confidence, x.role, warm.get(frozenset((x.a, x.b)), ()))
        for x in sorted(out, key=lambda x: (-x.confidence, x.a, x.b, x.kind))
    )


def _agreed(signs: Sequence[Sign], characters: Sequence[Character]) -> Iterator[Sign]:
    """Without nouns that do not fit: "mother" of a man, or of another woman than most of Lucy's mothers are."""
    pronouns = {c.id: c.pronouns for c in characters}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for s in signs:
        if s.role and s.kind == "family":
            votes[s.b, s.role][s.a] += 1
    for s in signs:
        if s.role and s.kind == "family":
            implied = table("kinship").get(s.role, "-")
            if implied != "-" and pronouns.get(s.a) not in (implied, None):
                continue
            same = votes[s.b, s.role]
            if same[s.a] < _SHARE * same.total():
                continue
        yield s


def _bond(a: str, b: str, kind: BondKind, found: Sequence[Sign], more: Sequence[Span], p: float) -> Bond:
    """Which way it holds: as most signs say (of as many, as the first does), and both ways where there are signs of
    each.
    """
    first = sorted(found, key=lambda s: s.span)
    ways = Counter((s.a, s.b) for s in first if s.one_way)
    role = next((s.role for s in first if s.role), None)
    directed = len(ways) == 1 and all(s.one_way for s in found)
    if ways:
        a, b = max(ways, key=ways.__getitem__)
        role = next((s.role for s in first if s.role and (s.a, s.b) == (a, b)), role)
    elif role is not None:
        a, b = next((s.a, s.b) for s in first if s.role == role)
    spans = tuple(dict.fromkeys((*(s.span for s in first), *more)))[:_EVIDENCE]
    return Bond(a, b, kind, directed, spans, round(p, 3), role)


def signs_of(
    language: Language,
    characters: Sequence[Character],
    meant: Mapping[int, str],
    sure: Mapping[int, float],
    quoted: Sequence[int],
    quotes: Sequence[Quotation],
    claims: Sequence[Claim],
) -> dict[tuple[str, str, BondKind], list[Sign]]:
    """The signs of each pair, in alphabetical order, and kind."""
    people = {c.id for c in characters}
    every = [
        *of_nouns(language, meant, sure),
        *of_acts(language, meant, quoted),
        *of_claims(claims, characters),
        *of_address(language, meant, quotes, characters),
        *of_roles(language, meant, quotes, quoted),
    ]
    signs: dict[tuple[str, str, BondKind], list[Sign]] = defaultdict(list)
    for s in _agreed(every, characters):
        if s.a in people and s.b in people and s.a != s.b:
            signs[(min(s.a, s.b), max(s.a, s.b), s.kind)].append(s)
    return signs


def talk(quotes: Sequence[Quotation], scenes: Sequence[Scene]) -> tuple[Counter[Pair], Counter[Pair]]:
    """How many turns each pair exchange, and in how many scenes both are."""
    said: Counter[Pair] = Counter()
    for q in quotes:
        if q.kind == "speech" and q.speaker:
            said.update((min(q.speaker, w), max(q.speaker, w)) for w in q.addressees if w != q.speaker)
    met: Counter[Pair] = Counter()
    for s in scenes:
        met.update(combinations(sorted(s.present), 2))
    return said, met


def features(tied: Tied | None, signs: Mapping[BondKind, Sequence[Sign]], said: int, met: int) -> list[list[float]]:
    """Of each kind what there is to weigh, in the order of `WEIGHTS`."""
    read = np.full(len(KINDS), _UNSEEN) if tied is None else tied.odds
    weigh = [sum(sorted((s.weight for s in signs.get(k, ())), reverse=True)[:4]) for k in KINDS]
    outright = [float(any(s.outright for s in signs.get(k, ()))) for k in KINDS]
    best = float(read.max())
    return [
        [
            float(read[k]),
            float(read[k]) - best,
            weigh[k],
            sum(weigh) - weigh[k],
            outright[k],
            float(tied is None),
            log1p(said),
            log1p(met),
        ]
        for k in range(len(KINDS))
    ]


def _probability(bias: float, row: Sequence[float]) -> float:
    """That a bond of a kind is there, from what there is to weigh."""
    return 1 / (1 + exp(-bias - sum(w * x for w, x in zip(WEIGHTS.values(), row, strict=True))))
