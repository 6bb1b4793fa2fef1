"""From a parsed text to its cast: everybody whom it names, or speaks of by a role."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from fabula.encoding.encode import Encoding
from fabula.language import Language
from fabula.language.english import table, words
from fabula.language.syntax import head_of
from fabula.language.taken_up import Occurrence, pronouns_taking_up
from fabula.models.pairs import Columns
from fabula.resolution.names.cast_list import as_persons
from fabula.resolution.names.characters import NARRATOR, characters_of, display_name, noun_pronoun
from fabula.resolution.names.evidence import weigh
from fabula.resolution.names.gather import gather
from fabula.resolution.names.narrator import name_narrator, tells_in_first_person
from fabula.resolution.names.nouns import find_nouns
from fabula.resolution.names.person import Person, Roster
from fabula.resolution.names.pronouns import find_pronouns
from fabula.resolution.names.roles import VAGUE, ranks_of, settle_by_scene, settle_nouns
from fabula.resolution.names.spans import NameSpan, find_names
from fabula.resolution.names.taken_up import pronouns_of
from fabula.world import Cast, CastEntry, Manuscript, Narration, Reference
from fabula.world.slugs import slug, unique


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
        pronouns[slug(noun)] = noun_pronoun(noun)

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
    characters = characters_of(language, persons, ids, roles, references, narrator, used)
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
