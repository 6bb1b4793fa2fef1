"""The bonds of a story: signs gathered by pair and kind, and how warm each pair is over time."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log

from fabula.bonds.signs import Sign, of_acts, of_address, of_claims, of_nouns, of_roles
from fabula.language import Language
from fabula.language.english import table
from fabula.world import Bond, BondKind, Character, Claim, Feeling, Quotation, Scene

LEAST = 0.5  # confidence from which a bond is reported
_PRIOR = -0.8  # log odds before any sign
_SHORT, _LONGER = 3000, 0.35  # tokens; in a longer text more pronouns go astray, so one sign says less
_SHARE = 0.4  # of the signs that name somebody's mother, those that mean one woman are at least this many
_EVIDENCE = 12  # spans kept of a bond
_VALENCE = {
    "joy": 1.0,
    "trust": 1.0,
    "anticipation": 0.2,
    "surprise": 0.0,
    "sadness": -0.3,
    "fear": -0.5,
    "anger": -1.0,
    "disgust": -1.0,
}


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
) -> tuple[Bond, ...]:
    """The bonds between characters, the surest first. ``meant`` gives tokens their characters, ``sure`` how
    certain that is.
    """
    people = {c.id for c in characters}
    signs: dict[tuple[str, str, BondKind], list[Sign]] = defaultdict(list)
    prior = _PRIOR - _LONGER * log(max(1.0, len(language) / _SHORT))
    every = [
        *of_nouns(language, meant, sure),
        *of_acts(language, meant, quoted),
        *of_claims(claims, characters),
        *of_address(language, meant, quotes, characters),
        *of_roles(language, meant, quotes, quoted),
    ]
    for s in _agreed(every, characters):
        if s.a in people and s.b in people and s.a != s.b:
            signs[(*sorted((s.a, s.b)), s.kind)].append(s)  # type: ignore[index]
    out = []
    for (a, b, kind), found in sorted(signs.items()):
        if kind == "romance" and all(s.role is None for s in found):
            if (a, b, "family") in signs:
                continue  # who loves a mother is not in love with her
            if (a, b, "friendship") in signs and len(found) < 2:
                continue
        p = 1 / (1 + exp(-(prior + sum(sorted((s.weight for s in found), reverse=True)[:4]))))
        if p >= LEAST:
            out.append(_bond(a, b, kind, found, p))
    tied = {frozenset((x.a, x.b)) for x in out}
    out += [x for x in _friends(characters, quotes, scenes) if frozenset((x.a, x.b)) not in tied]
    warm = _warmth(quotes, scenes, feelings)
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


def _bond(a: str, b: str, kind: BondKind, found: Sequence[Sign], p: float) -> Bond:
    """Which way it holds: as most signs say, and both ways where there are signs of each."""
    ways = Counter((s.a, s.b) for s in found if s.one_way)
    first = sorted(found, key=lambda s: s.span)
    role = next((s.role for s in first if s.role), None)
    directed = len(ways) == 1 and all(s.one_way for s in found)
    if ways:
        (a, b), _ = max(ways.items(), key=lambda x: (x[1], x[0]))
        role = next((s.role for s in first if s.role and (s.a, s.b) == (a, b)), role)
    elif role is not None:
        a, b = next((s.a, s.b) for s in first if s.role == role)
    spans = tuple(dict.fromkeys(s.span for s in first))[:_EVIDENCE]
    return Bond(a, b, kind, directed, spans, round(p, 3), role)


def _friends(characters: Sequence[Character], quotes: Sequence[Quotation], scenes: Sequence[Scene]) -> list[Bond]:
    """Who talk with each other more than with anybody, in several scenes, are friends where nothing else ties them."""
    talk: Counter[frozenset[str]] = Counter()
    said: Counter[str] = Counter()
    where: dict[frozenset[str], set[int]] = defaultdict(set)
    spans: dict[frozenset[str], list[Quotation]] = defaultdict(list)
    k = 0
    for q in sorted((q for q in quotes if q.kind == "speech" and q.speaker), key=lambda q: q.parts):
        while k + 1 < len(scenes) and scenes[k + 1].start <= q.parts[0][0]:
            k += 1
        said[q.speaker or ""] += 1
        for w in q.addressees:
            pair = frozenset((q.speaker or "", w))
            if len(pair) == 2:
                talk[pair] += 1
                where[pair].add(k)
                spans[pair].append(q)
    people = {c.id for c in characters}
    out = []
    for pair, n in talk.items():
        a, b = sorted(pair)
        if a not in people or b not in people or len(where[pair]) < 3 or n < 8:
            continue
        share = n / (said[a] + said[b])
        if share >= 0.6:
            out.append(Bond(a, b, "friendship", False, (spans[pair][0].parts[0],), round(min(0.7, share * 0.8), 3)))
    return out


def _warmth(
    quotes: Sequence[Quotation], scenes: Sequence[Scene], feelings: Sequence[Feeling]
) -> dict[frozenset[str], tuple[tuple[int, float], ...]]:
    """For each pair the mean colour of what they feel while they talk, as (start of the scene, -1 to 1)."""
    felt: dict[str, list[Feeling]] = defaultdict(list)
    for f in feelings:
        felt[f.character].append(f)
    out: dict[frozenset[str], list[tuple[int, float]]] = defaultdict(list)
    for scene in scenes:
        pairs: dict[frozenset[str], list[float]] = defaultdict(list)
        spoken = [q for q in quotes if scene.start <= q.parts[0][0] < scene.end and q.speaker and q.kind == "speech"]
        met = {tuple(sorted((q.speaker or "", w))) for q in spoken for w in q.addressees if w != q.speaker}
        for both in sorted(met):  # in order: sums of fractions depend on it, and sets have another in each process
            pair = frozenset(both)
            for who in both:
                pairs[pair] += [
                    _VALENCE[f.emotion] * f.intensity for f in felt.get(who, ()) if scene.start <= f.span[0] < scene.end
                ]
        for pair, values in pairs.items():
            if values:
                out[pair].append((scene.start, round(sum(values) / len(values), 2)))
    return {pair: tuple(v) for pair, v in out.items()}
