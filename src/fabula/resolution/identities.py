"""Who is who once the text was read again: people who are one are joined, nobody is left out, strangers come in."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import log
from typing import NamedTuple

import numpy as np

from fabula.language import Language
from fabula.language.english import person_nouns, table
from fabula.resolution.rereading import Rereading
from fabula.world import Cast, Character, Reference
from fabula.world.people import NameUse
from fabula.world.slugs import slug, unique

_PROP, _NOM = 0, 1
_MOST = 8  # phrases by which somebody without a name is listed
LEAST_TURNS = 0.1  # expected turns, from which somebody says something
LEAST_SAID = 0.05  # probability from which a turn counts as said by one to the other
_EVIDENCE = ("what the text says of both",)
Words = Counter[tuple[int, str]]  # (form, words), how often


class Bounds(NamedTuple):
    """In log odds, chosen on the held quarter by training/reading/weigh.py.

    ``same``: from which two are one; ``both``: what more it takes where the names found both of them; ``namesakes``:
    where they share a surname and have other given names (costs 0.3 points of casts, and keeps two Mrs. Quayles apart);
    ``talk``: for each doubling of the turns that they say to one another, so that more can be joined without joining
    those who speak. By the network alone the cast present is 73.0 and speakers 74.2 so; 73.5 and 70.4 with more joined
    (same -2, talk 1.5, silent -2.2), 68.2 and 73.9 with few (same 0). ``person``: from which somebody whom the names
    found stays; ``stranger``: from which somebody else comes in; ``trust``: what the log odds of the names weigh
    beside those of the second reading.

    ``crowd``: how many people there may be before every two of them are less likely one, by as much as they are more.
    No practice story has more. In eight novels of corpora/casts 65 of 100 characters are found once, 48 without it.

    ``silent``: from which somebody who says nothing, and may be one with somebody mentioned more, is left out: that is
    mostly somebody found twice whom it would cost speakers to join. -3 gives the cast present 73.7 and all of it 65.6,
    -2.2 72.6 and 66.2.
    """

    same: float = -1.0
    both: float = 0.5
    namesakes: float = 2.0
    talk: float = 1.0
    person: float = -3.0
    stranger: float = 3.0
    trust: float = 0.0
    crowd: int = 90
    silent: float = -2.6


BOUNDS = Bounds()


def identify(
    language: Language,
    text: str,
    cast: Cast,
    read: Rereading,
    held: Collection[str] = (),
    bounds: Bounds = BOUNDS,
) -> tuple[Cast, tuple[str | None, ...]]:
    """The cast as the second reading has it, and who each of the people that it was read with is now, None for nobody.

    ``held`` are those of a reader's own cast list: they stay, and no two of them are one.
    """
    known = {c.id: c for c in cast.characters}
    uses = _uses(language, text, read)
    often = np.bincount(read.who, minlength=len(read.ids)).tolist()
    narrator = cast.narration.narrator
    whose: list[str | None] = [None] * len(read.ids)
    characters, used = dict(known), dict.fromkeys(known, 1)
    between = _between(read, known, bounds)
    groups = _groups(read, known, held, between, bounds)
    sure = [_odds(group, read, known, bounds) for group in groups]
    settled = [any(read.ids[k] in held or read.ids[k] == narrator for k in group) for group in groups]
    least = [bounds.person if any(read.ids[k] in known for k in group) else bounds.stranger for group in groups]
    stays = [s or z > x for s, z, x in zip(settled, sure, least, strict=True)]
    doubles = _doubles(read, groups, between, often, stays, bounds)
    for g, group in enumerate(groups):
        for k in group:
            characters.pop(read.ids[k], None)
        if not settled[g] and (not stays[g] or g in doubles):
            continue
        best = max(group, key=lambda k: (read.ids[k] in held, _named(uses[k]), read.ids[k] in known, often[k], -k))
        if read.ids[best] not in known and not uses[best]:
            continue  # pronouns alone
        new = _joined([best, *(k for k in group if k != best)], read, known, uses, used, sure[g])
        characters[new.id] = new
        for k in group:
            whose[k] = new.id
    references = _references(language, cast.references, read, known, whose)
    if narrator in read.ids:
        narrator = whose[read.ids.index(narrator)]
    counts = Counter(r.entity for r in references)
    ranked = sorted(characters.values(), key=lambda c: (-counts[c.id], c.id))
    return (
        Cast(
            tuple(replace(c, mentions=counts[c.id]) for c in ranked),
            references,
            replace(cast.narration, narrator=narrator),
        ),
        tuple(whose),
    )


def _between(read: Rereading, known: Mapping[str, Character], bounds: Bounds) -> dict[tuple[int, int], float]:
    """For every two who were about at once, the lower number first, the log odds that they are one, less what speaks
    against it: that they talk with one another, or share a surname and have other given names."""
    talk, namesakes = _talk(read), _namesakes(read, known)
    return {
        p: z - bounds.talk * talk.get(p, 0.0) - bounds.namesakes * (p in namesakes)
        for p, z in zip(map(tuple, read.identity.both.tolist()), read.identity.same.tolist(), strict=True)
    }


def _crowded(read: Rereading, bounds: Bounds) -> float:
    """What more it takes to join two of so many."""
    return log(max(1.0, len(read.ids) / bounds.crowd))


def _groups(
    read: Rereading,
    known: Mapping[str, Character],
    held: Collection[str],
    between: Mapping[tuple[int, int], float],
    bounds: Bounds,
) -> list[list[int]]:
    """Everybody, those together who are one: the likeliest two first, by the mean of what is known between both."""
    groups = {k: [k] for k in range(len(read.ids))}
    of = list(range(len(read.ids)))
    same = bounds.same + _crowded(read, bounds)
    likely = [(z, p) for p, z in between.items() if z > same]
    for _, (i, j) in sorted(likely, key=lambda x: (-x[0], x[1])):
        a, b = of[i], of[j]
        if a == b:
            continue
        zs = [between[p] for x in groups[a] for y in groups[b] if (p := (min(x, y), max(x, y))) in between]
        found, settled = ([any(read.ids[k] in s for k in groups[g]) for g in (a, b)] for s in (known, held))
        if all(settled) or np.mean(zs) <= same + bounds.both * all(found):
            continue
        for k in groups[b]:
            of[k] = a
        groups[a] += groups.pop(b)
    return list(groups.values())


def _doubles(
    read: Rereading,
    groups: Sequence[Sequence[int]],
    between: Mapping[tuple[int, int], float],
    often: Sequence[int],
    stays: Sequence[bool],
    bounds: Bounds,
) -> set[int]:
    """The groups that say nothing and are likely enough somebody else, who stays and is mentioned more.

    ``stays`` says who else stays. Of two mentioned as often the first is the one to stay.
    """
    turns = np.flatnonzero(read.rows.turn >= 0)
    r, slot = np.nonzero(read.answers.people[turns] >= 0)
    spoken = np.zeros(len(read.ids))
    np.add.at(spoken, read.answers.people[turns][r, slot], read.answers.speaks[turns][r, slot])
    of = {k: g for g, group in enumerate(groups) for k in group}
    likely: defaultdict[int, set[int]] = defaultdict(set)
    least = bounds.silent + _crowded(read, bounds)
    for (i, j), z in between.items():
        if z > least:
            likely[of[i]].add(of[j])
            likely[of[j]].add(of[i])
    out: set[int] = set()
    more: set[int] = set()
    for g in sorted(range(len(groups)), key=lambda g: (-sum(often[k] for k in groups[g]), g)):
        if stays[g] and likely[g] & more and spoken[list(groups[g])].sum() < LEAST_TURNS:
            out.add(g)
        elif stays[g]:
            more.add(g)
    return out


def _namesakes(read: Rereading, known: Mapping[str, Character]) -> set[tuple[int, int]]:
    """Every two whom the names told apart, with one surname and other given names: Roz Quayle and Petra Quayle."""
    titles = {t.rstrip(".") for t in table("titles")}
    bearers: defaultdict[str, dict[int, set[str]]] = defaultdict(dict)
    for k, who in enumerate(read.ids):
        for name in known[who].aliases if who in known else ():
            *given, last = name.split() or ("",)
            first = {w.rstrip(".") for w in given if w[0].isupper() and w.lower().rstrip(".") not in titles}
            bearers[last].setdefault(k, set()).update(first)
    return {
        (i, j)
        for of in bearers.values()
        for i, j in combinations(sorted(k for k, first in of.items() if first), 2)
        if not any(x.startswith(y) or y.startswith(x) for x in of[i] for y in of[j])
    }


def _talk(read: Rereading) -> dict[tuple[int, int], float]:
    """In doublings, how many turns every two say to one another: those who talk with one another are two."""
    turns = np.flatnonzero(read.rows.turn >= 0)
    people, speaks = read.answers.people[turns], read.answers.speaks[turns, :-1]
    said = speaks[:, :, None] * read.answers.addressed[turns][:, None, :]
    t, i, j = np.nonzero(said > LEAST_SAID)
    one, other = people[t, i], people[t, j]
    n = len(read.ids)
    two, of = np.unique(np.minimum(one, other) * n + np.maximum(one, other), return_inverse=True)
    often = np.log2(1 + np.bincount(of, said[t, i, j], len(two)))
    return {divmod(k, n): x for k, x in zip(two.tolist(), often.tolist(), strict=True)}


def _odds(group: Sequence[int], read: Rereading, known: Mapping[str, Character], bounds: Bounds) -> float:
    """Log odds that these are a person of the story: the highest of those whom the names found, or else of all."""
    found = [k for k in group if read.ids[k] in known]
    if not found:
        return max(float(read.identity.real[k]) for k in group)
    out = []
    for k in found:
        p = known[read.ids[k]].confidence
        out.append(float(read.identity.real[k]) + bounds.trust * float(np.log((p + 0.01) / (1.01 - p))))
    return max(out)


def _uses(language: Language, text: str, read: Rereading) -> list[Words]:
    """How each is called, by names and nouns, in the order of the text."""
    out: list[Words] = [Counter() for _ in read.ids]
    for (a, b, _, form), who in zip(read.mentions.T.tolist(), read.who.tolist(), strict=True):
        if form in (_PROP, _NOM):
            out[who][form, " ".join(text[language.starts[a] : language.ends[b - 1]].split())] += 1
    return out


def _named(uses: Words) -> bool:
    return any(form == _PROP for form, _ in uses)


def _joined(
    group: Sequence[int],
    read: Rereading,
    known: Mapping[str, Character],
    uses: Sequence[Words],
    used: dict[str, int],
    sure: float,
) -> Character:
    """Somebody under all the names of those who are one with the first of the group."""
    names: dict[str, NameUse] = {}
    aliases: dict[str, None] = {}
    corrected: dict[str, None] = {}
    pronouns = None
    own = next((known[read.ids[k]].confidence for k in group if read.ids[k] in known), None)
    confidence = round(float(1 / (1 + np.exp(-sure))), 2) if own is None else own
    for k in group:
        c = known.get(read.ids[k])
        if c is not None:
            pronouns = pronouns or c.pronouns
            aliases.update(dict.fromkeys(c.aliases))
            corrected.update(dict.fromkeys(c.corrected))
            found = c.names
        else:
            ranked = sorted(uses[k].items(), key=lambda u: (u[0][0], -u[1]))  # of as many the first in the text
            found = tuple(NameUse(words, n, confidence, _EVIDENCE) for (_, words), n in ranked[:_MOST])
        for use in found:
            names.setdefault(use.text, use)
    aliases.update(dict.fromkeys(names))
    first = known.get(read.ids[group[0]])
    if first is None:
        name = min(uses[group[0]], key=lambda w: (w[0], -uses[group[0]][w]))[1]
        first = Character(unique(slug(name), used), name, ())
    return replace(
        first,
        aliases=tuple(aliases),
        pronouns=pronouns,
        corrected=tuple(corrected),
        confidence=confidence,
        names=tuple(names.values()),
    )


def _references(
    language: Language,
    references: Sequence[Reference],
    read: Rereading,
    known: Mapping[str, Character],
    whose: Sequence[str | None],
) -> tuple[Reference, ...]:
    """The references with who is meant now; those of strangers who came in beside them."""
    now = dict(zip(read.ids, whose, strict=True))
    out = []
    for r in references:
        if r.entity in now:
            if now[r.entity] is None and r.form == "PROP":
                continue
            r = r._replace(entity=now[r.entity])
        out.append(r)
    at: dict[int, list[int]] = defaultdict(list)
    for n, r in enumerate(out):
        at[r.head].append(n)
    for (a, b, head, form), k in zip(read.mentions.T.tolist(), read.who.tolist(), strict=True):
        who = whose[k]
        if who is None or read.ids[k] in known or form not in (_PROP, _NOM):
            continue
        if at[head]:
            for n in at[head]:
                if out[n].entity is None:
                    out[n] = out[n]._replace(entity=who)
            continue
        if form == _PROP:
            out.append(Reference(a, b, head, who, "PROP"))
        else:
            word = language.lower[head]
            said = person_nouns().get(word, "-")
            article = language.lower[a] if language.pos[a] in ("DET", "PRON") else ""
            out.append(Reference(a, b, head, who, "NOM", None if said == "-" else said, word, article))
    return tuple(sorted(out, key=lambda r: (r.first, r.last, r.head, r.entity or "", r.form)))
