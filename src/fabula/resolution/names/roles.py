"""Which person a common noun means, where the sentence or a title settles it."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from fabula.language import Language
from fabula.language.english import table, words
from fabula.world import Reference

# Nouns that fit too many people to name one.
VAGUE = frozenset(
    "man woman boy girl lady gentleman fellow person creature friend child baby stranger figure guest other lad chap "
    "guy speaker youth kid lass maiden host visitor people companion".split()
)
_BE = frozenset(("be", "become"))


def settle_nouns(
    language: Language,
    nouns: Sequence[Reference],
    named: Mapping[int, str],
    ranks: Mapping[str, Sequence[str]],
    pronouns: Mapping[str, str | None],
) -> list[Reference]:
    """Give nouns their person.

    ``named`` maps the tokens of names to ids, ``ranks`` a title to those who bear it, ``pronouns`` ids to the
    pronouns known for them. Syntax comes first ("the apprentice, a girl called Tamsin"; "Ida was the cook");
    what it settles, later uses of "the cook" follow; then titles ("the constable" is Constable Vaughan).
    """
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    direct: dict[int, str] = {}
    at = {r.head: k for k, r in enumerate(nouns)}
    for k, r in enumerate(nouns):
        who = _by_syntax(language, r, named, at, nouns)
        if who is not None and _may(r, pronouns.get(who)):
            direct[k] = who
            if r.article in ("the", "a", "an") and r.noun not in table("kinship"):
                roles[r.noun][who] += 1
    for k, r in enumerate(nouns):  # "The apprentice, a freckled girl called Tamsin": both nouns are hers
        if k in direct:
            continue
        apposed = [at[c] for c in language.children[r.head] if language.dep[c] == "appos" and c in at]
        if k + 1 < len(nouns) and nouns[k + 1].first == r.last + 1 and language.text[r.last] == ",":
            apposed += [k + 1] * (nouns[k + 1].article in ("a", "an"))  # where the parser sees two subjects
        for j in apposed:
            if j in direct and k not in direct:
                direct[k] = direct[j]
                roles[r.noun][direct[k]] += 1
    last_ranked: dict[str, str] = {}
    out: list[Reference] = []
    order = sorted(named)
    seen = 0
    for k, r in enumerate(nouns):
        while seen < len(order) and order[seen] < r.first:
            who = named[order[seen]]
            for rank, bearers in ranks.items():
                if who in bearers:
                    last_ranked[rank] = who
            seen += 1
        entity: str | None = r.entity
        if k in direct:
            entity = direct[k]
        elif entity is None and r.article in ("the", "this", "that"):
            entity = _by_role(r, roles, pronouns) or _by_rank(r, ranks, last_ranked)
        out.append(r._replace(entity=entity))
    return out


def _by_rank(r: Reference, ranks: Mapping[str, Sequence[str]], last: Mapping[str, str]) -> str | None:
    bearers = ranks.get(r.noun, ())
    if r.last - r.first > 3 or not bearers:
        return None
    return bearers[0] if len(bearers) == 1 else last.get(r.noun)


def _by_role(r: Reference, roles: Mapping[str, Counter[str]], pronouns: Mapping[str, str | None]) -> str | None:
    bearing = roles.get(r.noun)
    if not bearing or r.noun in VAGUE:
        return None
    best = bearing.most_common(2)
    if len(best) > 1 and best[0][1] < 2 * best[1][1]:
        return None
    return best[0][0] if _may(r, pronouns.get(best[0][0])) else None


def _may(r: Reference, pronoun: str | None) -> bool:
    return r.pronoun is None or pronoun is None or pronoun == r.pronoun


def _by_syntax(
    language: Language, r: Reference, named: Mapping[int, str], at: Mapping[int, int], nouns: Sequence[Reference]
) -> str | None:
    if r.entity is not None:
        return None
    h = r.head
    governor = language.heads[h]
    for c in language.children[h]:
        if language.dep[c] == "appos" and c in named and c > h:
            return named[c]
        if language.lemma[c] in ("call", "name") and language.dep[c] in ("acl", "vmod"):
            for x in range(c + 1, min(c + 4, len(language))):
                if x in named:
                    return named[x]
    if language.dep[h] == "appos" and governor in named and r.article:
        return named[governor]
    if language.dep[h] == "attr" and language.lemma[governor] in _BE and r.article in ("a", "an", "the"):
        if r.last - r.first > 3 and r.article == "the":
            return None  # "the only person who ..."
        if any(language.dep[c] == "neg" for c in language.children[governor]) or language.lower[governor] in words(
            "not_names"
        ):
            return None
        for c in language.children[governor]:
            if language.dep[c] == "nsubj" and c in named and c < h:
                return named[c]
    return None


def ranks_of(titles: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """For each noun that is also a title, the ids of those who bear it. Input: id -> titles."""
    known = table("people_nouns")
    out: dict[str, list[str]] = defaultdict(list)
    for who, borne in titles.items():
        for t in borne:
            full = table("title_forms").get(t, t)
            if full in known:
                out[full].append(who)
    return dict(out)


def settle_by_scene(
    language: Language, references: Sequence[Reference], cuts: Sequence[int], pronouns: Mapping[str, str | None]
) -> list[Reference]:
    """ "The blonde" is the one person of the scene who can be meant: nobody else there goes by that pronoun.

    ``cuts`` are the paragraphs that open scenes. A person whose pronouns are not known could be meant, too.
    """
    there: dict[int, set[str]] = defaultdict(set)
    for r in references:
        if r.form == "PROP" and r.entity:
            there[bisect_right(cuts, language.paragraphs[r.head])].add(r.entity)
    out = []
    for r in references:
        if r.form == "NOM" and r.entity is None and r.pronoun and r.article in ("the", "this", "that"):
            here = there.get(bisect_right(cuts, language.paragraphs[r.head]), set())
            fits = [who for who in here if pronouns.get(who) in (r.pronoun, None)]
            if len(fits) == 1 and pronouns.get(fits[0]) == r.pronoun:
                r = r._replace(entity=fits[0])
        out.append(r)
    return out
