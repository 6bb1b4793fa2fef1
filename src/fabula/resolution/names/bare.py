"""Bare names joined to whom they mean: a first name or a surname alone."""

from collections.abc import Mapping

from fabula.language.taken_up import vote
from fabula.resolution.names.evidence import Evidence, is_person
from fabula.resolution.names.first_names import diminutive, same_first_name
from fabula.resolution.names.parse import parse_name
from fabula.resolution.names.person import Person, Words, add_name, agree, share_name


def join_bare(
    k: Words,
    word: str,
    evidence: Mapping[Words, Evidence],
    least: float,
    persons: list[Person],
    bearers: dict[Words, list[Person]],
) -> None:
    w = word.lower()
    e = evidence[k]
    gender = vote(e.pronouns)
    soft = len(k) > 1  # "Old Tom"
    by_first = [
        p
        for p in persons
        if any(same_first_name(w, g, initials=False) for g in p.first_names) and agree(gender, p.pronouns)
    ]
    exact = [p for p in by_first if w in p.first_names]
    # "Kitty" is hardly Lady Catherine, nor "Johnnie" Uncle John: who is always titled has no fond name.
    by_first = exact or [p for p in by_first if any(not parse_name(k)[0] for k in p.keys)]
    # of Sir John and John Dashwood it is the second who goes by "John"
    by_first = [p for p in by_first if any(k in evidence and not parse_name(k)[0] for k in p.keys)] or by_first
    by_surname = [
        p for p in persons if p.surname and (p.surname == w or diminutive(p.surname, w)) and agree(gender, p.pronouns)
    ]
    if by_first and by_surname and _uses(w, by_surname) > _uses(w, by_first):
        by_first = []  # "Fitzwilliam" is the Colonel throughout, and Mr. Darcy's first name once
    found = by_first or by_surname
    if not found and not is_person(k, e, least) and not soft:
        return
    if not found and e.person < least:
        return
    if not found:
        _new_bare(k, w, e, persons, bearers)
        return
    ranked = sorted(found, key=lambda p: -p.count)
    if len(ranked) > 1 and ranked[0].count < 3 * ranked[1].count:
        if not by_first:
            men = [p for p in ranked if p.pronouns != "she"]
            if len(men) == 1 and gender != "she":
                ranked = men
            elif len(men) > 1:
                ranked = _by_custom(men, evidence) or ranked
        if len(ranked) > 1:
            # More than one bearer and none stands out: each use is settled where it stands.
            share_name(k, ranked, (), e, bearers)
            return
    if not by_first and not _may_be_family(e):
        _new_bare(k, w, e, persons, bearers)
        return
    add_name(ranked[0], k, (), e, bearers)


def _uses(word: str, persons: list[Person]) -> int:
    """How often names with this word in them are used of these persons."""
    return sum(n for p in persons for k, n in p.keys.items() if word in (x.lower() for x in k))


def _by_custom(men: list[Person], evidence: Mapping[Words, Evidence]) -> list[Person]:
    """Of brothers, or father and son, the one who is not called by his first name is the one called by the surname."""

    def by_first_name(p: Person) -> int:
        return sum(
            n.count
            for k, n in evidence.items()
            if len(k) == 1 and any(same_first_name(k[0], g, initials=False) for g in p.first_names)
        )

    counted = sorted(((by_first_name(p), i) for i, p in enumerate(men)))
    if counted[0][0] <= 0.35 * counted[1][0]:
        return [men[counted[0][1]]]
    return []


def _may_be_family(e: Evidence) -> bool:
    """A place named like a family ("Norland") does not join it."""
    return not (e.place > e.person and e.place > 2)


def _new_bare(k: Words, w: str, e: Evidence, persons: list[Person], bearers: dict[Words, list[Person]]) -> None:
    p = Person(first_names={w})
    persons.append(p)
    add_name(p, k, (), e, bearers)
