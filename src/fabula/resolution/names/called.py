"""Names that are only ever called out: whose they are, once it is known who speaks to whom."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from fabula.language import Language
from fabula.language.english import table
from fabula.language.vocative import is_vocative
from fabula.world import Cast, Character, Quotation, Reference

_NEAR = 4  # turns on either side among whose speakers the one who is called is sought


def join_called(language: Language, cast: Cast, quoted: Sequence[int], quotes: Sequence[Quotation]) -> Cast:
    """The cast with first names that are only called out ("Idris!") joined to whom they are called to.

    Such a name, called twice at least (or once, where it is "Mum"), joins somebody of whom only a title or a role is
    known ("Constable Vaughan"), who speaks next to the call and is not the caller, and whose pronouns agree; nobody
    else may fit as well.
    """
    people = {c.id: c for c in cast.characters}
    narrated = {r.entity for r in cast.references if r.form == "PROP" and quoted[r.head] < 0}
    called: dict[str, list[Reference]] = {}
    for r in cast.references:
        if r.form == "PROP" and r.entity in people and r.entity not in narrated and r.entity != cast.narration.narrator:
            called.setdefault(r.entity, []).append(r)
    joined: dict[str, str] = {}
    for who in sorted(called):
        if any(len(a.split()) > 1 for a in people[who].aliases):
            continue  # "Mr. Conroy" is nobody else's first name
        if not all(is_vocative(language, r.first, r.last) for r in called[who]):
            continue  # spoken of as well as spoken to: somebody who need not be there
        target = _target(people, who, called[who], quoted, quotes)
        if target is not None:
            joined[who] = target
    if not joined:
        return cast
    return _join(cast, joined)


def _target(
    people: dict[str, Character],
    who: str,
    calls: Sequence[Reference],
    quoted: Sequence[int],
    quotes: Sequence[Quotation],
) -> str | None:
    kin = people[who].name.lower() in table("kinship")
    if len(calls) < (1 if kin else 2):
        return None
    votes: Counter[str] = Counter()
    mine = people[who].pronouns
    for r in calls:
        k = quoted[r.head]
        near = {quotes[j].speaker for j in range(max(0, k - _NEAR), min(len(quotes), k + _NEAR + 1)) if j != k}
        for other in near - {quotes[k].speaker, who, None}:
            if (
                other in people
                and _lacks_first_name(people[other])
                and (mine is None or people[other].pronouns in (mine, None))
            ):
                family = kin and people[other].name.split()[-1] == _surname(people.get(quotes[k].speaker or ""))
                votes[other] += 3 if family else 1
    ranked = votes.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0]
    return None


def _surname(c: Character | None) -> str:
    """The last word of a full name, or nothing."""
    return c.name.split()[-1] if c is not None and len(c.name.split()) > 1 else ""


def _lacks_first_name(c: Character) -> bool:
    """Known by title and surname, or by a role, alone."""
    titles = table("titles")
    return all(
        len(w) == 1 or w[0].lower() in titles or w[0].lower() in ("the", "a", "an")
        for w in (a.split() for a in (c.name, *c.aliases))
    ) and (c.name.split()[0].lower() in titles or c.name.startswith("the "))


def _join(cast: Cast, joined: dict[str, str]) -> Cast:
    extra: dict[str, list[str]] = {}
    for c in cast.characters:
        if c.id in joined:
            extra.setdefault(joined[c.id], []).extend(c.aliases)
    characters = tuple(
        replace(c, aliases=tuple(dict.fromkeys((*c.aliases, *extra.get(c.id, ())))))
        for c in cast.characters
        if c.id not in joined
    )
    references = tuple(r._replace(entity=joined[r.entity]) if r.entity in joined else r for r in cast.references)
    return replace(cast, characters=characters, references=references)
