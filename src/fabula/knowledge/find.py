"""The knowledge layer of a story, put together."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from fabula.knowledge.claims import find_claims
from fabula.knowledge.contradictions import Judge, find_contradictions
from fabula.knowledge.secrets import find_secrets
from fabula.language import Language
from fabula.world import Knowledge, Quotation


def find_knowledge(
    language: Language,
    text: str,
    meant: Mapping[int, str],
    names: Mapping[str, str],
    quotes: Sequence[Quotation],
    judge: Judge,
    denied: Set[frozenset[str]] = frozenset(),
) -> Knowledge:
    """Claims, contradictions and secrets. ``meant`` gives tokens their entities, ``names`` ids the names to show.

    ``denied`` are pairs of quotations, by their ids, that do not contradict one another.
    """
    claims, shown = find_claims(language, text, meant, names, quotes)
    words = {q.id: " ".join(text[a:b] for a, b in q.parts) for q in quotes}
    cued = {q.id: words[q.id] + (f" {text[slice(*q.cue)]}" if q.cue else "") for q in quotes}
    every = find_contradictions(claims, quotes, words, cued, judge)
    contradictions = tuple(x for x in every if frozenset((x.a, x.b)) not in denied)
    secrets = find_secrets(contradictions, claims, {q.id: q for q in quotes})
    return _worded(Knowledge(claims, contradictions, secrets), shown)


def _worded(known: Knowledge, shown: Mapping[str, str]) -> Knowledge:
    """What is known, put for somebody to read. It is compared in plainer words, in which more is alike."""
    of: dict[str, dict[str, str]] = {}  # of each quotation, what is said in it: compared, shown
    for c in known.claims:
        of.setdefault(c.quote, {}).setdefault(c.about, shown[c.id])

    def put(about: str, *quotes: str) -> str:
        said = {plain: now for q in quotes for plain, now in of.get(q, {}).items() if plain}
        if not said:
            return about
        longest = sorted(said, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, longest)), lambda m: said[m.group()], about)

    return Knowledge(
        tuple(replace(c, about=shown[c.id]) for c in known.claims),
        tuple(replace(x, about=put(x.about, x.a, x.b)) for x in known.contradictions),
        tuple(replace(s, about=put(s.about, s.quote)) for s in known.secrets),
    )
