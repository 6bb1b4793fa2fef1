"""People whom no name means: the chains of the nouns and pronouns that the network takes for one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.encoding.antecedents import AntecedentScores
from fabula.language import Language
from fabula.language.english import person_nouns, table, words
from fabula.language.syntax import is_plural
from fabula.models.pairs import NOM, PER_TYPE, PLURAL_NOUN, PRON, Columns
from fabula.resolution.names.occurrences import FOUND
from fabula.resolution.names.persons import UNNAMED, unnamed_features
from fabula.resolution.names.spelling import fold
from fabula.resolution.names.types import PRONOUNS, Names
from fabula.resolution.names.uses import USE, describe_uses

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_ARTICLES = frozenset("the a an that this another one".split())
_LONGEST = 6  # words of a phrase that can be what somebody is called


class Unnamed(NamedTuple):
    """Nouns that mean one: ``nouns`` are the mentions by noun in text order, ``members`` all of its mentions.

    ``phrases`` are the nouns as they are printed, the commonest first.
    """

    nouns: tuple[int, ...]
    members: tuple[int, ...]
    phrases: tuple[str, ...]


class _Noun(NamedTuple):
    first: int
    last: int
    head: int
    source: int
    mention: int


def find_unnamed(language: Language, m: Columns, entity: Ints, n: int, prose: Sequence[bool]) -> list[Unnamed]:
    """Entities without a name that may be one person, by the first mention of each.

    ``entity`` int64 (mentions,) is whom each mention means; numbers below ``n`` bear names. Chains that are called by
    the same words are one: antecedents are sought near a mention, so that one person's come apart.
    """
    nouns: dict[int, list[int]] = defaultdict(list)
    members: dict[int, list[int]] = defaultdict(list)
    for k, e in enumerate(entity.tolist()):
        if e >= n:
            members[e].append(k)
            if m.form[k] == NOM and prose[int(m.head[k])]:
                nouns[e].append(k)
    by_phrase: dict[str, int] = {}
    joined: dict[int, int] = {}
    for e, ks in nouns.items():
        people = sum(int(m.type[k]) == PER_TYPE for k in ks)
        plural = sum(int(m.kind[k]) == PLURAL_NOUN and is_plural(language, int(m.head[k])) for k in ks)
        if 2 * people < len(ks) or 2 * plural >= len(ks):
            continue
        called = [p for p in (_key(language, m, k) for k in ks) if p]
        target = next((by_phrase[p] for p in called if p in by_phrase), e)
        joined[e] = target
        for p in called:
            by_phrase.setdefault(p, target)
    groups: dict[int, list[int]] = defaultdict(list)
    for e, target in joined.items():
        groups[target].append(e)
    out = []
    for es in groups.values():
        ks = sorted(k for e in es for k in nouns[e])
        said = Counter(phrase(language, int(m.first[k]), int(m.last[k])) for k in ks)
        said.pop("", None)
        phrases = sorted(said, key=lambda p: (-said[p], len(p.split()) > _LONGEST))
        if phrases:
            out.append(Unnamed(tuple(ks), tuple(sorted(k for e in es for k in members[e])), tuple(phrases)))
    return sorted(out)


def phrase(language: Language, first: int, last: int) -> str:
    """A noun with what stands before it, as it is printed; nothing where it is too long to be what one is called."""
    if last - first > 2 * _LONGEST:
        return ""
    parts = [language.text[first]]
    for i in range(first + 1, last):
        if language.text[i] in (",", ";", ":", "(", "—", "–", "--"):
            break
        parts.append(" " * (language.starts[i] > language.ends[i - 1]) + language.text[i])
    said = " ".join("".join(parts).strip("*_ ").split())
    head, _, rest = said.partition(" ")
    return said if not rest else f"{head.lower() if head.lower() in _OPENERS else head} {rest}"


_OPENERS = _ARTICLES | frozenset("my your his her our their its some".split())


def _key(language: Language, m: Columns, k: int) -> str:
    said = phrase(language, int(m.first[k]), int(m.last[k])).split()
    if said and said[0].lower() in _ARTICLES:
        said = said[1:]
    return " ".join(fold(w) for w in said)


def describe_unnamed(
    language: Language,
    m: Columns,
    mention_sure: Floats,
    found: Sequence[Unnamed],
    quoted: Sequence[bool],
    opens: Sequence[bool],
    names: Names,
    antecedents: AntecedentScores,
) -> Floats:
    """A row of `UNNAMED` for each, float32 (found, len(UNNAMED)).

    Many nouns mean somebody who has a name elsewhere: what the network gives to mentions with a name, and they to
    the nouns, tells them.
    """
    out = np.zeros((len(found), len(UNNAMED)), np.float32)
    known = person_nouns()
    most = float(names.count.max()) if len(names.count) else 1.0
    n = len(names.key)
    people = int((2 * names.uses[:, USE["PER"]] >= names.count).sum())
    owner = np.full(len(m.first), -1, np.int64)
    for e, one in enumerate(found):
        owner[list(one.members)] = e
    inward = np.zeros((len(found), 2), np.float32)
    outward = np.zeros((len(found), 3), np.float32)
    for k in range(len(m.first)):
        named, e = names.entity[k] < n, int(owner[k])
        if (not named and e < 0) or not len(antecedents.before[k]) or m.form[k] == PRON:
            continue
        before, row, new = antecedents.before[k], antecedents.scores[k], float(antecedents.new[k])
        p = np.exp(row - max(float(row.max()), new))
        fresh = float(np.exp(new - max(float(row.max()), new)))
        total = float(p.sum()) + fresh
        if named:
            for x in np.flatnonzero((owner[before] >= 0) & (p > 0.02 * total)).tolist():
                at = inward[owner[before[x]]]
                at += p[x] / total, 0
                at[1] = max(at[1], p[x] / total)
        else:
            mass = float(p[names.entity[before] < n].sum()) / total
            outward[e] += fresh / total, mass, 0
            outward[e, 2] = max(outward[e, 2], mass)
    for e, (row, one) in enumerate(zip(out, found, strict=True)):
        spans = [_Noun(int(m.first[k]), int(m.last[k]), int(m.head[k]), FOUND, k) for k in one.nouns]
        uses = describe_uses(language, m, mention_sure, spans, quoted, opens).sum(0)
        ks = np.array(one.members, np.int64)
        kinds = m.kind[ks]
        pronouns = np.array([(kinds == kind).sum() for kind in PRONOUNS], np.float32)
        heads = Counter(language.lemma[int(m.head[k])].lower() for k in one.nouns)
        noun = heads.most_common(1)[0][0]
        facts = (
            noun in table("kinship"),
            noun in known,
            any(h in words("crowds") for h in heads),
            sum(int(m.kind[k]) == PLURAL_NOUN for k in one.nouns) / len(one.nouns),
            min(5, len(one.phrases)),
            min(8, len(one.phrases[0].split())),
            float(mention_sure[list(one.nouns)].mean()),
            language.lower[int(m.first[one.nouns[0]])] in ("a", "an", "one", "another"),
            float(np.log(len(one.nouns))),
            len(one.phrases) == 1,
            all(quoted[int(m.head[k])] for k in one.nouns),
            float(names.sure[ks].mean()),
            outward[e, 0] / len(one.nouns),
            outward[e, 1] / len(one.nouns),
            outward[e, 2],
            np.log1p(inward[e, 0]),
            inward[e, 1],
            np.log1p(people),
            language.starts[int(m.first[one.nouns[0]])] / max(1, language.ends[-1]),
        )
        row[:] = unnamed_features(uses, pronouns, float(len(one.nouns)), most, len(language), [float(x) for x in facts])
    return out
