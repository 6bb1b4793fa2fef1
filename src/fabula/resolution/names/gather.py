"""Names gathered into persons: full names first, then titled surnames, then bare names."""

from collections import Counter
from collections.abc import Iterable, Mapping

from fabula.language.english import table
from fabula.language.taken_up import vote
from fabula.resolution.names.evidence import Evidence, bar, is_person
from fabula.resolution.names.first_names import diminutive, same_first_name
from fabula.resolution.names.nicknames import join_fond, join_nicknames
from fabula.resolution.names.person import Person, Roster, Words, add_name, agree, implied
from fabula.resolution.names.spans import SOFT_TITLES

_GIVEN_TITLES = frozenset(
    "uncle aunt auntie aunty cousin sir dame lady king queen prince princess tsar czar emperor empress pope saint "
    "st grandpa grandma granny don doña".split()
)

_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "esq", "esq."))


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
        if is_person(k, evidence[k], least) or _parts_are_persons(parsed[k][1], evidence, least):
            _join_full(k, parsed[k], evidence[k], persons, bearers)
        else:
            doubtful.append(k)
    for k in doubtful:
        if _known_full(parsed[k][1], persons) or _together(parsed[k][1], evidence[k], evidence, least):
            _join_full(k, parsed[k], evidence[k], persons, bearers)
    for k in titled:
        _join_titled(k, parsed[k], evidence[k], persons, bearers, firsts, evidence)
    for k in bare:
        if not _join_rank(k, evidence[k], persons, bearers):
            _join_bare(k, parsed[k][1][0], evidence, least, persons, bearers)
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


def parse_name(k: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(hard titles, name words without suffixes)."""
    titles = []
    i = 0
    known = table("titles")
    while i < len(k) - 1 and k[i].islower() and (k[i] in known or k[i] + "." in known):
        titles.append(k[i])
        i += 1
    core = [w for w in k[i:] if w.lower() not in _SUFFIXES] or list(k[i:])
    return tuple(t for t in titles if t not in SOFT_TITLES), tuple(core)


def _is_family(k: Words, singles: set[str]) -> bool:
    """ "The Dashwoods", "the Miss Steeles": a surname in the plural is a family, not a person."""
    w = k[-1].lower()
    return len(w) > 4 and w.endswith("s") and (w[:-1] in singles or (w.endswith("es") and w[:-2] in singles))


def _join_rank(k: Words, e: Evidence, persons: list[Person], bearers: dict[Words, list[Person]]) -> bool:
    """ "The Colonel" is the one colonel there is, or the one far more often named."""
    rank = k[-1].lower()
    if len(k) != 1 or table("titles").get(rank, table("titles").get(rank + ".")) is None:
        return False
    forms = table("title_forms")
    found = sorted((p for p in persons if rank in {forms.get(t, t) for t in p.titles}), key=lambda p: -p.count)
    if not found or (len(found) > 1 and found[0].count < 3 * found[1].count) or e.count > found[0].count:
        return False
    add_name(found[0], k, (), e, bearers)
    return True


def _parts_are_persons(core: tuple[str, ...], evidence: Mapping[Words, Evidence], least: float) -> bool:
    first = evidence.get((core[0],))
    if first is None or len(core) > 3:
        return False
    return is_person((core[0],), first, least) and (first.person > 2.0 or first.count <= 3)


def _together(core: tuple[str, ...], e: Evidence, evidence: Mapping[Words, Evidence], least: float) -> bool:
    """Do the full name and its first name alone, taken together, show a person?"""
    first = evidence.get((core[0],))
    return first is not None and e.person + first.person >= least and e.person + first.person > e.place + first.place


def _known_full(core: tuple[str, ...], persons: Iterable[Person]) -> bool:
    """ "B. Lindqvist" where there is a Birgit Lindqvist."""
    last = core[-1].lower()
    return any(p.surname == last and any(same_first_name(core[0], g) for g in p.first_names) for p in persons)


def _gender(titles: Iterable[str], e: Evidence) -> str | None:
    said = {implied(t) for t in titles} - {"-"}
    return next(iter(said)) if len(said) == 1 else vote(e.pronouns)


def _join_full(
    k: Words,
    parsed: tuple[tuple[str, ...], tuple[str, ...]],
    e: Evidence,
    persons: list[Person],
    bearers: dict[Words, list[Person]],
) -> None:
    titles, core = parsed
    first, last = core[0], core[-1]
    gender = _gender(titles, e)
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


def _join_titled(
    k: Words,
    parsed: tuple[tuple[str, ...], tuple[str, ...]],
    e: Evidence,
    persons: list[Person],
    bearers: dict[Words, list[Person]],
    firsts: set[str],
    evidence: Mapping[Words, Evidence],
) -> None:
    titles, (word,) = parsed
    w = word.lower()
    gender = _gender(titles, e)
    by_first = bool(_GIVEN_TITLES & set(titles)) or w in firsts
    same = [p for p in persons if p.surname == w and agree(gender, p.pronouns) and _titles_agree(titles, p, e.count)]
    if by_first:
        same = [
            p
            for p in persons
            if any(same_first_name(w, g, initials=False) for g in p.first_names) and agree(gender, p.pronouns)
        ] or same
    chosen = _choose(same, titles)
    if (
        chosen is None
        and len(same) > 1
        and titles[0] in ("mrs", "miss", "mr")
        and all(p.pronouns in (gender, None) for p in same)
    ):
        # Two Mrs. Quayles: which of them is meant is settled where the name stands.
        _share(k, sorted(same, key=lambda p: -p.count), titles, e, bearers)
        return
    if (
        chosen is not None
        and chosen.pronouns is None
        and gender
        and not by_first
        and not chosen.titles
        and ({"mr", "mrs"} <= {k[0] for k in evidence if len(k) == 2 and k[-1].lower() == w})
        and _by_first_name(chosen, evidence) != gender
    ):
        chosen = None  # whose full name it is, Mr. X's or Mrs. X's, the text does not say
    if chosen is None:
        chosen = Person()
        if by_first and w not in {p.surname for p in persons}:
            chosen.first_names.add(w)
        else:
            chosen.surname = w
        persons.append(chosen)
    add_name(chosen, k, titles, e, bearers)


def _by_first_name(p: Person, evidence: Mapping[Words, Evidence]) -> str | None:
    """The pronouns that take up a person's first name where it stands alone."""
    counts: Counter[str] = Counter()
    for k, e in evidence.items():
        if len(k) == 1 and k[0].lower() in p.first_names:
            counts.update(e.pronouns)
    return vote(counts)


def _titles_agree(titles: tuple[str, ...], p: Person, count: int) -> bool:
    """Mrs. and Miss of one surname are two people; so are "Miss Marianne" and "Miss Dashwood", her elder sister.

    So are "Mrs. Ferrars" throughout a book and the Lucy Ferrars of its last page, and, where both are usual,
    "Mrs. Dashwood" and "Mrs. John Dashwood". ``count`` is how often the titled name occurs.
    """
    if "lady" in titles and p.keys and "lady" not in p.titles:
        return False  # Lady Otway is not her daughter Cassandra Otway
    if "mrs" in titles and p.keys:
        if "mrs" not in p.titles and p.count * 20 < count:
            return False
        longer = sum(n for k, n in p.keys.items() if k[0] == "mrs" and len(k) > 2)
        if longer >= 3 and count >= 3 and not p.first_names:
            return False
    if "mr" in titles and count >= 3:
        # "Mr. John Knightley", never without the title, is so called to tell him from Mr. Knightley
        longer = sum(n for k, n in p.keys.items() if k[0] == "mr" and len(k) > 2)
        plain = sum(n for k, n in p.keys.items() if len(k) > 1 and k[0][0].isupper())
        if longer >= 3 and 5 * plain <= longer:
            return False
    if "mrs" in titles and "miss" in p.titles and "mrs" not in p.titles:
        return False
    if "miss" in titles and any(k[0] == "miss" and k[-1].lower() in p.first_names for k in p.keys):
        return False
    return not ("miss" in titles and ("mrs" in p.titles or "lady" in p.titles) and "miss" not in p.titles)


def _choose(candidates: list[Person], titles: tuple[str, ...]) -> Person | None:
    """The one bearer, the one who bears the same title, or the one who is named five times as often."""
    if len(candidates) > 1:
        same = [p for p in candidates if set(titles) & p.titles]
        if len(same) == 1:
            return same[0]
        ranked = sorted(candidates, key=lambda p: -p.count)
        if not same and titles and titles[0] in ("mr", "mrs", "miss"):
            return None
        if ranked[0].count >= 5 * ranked[1].count:
            return ranked[0]
        return None
    return candidates[0] if candidates else None


def _join_bare(
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
            _share(k, ranked, (), e, bearers)
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


def _share(k: Words, bearing: list[Person], titles: Words, e: Evidence, bearers: dict[Words, list[Person]]) -> None:
    """One name of several people. The first, most mentioned, gets the evidence so that it counts once."""
    bearers.setdefault(k, []).extend(bearing)
    bearing[0].keys[k] += e.count
    bearing[0].evidence.add(e)
    for p in bearing:
        p.titles.update(titles)
    for p in bearing[1:]:
        p.keys[k] += 0


def _may_be_family(e: Evidence) -> bool:
    """A place named like a family ("Norland") does not join it."""
    return not (e.place > e.person and e.place > 2)


def _new_bare(k: Words, w: str, e: Evidence, persons: list[Person], bearers: dict[Words, list[Person]]) -> None:
    p = Person(first_names={w})
    persons.append(p)
    add_name(p, k, (), e, bearers)
