"""Names gathered into persons: full names first, then titled surnames, then bare names."""

from collections.abc import Iterable, Mapping

from fabula.resolution.names.bare import join_bare
from fabula.resolution.names.evidence import Evidence, bar, is_person
from fabula.resolution.names.full import join_full, known_full, parts_are_persons, together
from fabula.resolution.names.nicknames import join_fond, join_nicknames
from fabula.resolution.names.parse import parse_name
from fabula.resolution.names.person import Person, Roster, Words
from fabula.resolution.names.titled import join_rank, join_titled


def gather(evidence: Mapping[Words, Evidence], listed: Iterable[Person] = ()) -> Roster:
    """Join the names of a text into persons.

    ``listed`` are persons a reader has listed; they are taken as they stand, and names that match theirs are theirs.
    """
    least = bar(evidence)
    persons: list[Person] = list(listed)
    bearers: dict[Words, list[Person]] = {}
    fixed = len(persons)
    for p in persons:
        for k in p.keys:
            bearers.setdefault(k, []).append(p)

    order = sorted(evidence, key=lambda k: (-evidence[k].count, k))
    parsed = {k: parse_name(k) for k in order}
    settled = set(bearers)
    for k in sorted(settled & evidence.keys()):
        for p in bearers[k]:
            p.evidence.add(evidence[k])

    full = [k for k in order if k not in settled and len(parsed[k][1]) >= 2]
    titled = [k for k in order if k not in settled and len(parsed[k][1]) == 1 and parsed[k][0]]
    bare = [k for k in order if k not in settled and len(parsed[k][1]) == 1 and not parsed[k][0]]
    full.sort(key=lambda k: "mrs" in parsed[k][0])  # a wife under her husband's name comes after him
    firsts = {parsed[k][1][0].lower() for k in full if "mrs" not in parsed[k][0]}
    singles = {k[-1].lower() for k in order}
    families = {k for k in order if _is_family(k, singles)}
    titled = [k for k in titled if k not in families]
    bare = [k for k in bare if k not in families]
    bare.sort(key=lambda k: not is_person(k, evidence[k], least))  # what is no person alone may belong to one who is
    doubtful = []
    for k in full:
        if is_person(k, evidence[k], least) or parts_are_persons(parsed[k][1], evidence, least):
            join_full(k, parsed[k], evidence[k], persons, bearers)
        else:
            doubtful.append(k)
    for k in doubtful:
        if known_full(parsed[k][1], persons) or together(parsed[k][1], evidence[k], evidence, least):
            join_full(k, parsed[k], evidence[k], persons, bearers)
    for k in titled:
        join_titled(k, parsed[k], evidence[k], persons, bearers, firsts, evidence)
    for k in bare:
        if not join_rank(k, evidence[k], persons, bearers):
            join_bare(k, parsed[k][1][0], evidence, least, persons, bearers)
    join_nicknames(persons, bearers, fixed)
    for k in bare:
        if k not in bearers and not evidence[k].narrated and evidence[k].count <= 3:
            join_fond(k, evidence[k], persons, bearers)
    kept = [p for i, p in enumerate(persons) if i < fixed or _stays(p, least)]
    rank = {id(p): i for i, p in enumerate(kept)}
    return Roster(
        persons=tuple(kept),
        bearers={
            k: tuple(sorted((rank[id(p)] for p in ps if id(p) in rank), key=lambda i: (-kept[i].count, i)))
            for k, ps in bearers.items()
            if any(id(p) in rank for p in ps)
        },
    )


def _stays(p: Person, least: float) -> bool:
    e = p.evidence
    return e.person >= least and e.person > e.place


def _is_family(k: Words, singles: set[str]) -> bool:
    """ "The Dashwoods", "the Miss Steeles": a surname in the plural is a family, not a person."""
    w = k[-1].lower()
    return len(w) > 4 and w.endswith("s") and (w[:-1] in singles or (w.endswith("es") and w[:-2] in singles))
