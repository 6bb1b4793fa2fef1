"""Persons as the characters of a cast: under which name, with which other names."""

from collections import Counter
from collections.abc import Sequence, Set

from fabula.language import Language
from fabula.language.english import person_nouns, table
from fabula.resolution.names.person import Person
from fabula.resolution.names.roles import VAGUE
from fabula.resolution.names.spans import SOFT_TITLES
from fabula.world import Character, Reference
from fabula.world.slugs import slug

NARRATOR = "narrator"  # the id of one who has no name


def characters_of(
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
            out.append(Character(slug(noun), f"the {noun}", (f"the {noun}",), noun_pronoun(noun), counts[slug(noun)]))
    if narrator == NARRATOR:
        out.append(Character(NARRATOR, "the narrator", (), None, counts[NARRATOR]))
    return tuple(sorted(out, key=lambda c: (-c.mentions, c.id)))


def noun_pronoun(noun: str) -> str | None:
    known = person_nouns().get(noun, "-")
    return None if known == "-" else known


def _phrase(language: Language, r: Reference) -> str:
    words_ = [language.lower[r.first], *language.text[r.first + 1 : r.last]]
    return " ".join(words_)


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
