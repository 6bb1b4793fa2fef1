"""Full names joined: "Thomas Reed" and "Tom Reed" are one."""

from collections.abc import Iterable, Mapping

from fabula.resolution.names.evidence import Evidence, is_person
from fabula.resolution.names.first_names import same_first_name
from fabula.resolution.names.person import Person, Words, add_name, agree, gender_of


def join_full(
    k: Words,
    parsed: tuple[tuple[str, ...], tuple[str, ...]],
    e: Evidence,
    persons: list[Person],
    bearers: dict[Words, list[Person]],
) -> None:
    titles, core = parsed
    first, last = core[0], core[-1]
    gender = gender_of(titles, e)
    found = [
        p
        for p in persons
        if p.surname == last.lower()
        and any(same_first_name(first, g) for g in p.first_names)
        and agree(gender, p.pronouns)
        and not _wife_of(titles, p)
    ]
    if len(found) > 1:
        exact = [p for p in found if first.lower() in p.first_names]
        found = exact or found
    if found:
        p = found[0]
        if len(first.rstrip(".")) > 1:
            p.first_names.add(first.lower())
    elif "mrs" in titles:
        p = Person(surname=last.lower())  # the first name may be her husband's
        persons.append(p)
    else:
        p = Person(first_names={first.lower()}, surname=last.lower())
        persons.append(p)
    for middle in core[1:-1]:
        if len(middle.rstrip(".")) > 1 and middle[0].isupper():
            p.first_names.add(middle.lower())
    add_name(p, k, titles, e, bearers)


def _wife_of(titles: tuple[str, ...], p: Person) -> bool:
    """Is "Mrs. Henry Dashwood" being joined to Henry?"""
    return "mrs" in titles and p.pronouns == "he"


def parts_are_persons(core: tuple[str, ...], evidence: Mapping[Words, Evidence], least: float) -> bool:
    first = evidence.get((core[0],))
    if first is None or len(core) > 3:
        return False
    return is_person((core[0],), first, least) and (first.person > 2.0 or first.count <= 3)


def together(core: tuple[str, ...], e: Evidence, evidence: Mapping[Words, Evidence], least: float) -> bool:
    """Do the full name and its first name alone, taken together, show a person?"""
    first = evidence.get((core[0],))
    return first is not None and e.person + first.person >= least and e.person + first.person > e.place + first.place


def known_full(core: tuple[str, ...], persons: Iterable[Person]) -> bool:
    """ "B. Lindqvist" where there is a Birgit Lindqvist."""
    last = core[-1].lower()
    return any(p.surname == last and any(same_first_name(core[0], g) for g in p.first_names) for p in persons)
