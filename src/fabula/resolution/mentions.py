"""Resolved mentions as the story file holds them, with the entities that are no characters."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from fabula.language import Language
from fabula.models.pairs import FORMS, PROP, TYPES, Columns
from fabula.resolution.coreference.resolve import Coreference
from fabula.world import Cast, Character, Entity, EntityType, Mention, Quotation
from fabula.world.slugs import slug, unique


def find_mentions(
    language: Language, cast: Cast, m: Columns, found: Coreference, quotes: Sequence[Quotation]
) -> tuple[tuple[Mention, ...], tuple[Entity, ...]]:
    """Every mention in text order, and the entities they mean that are no characters, most mentioned first.

    A name or a crowd that the rules found and the model did not is a mention too. Offsets are code points.
    """
    groups = _groups(cast, m, found, quotes)
    names = dict(enumerate(found.ids))
    members: dict[int, list[int]] = defaultdict(list)
    for k, e in enumerate(found.entity.tolist()):
        if e not in names and e not in groups:
            members[e].append(k)
    words = [_text(language, a, b) for a, b in zip(m.first.tolist(), m.last.tolist(), strict=True)]
    entities: dict[int, Entity] = {}
    used: dict[str, int] = {}
    for same in _one_name(words, m, members):
        ks = [k for e in same for k in members[e]]
        kind = _type(m, ks)
        name = _name(words, m, ks)
        entity = Entity(unique(f"{kind.lower()}:{slug(name)}", used), name, kind, len(ks))
        entities.update(dict.fromkeys(same, entity))
    out = []
    for k, (a, b, t, f, e) in enumerate(
        zip(*(c.tolist() for c in (m.first, m.last, m.type, m.form, found.entity)), strict=True)
    ):
        who = names.get(e) or groups.get(e) or entities[e].id
        kind = "PER" if e in names else entities[e].type if e in entities else TYPES[t]
        out.append(
            Mention(language.starts[a], language.ends[b - 1], who, kind, FORMS[f], round(float(found.sure[k]), 2))
        )
    covered = {(x.start, x.end) for x in out}
    heads = set(m.head.tolist())
    for r in cast.references:
        if r.entity and r.form == "PROP" and r.head not in heads:
            span = (language.starts[r.first], language.ends[r.last - 1])
            if span not in covered:
                out.append(Mention(*span, r.entity, "PER", r.form))
                covered.add(span)
    ranked = sorted(set(entities.values()), key=lambda x: (-x.mentions, x.id))
    return tuple(sorted(out)), tuple(ranked)


def _one_name(words: Sequence[str], m: Columns, members: dict[int, list[int]]) -> list[list[int]]:
    """The entities that are one thing, since the text gives them one name and one type, wherever in the book.

    Antecedents are sought near a mention, so that the London of chapter one and that of chapter nine come apart.
    """
    out: dict[object, list[int]] = {}
    for e in sorted(members):
        ks = members[e]
        named = any(m.form[k] == PROP for k in ks)
        name = _name(words, m, ks).lower().removeprefix("the ")
        out.setdefault((_type(m, ks), name) if named else e, []).append(e)
    return list(out.values())


def _type(m: Columns, ks: Sequence[int]) -> EntityType:
    return TYPES[Counter(m.type[ks].tolist()).most_common(1)[0][0]]


def _text(language: Language, a: int, b: int) -> str:
    """Tokens as they are printed, a space wherever the text has any."""
    out = [language.text[a]]
    for i in range(a + 1, b):
        out.append(" " * (language.starts[i] > language.ends[i - 1]) + language.text[i])
    return "".join(out)


def _name(words: Sequence[str], m: Columns, ks: Sequence[int]) -> str:
    """The commonest name, the longer of two; else the first noun; else the first pronoun."""
    for form in range(3):
        said = [words[k] for k in ks if m.form[k] == form]
        if said and form == PROP:
            counted = Counter(said)
            return max(said, key=lambda w: (counted[w], len(w)))
        if said:
            return said[0]
    return words[ks[0]]


def _groups(cast: Cast, m: Columns, found: Coreference, quotes: Sequence[Quotation]) -> dict[int, str]:
    """Which entities are the crowds that speak or are spoken to: of those called so, the most mentioned."""
    speaking = {w for q in quotes for w in (q.speaker, *q.addressees) if w and w.startswith("group:")}
    heads = {h: k for k, h in enumerate(m.head.tolist())}
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for r in cast.references:
        if r.entity in speaking and r.head in heads:
            e = int(found.entity[heads[r.head]])
            if e >= len(found.ids):
                votes[r.entity or ""][e] += 1
    out: dict[int, str] = {}
    for who in sorted(votes):
        for e, _ in votes[who].most_common():
            if e not in out:
                out[e] = who
                break
    return out


def count_mentions(characters: Sequence[Character], mentions: Sequence[Mention]) -> tuple[Character, ...]:
    """The characters with their counts, most mentioned first."""
    counts = Counter(m.entity for m in mentions)
    return tuple(sorted((replace(c, mentions=counts[c.id]) for c in characters), key=lambda c: (-c.mentions, c.id)))
