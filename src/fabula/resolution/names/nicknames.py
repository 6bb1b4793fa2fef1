"""Names that are only ever spoken: short forms of a name that is narrated."""

from fabula.resolution.names.evidence import Evidence
from fabula.resolution.names.person import Person, Words, add_name, agree


def join_nicknames(persons: list[Person], bearers: dict[Words, list[Person]], fixed: int) -> None:
    """A name that is only ever called out, never narrated, and begins like one narrated name, is its short form."""
    for p in [p for i, p in enumerate(persons) if i >= fixed]:
        e = p.evidence
        if e.narrated or len(p.keys) != 1 or e.count > 5:
            continue
        word = next(iter(p.keys))[-1].lower()
        need = 2 if e.vocative * 2 > e.count else 3
        others = [
            q
            for q in persons
            if q is not p
            and (q.evidence.narrated or (word.endswith(("y", "ie")) and q.evidence.vocative))  # "Katie" is Kate
            and agree(p.pronouns, q.pronouns)
            and any(_shares(word, g, need) for g in (*q.first_names, *([q.surname] if q.surname else [])))
        ]
        if len(others) == 1:
            q = others[0]
            for k in p.keys:
                bearers[k] = [q if x is p else x for x in bearers[k]]
            q.keys.update(p.keys)
            q.evidence.add(e)
            persons.remove(p)


def join_fond(k: Words, e: Evidence, persons: list[Person], bearers: dict[Words, list[Person]]) -> None:
    """ "You tell Lindy": a name in speech alone, with a fond ending, that begins like one surname or first name."""
    word = k[-1].lower()
    if not word.endswith(("y", "ie")) or len(word) < 4:
        return
    found = [
        p
        for p in persons
        if any(g != word and _shares(word, g, 4) for g in (*p.first_names, *([p.surname] if p.surname else [])))
    ]
    if len(found) == 1:
        add_name(found[0], k, (), e, bearers)


def _shares(a: str, b: str, need: int) -> bool:
    if a == b:
        return True
    if a.endswith(("y", "ie")) and len(a) > 4:
        stem = a[:-1] if a.endswith("y") else a[:-2]
        return b.startswith(stem)
    return min(len(a), len(b)) >= need and max(len(a), len(b)) <= 8 and a[:need] == b[:need] and len(a) <= 4
