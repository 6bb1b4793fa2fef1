"""A reader's own cast list, taken as it stands."""

from collections.abc import Iterable

from fabula.language.english import table
from fabula.resolution.names.evidence import Evidence
from fabula.resolution.names.parse import parse_name
from fabula.resolution.names.person import Person
from fabula.world import CastEntry


def as_persons(entries: Iterable[CastEntry]) -> list[Person]:
    """Persons with the names a reader gave them. A name that two entries share is shared.

    Their first names and surnames are taken from these, so that other forms in the text can join them.
    """
    out = []
    for e in entries:
        p = Person(
            listed_pronouns=e.pronouns,
            listed_name=e.name,
            listed_aliases=tuple(dict.fromkeys((e.name, *e.aliases))),
            evidence=Evidence(person=100.0),
        )
        for name in p.listed_aliases:
            key = key_of(name)
            p.keys[key] += 0
            titles, core = parse_name(key)
            p.titles.update(titles)
            if len(core) >= 2 and p.surname is None:
                p.first_names.add(core[0].lower())
                p.surname = core[-1].lower()
        for name in p.listed_aliases:
            _, core = parse_name(key_of(name))
            if len(core) == 1 and core[0].lower() != p.surname:
                p.first_names.add(core[0].lower())
        out.append(p)
    for p in out:
        if "mrs" in p.titles:  # "Mrs. John Dashwood" goes by her husband's name, and "John" is he
            p.first_names -= {
                g for q in out if q is not p and q.surname == p.surname and "mrs" not in q.titles for g in q.first_names
            }
    return out


def key_of(name: str) -> tuple[str, ...]:
    """A printed name as the name finder would key it: titles in lower case without dots, articles dropped.

    >>> key_of("Mr. Darcy"), key_of("the General")
    (('mr', 'Darcy'), ('General',))
    """
    words = name.split()
    if len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    out: list[str] = []
    for i, w in enumerate(words):
        if w.lower() in table("titles") and i < len(words) - 1 and len(out) == i and all(x.islower() for x in out):
            out.append(w.lower().rstrip("."))
        else:
            out.append(w.capitalize() if w.islower() or (w.isupper() and len(w) > 2) else w)
    return tuple(out)
