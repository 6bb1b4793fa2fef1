"""From a parsed text to its cast: everybody whom it names, or speaks of by a role."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from fabula.encoding.encode import Encoding
from fabula.language import Language
from fabula.language.english import person_nouns, table, words
from fabula.language.syntax import head_of
from fabula.language.taken_up import Occurrence, pronouns_taking_up
from fabula.models.pairs import Columns
from fabula.resolution.names.cast_list import as_persons
from fabula.resolution.names.evidence import weigh
from fabula.resolution.names.gather import gather
from fabula.resolution.names.narrator import name_narrator, tells_in_first_person
from fabula.resolution.names.nouns import find_nouns
from fabula.resolution.names.person import Person, Roster
from fabula.resolution.names.pronouns import find_pronouns
from fabula.resolution.names.roles import VAGUE, ranks_of, settle_by_scene, settle_nouns
from fabula.resolution.names.spans import SOFT_TITLES, NameSpan, find_names
from fabula.resolution.names.taken_up import pronouns_of
from fabula.world import Cast, CastEntry, Character, Manuscript, Narration, Reference
from fabula.world.slugs import slug, unique

NARRATOR = "narrator"


def find_cast(
    manuscript: Manuscript,
    language: Language,
    quoted: Sequence[int],
    m: Columns,
    encoding: Encoding,
    listed: Iterable[CastEntry] = (),
    cuts: Sequence[int] = (),
) -> Cast:
    """Everybody in the text, and every reference to them outside what only the speakers can settle.

    ``quoted[i]`` is the number of the turn token i stands in, or -1; ``m`` are the mentions of ``encoding`` with the
    turns they stand in. ``listed`` is a reader's own cast list; ``cuts`` are the paragraphs that open scenes.
    """
    in_quote = [q >= 0 for q in quoted]
    prose = [manuscript.paragraphs[p].kind == "prose" for p in language.paragraphs]
    opens = _openings(language, quoted)
    names = [s for s in find_names(language, in_quote, opens) if prose[s.first]]
    taken_up = pronouns_of(m, encoding.antecedents, names, cuts)
    roster = gather(weigh(language, names, in_quote, encoding.types, taken_up), as_persons(listed))
    persons = list(roster.persons)
    bearers = dict(roster.bearers)
    taken = [False] * len(language)
    for s in names:
        if s.words in bearers or len(s.core) > 1:
            for i in range(s.first, s.last):
                taken[i] = True
    nouns = [r for r in find_nouns(language, taken) if prose[r.head]]

    first_person = tells_in_first_person(language, quoted)
    narrator_index = name_narrator(language, persons, names, bearers) if first_person else None
    ids = _ids(persons)
    roles = _speaking_nouns(language, nouns, in_quote, roster)
    narrator = None
    if first_person:
        narrator = ids[narrator_index] if narrator_index is not None else NARRATOR
    pronouns: dict[str, str | None] = {i: p.pronouns for i, p in zip(ids, persons, strict=True)}
    for noun in roles:
        pronouns[slug(noun)] = _noun_pronoun(noun)

    named_refs = _name_references(language, names, bearers, ids)
    named = {i: r.entity for r in named_refs for i in range(r.first, r.last) if r.entity}
    ranks = ranks_of({i: sorted(_called_by_role(p)) for i, p in zip(ids, persons, strict=True)})
    settled = settle_nouns(language, nouns, named, ranks, pronouns)
    _pronouns_of_nouns(language, settled, in_quote, dict(zip(ids, persons, strict=True)), pronouns)
    settled = [_to_role(r, roles) for r in settled]
    references = sorted(
        (*named_refs, *settled, *(p for p in find_pronouns(language) if prose[p.head])),
        key=lambda r: (r.first, r.last, r.head, r.entity or "", r.form),  # a name may be a pronoun's word, too: Ze, HIM
    )
    references = settle_by_scene(language, references, cuts, pronouns)
    borne = (s.words for s in names if bearers.get(s.words))
    used = {(r.entity, k) for r, k in zip(named_refs, borne, strict=True)}
    characters = _characters(language, persons, ids, roles, references, narrator, used)
    return Cast(
        characters=characters,
        references=tuple(references),
        narration=Narration("first" if first_person else "third", narrator),
    )


def _pronouns_of_nouns(
    language: Language,
    nouns: Sequence[Reference],
    in_quote: Sequence[bool],
    persons: Mapping[str, Person],
    pronouns: dict[str, str | None],
) -> None:
    """ "The captain looked at his watch": what nouns say of the pronouns of those whose names said nothing."""
    spans = [
        Occurrence(r.first, r.last, in_quote[r.head], (r.entity or "",))
        for r in nouns
        if r.entity in persons and pronouns.get(r.entity or "") is None
    ]
    for (who,), forms in pronouns_taking_up(language, spans).items():
        persons[who].evidence.pronouns.update(forms)
        pronouns[who] = persons[who].pronouns


def _openings(language: Language, quoted: Sequence[int]) -> list[bool]:
    """Tokens whose capital may be owed to a sentence or a quotation that opens there."""
    out = [False] * len(language)
    for a, b in language.sentence_bounds:
        i = a
        while i < b and not language.text[i][0].isalnum():
            i += 1
        if i < b:
            out[i] = True
    for i in range(len(language)):
        before = language.text[i - 1] if i else "."
        if i and quoted[i] != quoted[i - 1] and quoted[i] >= 0:
            out[i] = True
        elif before in '"“”‘«»—–:;.!?…' or before in ("--", "...", "''", "``"):
            out[i] = True
        elif before in "'’" and language.lower[i] != "s":
            out[i] = True
    return out


def _ids(persons: Sequence[Person]) -> list[str]:
    used = {NARRATOR: 1}
    return [unique(slug(display_name(p)), used) for p in persons]


def display_name(p: Person) -> str:
    """The fullest usual name: first name and surname without titles, else a titled name, else the commonest."""
    if p.listed_name:
        return p.listed_name
    ranked = sorted(p.keys.items(), key=lambda x: (-x[1], x[0]))
    full = [k for k, n in ranked if len(_core(k)) >= 2]
    if full:
        best = max(full, key=lambda k: (len(_core(k)[0].rstrip(".")) > 1, p.keys[k], -len(k)))
        core = _core(best)
        return spell(best) if "mrs" in best[:1] else " ".join(core)
    titled = [k for k, _ in ranked if len(k) > 1 and k[0] not in SOFT_TITLES]
    if titled and p.keys[titled[0]] * 4 >= ranked[0][1]:
        return spell(titled[0])
    return spell(ranked[0][0])


def _core(k: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w for w in k if not w[0].islower() or w in ("de", "von", "van", "du", "di", "la", "le", "del", "der"))


def spell(k: tuple[str, ...]) -> str:
    """A name's words as they are printed: ("mr", "Darcy") is "Mr. Darcy"."""
    dotted = {"mr", "mrs", "dr", "st", "prof", "capt", "col", "gen", "lieut", "rev", "mme", "mlle", "messrs"}
    return " ".join(
        (w.capitalize() + ("." if w in dotted else "")) if w[0].islower() and i < len(k) - 1 and w in _TITLES else w
        for i, w in enumerate(k)
    )


_TITLES = frozenset(t.rstrip(".") for t in table("titles"))


def _name_references(
    language: Language,
    names: Sequence[NameSpan],
    bearers: Mapping[tuple[str, ...], tuple[int, ...]],
    ids: Sequence[str],
) -> list[Reference]:
    """Names to persons; a name of several people means the one named last, as long as one was."""
    last: dict[int, int] = {}
    out = []
    for s in names:
        who = bearers.get(s.words)
        if not who:
            continue
        chosen = who[0] if len(who) == 1 else max(who, key=lambda i: (last.get(i, -1), -i))
        last[chosen] = s.first
        out.append(Reference(s.first, s.last, head_of(language, s.first, s.last), ids[chosen], "PROP"))
    return out


def _speaking_nouns(
    language: Language, nouns: Sequence[Reference], in_quote: Sequence[bool], roster: Roster
) -> frozenset[str]:
    """Nouns that are people of their own: introduced ("a waiter came") and heard, or heard twice, or seen thrice."""
    ranks = {t for p in roster.persons for t in _called_by_role(p)}
    introduced: set[str] = set()
    spoke: Counter[str] = Counter()
    acts: Counter[str] = Counter()
    for r in nouns:
        if r.entity is not None or in_quote[r.head]:
            continue
        if r.article in ("a", "an", "another", "one"):
            introduced.add(r.noun)
        governor = language.heads[r.head]
        by_parse = language.dep[r.head] == "nsubj" and language.lemma[governor] in words("said_verbs")
        by_place = r.first > 0 and language.lemma[r.first - 1] in words("said_verbs")
        acts[r.noun] += language.dep[r.head] == "nsubj" and r.article == "the"
        if (by_parse or by_place) and r.article in ("the", "a", "an"):
            spoke[r.noun] += 1
    kin = table("kinship")
    at_work = words("serving_roles")
    return frozenset(
        n
        for n, k in spoke.items()
        if n not in VAGUE
        and (n not in kin or n in at_work)
        and n not in ranks
        and (k >= 2 or n in introduced or acts[n] >= 3 or n in at_work)
    )


def _called_by_role(p: Person) -> set[str]:
    """Titles, and names that are themselves a role: "the King"."""
    return p.titles | {k[0].lower() for k in p.keys if len(k) == 1}


def _to_role(r: Reference, roles: frozenset[str]) -> Reference:
    if r.entity is None and r.noun in roles and r.article in ("the", "a", "an", "that", "this"):
        return r._replace(entity=slug(r.noun))
    return r


def _noun_pronoun(noun: str) -> str | None:
    known = person_nouns().get(noun, "-")
    return None if known == "-" else known


def _characters(
    language: Language,
    persons: Sequence[Person],
    ids: Sequence[str],
    roles: frozenset[str],
    references: Sequence[Reference],
    narrator: str | None,
    used: Set[tuple[str | None, tuple[str, ...]]],
) -> tuple[Character, ...]:
    """The cast. ``used`` pairs persons with the names that mean them somewhere: a bare surname that several share is
    only theirs who are called so, while "Mrs. Quayle" is every Mrs. Quayle's name.
    """
    counts: Counter[str] = Counter(r.entity for r in references if r.entity)
    nominal: dict[str, Counter[str]] = {}
    for r in references:
        bare = r.noun in VAGUE and r.last - r.first <= 2  # "the man" is nobody's other name
        if (
            r.form == "NOM"
            and r.entity
            and not bare
            and r.article in ("the", "his", "her", "my")
            and r.last - r.first <= 4
        ):
            if not all(language.text[i][0].isalpha() for i in range(r.first, r.last)):
                continue
            phrase = _phrase(language, r)
            nominal.setdefault(r.entity, Counter())[phrase] += 1
    out = []
    for who, p in zip(ids, persons, strict=True):
        keys = sorted(p.keys.items(), key=lambda x: (-x[1], x[0]))
        aliases = [*p.listed_aliases, *(spell(k) for k, _ in keys if len(k) > 1 or (who, k) in used)]
        aliases += [w for w, _ in sorted(nominal.get(who, Counter()).items(), key=lambda x: (-x[1], x[0]))][:6]
        name = display_name(p)
        out.append(Character(who, name, tuple(dict.fromkeys(aliases)), p.pronouns, counts[who]))
    for noun in sorted(roles):
        if counts[slug(noun)]:
            out.append(Character(slug(noun), f"the {noun}", (f"the {noun}",), _noun_pronoun(noun), counts[slug(noun)]))
    if narrator == NARRATOR:
        out.append(Character(NARRATOR, "the narrator", (), None, counts[NARRATOR]))
    return tuple(sorted(out, key=lambda c: (-c.mentions, c.id)))


def _phrase(language: Language, r: Reference) -> str:
    words_ = [language.lower[r.first], *language.text[r.first + 1 : r.last]]
    return " ".join(words_)
