"""From a parsed text to its cast: everybody whom the network's mentions make a person, under all their names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fabula.encoding.encode import Encoding
from fabula.language import Language
from fabula.language.english import person_nouns
from fabula.language.taken_up import Occurrence, pronouns_taking_up, vote
from fabula.models.names import head as learned
from fabula.models.pairs import HE, PRON, SHE, Columns
from fabula.quotations.turn import Turn
from fabula.resolution.names.bearers import Bearers, find_bearers, settle_shared
from fabula.resolution.names.cast_list import entry_keys
from fabula.resolution.names.display import display_name, names_of, phrases_of
from fabula.resolution.names.labels import Labels, find_labels
from fabula.resolution.names.narrator import name_narrator, tells_in_first_person
from fabula.resolution.names.nouns import find_nouns
from fabula.resolution.names.persons import UNNAMED as FEATURES
from fabula.resolution.names.persons import named_features
from fabula.resolution.names.pronouns import find_pronouns
from fabula.resolution.names.spelling import parse, titles
from fabula.resolution.names.survey import Survey, survey
from fabula.resolution.names.unnamed import Unnamed
from fabula.world import Cast, CastEntry, Character, Manuscript, Narration, Reference
from fabula.world.slugs import slug, unique

Floats = npt.NDArray[np.float32]

NARRATOR = "narrator"
PERSON = 0.65  # probability from which the bearer of a name is a person: chosen on the held quarter, with that
UNNAMED = 0.28  # of somebody without a name, by cast and speakers
TAGGED = 0.3  # of a name that a tag gives as the speaker
UNNAMED_TAGGED = 0.12  # of somebody without a name, whom a tag gives as the speaker; half of it for two
_LINKED = 0.2  # of the network's probability that a noun is somebody with a name
_LINKED_APART = 0.6  # of one who answers somebody with a name
_KIN, _TO_NAMES = FEATURES.index("kin"), FEATURES.index("to_names")
_LIKELY = 0.7  # how sure it must be that a pronoun means somebody, to say something of them
_LOW, _HIGH = 0.01, 0.99


@dataclass(frozen=True, slots=True, eq=False)
class _Person:
    """Somebody of the cast while it is put together. ``group`` are names, ``nouns`` somebody without any."""

    confidence: float
    group: tuple[int, ...] = ()
    nouns: Unnamed | None = None
    entry: CastEntry | None = None


def find_cast(
    manuscript: Manuscript,
    language: Language,
    quoted: Sequence[int],
    m: Columns,
    encoding: Encoding,
    listed: Iterable[CastEntry] = (),
    cuts: Sequence[int] = (),
    turns: Sequence[Turn] = (),
) -> Cast:
    """Everybody in the text, and every reference to them outside what only the speakers can settle.

    ``quoted[i]`` is the number of the turn token i stands in, or -1; ``m`` are the mentions of ``encoding`` with the
    turns they stand in. ``listed`` is a reader's own cast list; ``cuts`` are the paragraphs that open scenes.
    Whoever a label of the ``turns`` names ("Ida: …") is one of the cast.
    """
    entries = tuple(listed)
    keys = [entry_keys(e) for e in entries]
    labels = find_labels(language, turns)
    found = survey(manuscript, language, quoted, m, encoding, cuts, frozenset(k for ks in keys for k in ks), labels)
    bearers = find_bearers(found, learned("pair")(found.pair_rows), keys)
    persons = _persons(language, m, found, bearers, entries, found.tokens, labels)
    number = {p.group: n for n, p in enumerate(persons) if p.group}
    whose = settle_shared(found, bearers, encoding.antecedents)
    first_person = tells_in_first_person(language, quoted)
    group_of = [number.get(tuple(g)) for g in bearers.groups]
    spans = found.names.spans
    of_span = [group_of[g] for g in whose]
    told = name_narrator(language, spans, of_span, [q >= 0 for q in quoted]) if first_person else None
    ids = _ids(found, persons, entries)
    narrator = None if not first_person else ids[told] if told is not None else NARRATOR
    references = _references(manuscript, language, found, m, persons, ids, of_span)
    pronouns = _pronouns(language, found, m, persons, ids, of_span, quoted)
    return Cast(
        characters=_characters(language, found, bearers, m, persons, ids, pronouns, of_span, references, narrator),
        references=tuple(references),
        narration=Narration("first" if first_person else "third", narrator),
    )


def _is_named(language: Language, m: Columns, k: int) -> bool:
    """Does a name stand in a mention or right after it: "her brother Ruan"?"""
    beside = range(int(m.first[k]), min(int(m.last[k]) + 1, len(language)))
    return any(language.pos[i] == "PROPN" and language.text[i][0].isupper() for i in beside)


def _persons(
    language: Language,
    m: Columns,
    found: Survey,
    bearers: Bearers,
    entries: Sequence[CastEntry],
    tokens: int,
    labels: Labels,
) -> list[_Person]:
    """Who of those with a name, and of those without, is a person of the story."""
    names = found.names
    whose = list(zip(names.spans, names.of.tolist(), strict=True))
    said = frozenset(labels.names)
    labelled = {t for s, t in whose if (s.first, s.last) in said}
    tagged = {t for s, t in whose if s.key != ("i",) and not labels.tagged.isdisjoint(range(s.first, s.last))}
    odds = learned("named")(named_features(names, bearers.groups, tokens))
    out = []
    for n, (group, z) in enumerate(zip(bearers.groups, odds.tolist(), strict=True)):
        entry = entries[bearers.listed[n]] if n in bearers.listed else None
        p = _HIGH if labelled.intersection(group) else _probability(z)
        if entry is not None or p >= (TAGGED if tagged.intersection(group) else PERSON):
            out.append(_Person(1.0 if entry else p, tuple(group), None, entry))
    standing = {bearers.listed[n] for n in bearers.listed}
    out += [_Person(1.0, (), None, e) for k, e in enumerate(entries) if k not in standing]
    apart = {noun for noun, _ in labels.apart}
    for one, z, row in zip(
        found.unnamed, learned("unnamed")(found.unnamed_rows).tolist(), found.unnamed_rows, strict=True
    ):
        tags = [h for k in one.nouns if (h := int(m.head[k])) in labels.tagged and not _is_named(language, m, k)]
        # Somebody's mother and whoever the network takes for a name mostly have one elsewhere.
        own = not row[_KIN] and row[_TO_NAMES] < (_LINKED if apart.isdisjoint(tags) else _LINKED_APART)
        if _probability(z) >= (UNNAMED_TAGGED / len(tags) if tags and own else UNNAMED):
            out.append(_Person(_probability(z), (), one))
    return out


def _probability(z: float) -> float:
    return float(min(_HIGH, max(_LOW, 1 / (1 + np.exp(-z)))))


def _ids(found: Survey, persons: Sequence[_Person], entries: Sequence[CastEntry]) -> list[str]:
    used = {NARRATOR: 1}
    return [unique(slug(_name(found, p)), used) for p in persons]


def _name(found: Survey, p: _Person) -> str:
    if p.entry is not None:
        return p.entry.name
    return display_name(found.names, p.group) if p.nouns is None else p.nouns.phrases[0]


def _references(
    manuscript: Manuscript,
    language: Language,
    found: Survey,
    m: Columns,
    persons: Sequence[_Person],
    ids: Sequence[str],
    of_span: Sequence[int | None],
) -> list[Reference]:
    """Names with their bearers, nouns and pronouns as far as they are known."""
    prose = [manuscript.paragraphs[p].kind == "prose" for p in language.paragraphs]
    taken = [False] * len(language)
    named = []
    widest: dict[int, int] = {}
    for s, who in zip(found.names.spans, of_span, strict=True):
        if who is None:
            continue
        if any(widest.get(i, 0) > s.last - s.first for i in range(s.first, s.last)):
            continue  # part of a longer name
        for i in range(s.first, s.last):
            taken[i] = True
            widest[i] = s.last - s.first
        named.append(Reference(s.first, s.last, s.head, ids[who], "PROP"))
    nouns = {r.head: r for r in find_nouns(language, taken) if prose[r.head]}
    for p, who_id in zip(persons, ids, strict=True):
        for k in p.nouns.nouns if p.nouns is not None else ():
            head = int(m.head[k])
            if taken[head]:
                continue
            r = nouns.get(head)
            if r is None:
                word = language.lower[head]
                said = person_nouns().get(word, "-")
                first = int(m.first[k])
                r = Reference(first, int(m.last[k]), head, None, "NOM", None if said == "-" else said, word, "")
                r = r._replace(article=language.lower[first] if language.pos[first] in ("DET", "PRON") else "")
            nouns[head] = r._replace(entity=who_id)
    pronouns = (p for p in find_pronouns(language) if prose[p.head])
    return sorted(
        (*named, *nouns.values(), *pronouns),
        key=lambda r: (r.first, r.last, r.head, r.entity or "", r.form),  # a name may be a pronoun's word, too: Ze, HIM
    )


def _pronouns(
    language: Language,
    found: Survey,
    m: Columns,
    persons: Sequence[_Person],
    ids: Sequence[str],
    of_span: Sequence[int | None],
    quoted: Sequence[int],
) -> dict[str, str | None]:
    """The subject form that the text itself uses of each, or None: counted pronouns, and what titles say."""
    names = found.names
    taken = [
        Occurrence(s.first, s.last, quoted[s.first] >= 0, (ids[who],))
        for s, who in zip(names.spans, of_span, strict=True)
        if who is not None
    ]
    counts: dict[str, Counter[str]] = {who: Counter() for who in ids}
    for (who,), forms in pronouns_taking_up(language, taken).items():
        counts[who].update(forms)
    by_entity: dict[int, Counter[str]] = defaultdict(Counter)
    for e, sure, kind in zip(names.entity.tolist(), names.sure.tolist(), m.kind.tolist(), strict=True):
        if kind in (HE, SHE) and sure >= _LIKELY:
            by_entity[e]["he" if kind == HE else "she"] += 1
    out: dict[str, str | None] = {}
    for p, who in zip(persons, ids, strict=True):
        if p.entry is not None and p.entry.pronouns:
            out[who] = p.entry.pronouns
            continue
        said: Counter[str] = Counter()
        if p.nouns is not None:
            for k in p.nouns.members:
                said.update([{HE: "he", SHE: "she"}.get(int(m.kind[k]), "")] if int(m.form[k]) == PRON else [])
            del said[""]
            implied = {person_nouns().get(language.lower[int(m.head[k])], "-") for k in p.nouns.nouns} - {"-"}
        else:
            for t in p.group:
                said.update(by_entity.get(t, {}))
            implied = {titles().get(w, "-") for t in p.group for w in parse(names.key[t])[0]} - {"-"}
        sums = counts[who]
        if sums.keys() <= {"he", "she"}:  # what is rarer the network does not know
            sums = sums + said
        out[who] = vote(sums)
        if len(implied) == 1:
            only = next(iter(implied))
            other = sum(n for w, n in sums.items() if w not in (only, "they"))
            if other <= 3 * sums[only] + 6:
                out[who] = only
    return out


def _characters(
    language: Language,
    found: Survey,
    bearers: Bearers,
    m: Columns,
    persons: Sequence[_Person],
    ids: Sequence[str],
    pronouns: Mapping[str, str | None],
    of_span: Sequence[int | None],
    references: Sequence[Reference],
    narrator: str | None,
) -> tuple[Character, ...]:
    """The cast, most mentioned first."""
    counts: Counter[str] = Counter(r.entity for r in references if r.entity)
    shown: dict[int, Counter[int]] = defaultdict(Counter)
    for t, n in zip(found.names.of.tolist(), of_span, strict=True):
        if n is not None:
            shown[n][t] += 1
    out = []
    for n, (p, who) in enumerate(zip(persons, ids, strict=True)):
        if p.nouns is not None:
            uses = phrases_of(language, m, p.nouns, p.confidence)
        else:
            uses = names_of(found, bearers, p.group, shown[n], p.entry is not None)
        name = _name(found, p)
        listed = (p.entry.name, *p.entry.aliases) if p.entry is not None else ()
        aliases = tuple(dict.fromkeys((*listed, *(u.text for u in uses))))
        out.append(Character(who, name, aliases, pronouns[who], counts[who], (), round(p.confidence, 2), uses))
    if narrator == NARRATOR:
        out.append(Character(NARRATOR, "the narrator", (), None, counts[NARRATOR]))
    return tuple(sorted(out, key=lambda c: (-c.mentions, c.id)))
