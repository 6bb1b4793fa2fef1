"""Titled names joined to whom they mean: "Mr. Reed", "the Colonel"."""

from collections import Counter
from collections.abc import Mapping

from fabula.language.english import table
from fabula.language.taken_up import vote
from fabula.resolution.names.evidence import Evidence
from fabula.resolution.names.first_names import same_first_name
from fabula.resolution.names.person import Person, Words, add_name, agree, gender_of, share_name

_FIRST_NAME_TITLES = frozenset(
    "uncle aunt auntie aunty cousin sir dame lady king queen prince princess tsar czar emperor empress pope saint "
    "st grandpa grandma granny don doña".split()
)


def join_titled(
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
    gender = gender_of(titles, e)
    by_first = bool(_FIRST_NAME_TITLES & set(titles)) or w in firsts
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
        share_name(k, sorted(same, key=lambda p: -p.count), titles, e, bearers)
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


def join_rank(k: Words, e: Evidence, persons: list[Person], bearers: dict[Words, list[Person]]) -> bool:
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
