"""The knowledge layer of a story, put together."""

from collections.abc import Mapping, Sequence, Set

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
    claims = find_claims(language, text, meant, names, quotes)
    words = {q.id: " ".join(text[a:b] for a, b in q.parts) for q in quotes}
    every = find_contradictions(claims, quotes, words, judge)
    contradictions = tuple(x for x in every if frozenset((x.a, x.b)) not in denied)
    secrets = find_secrets(contradictions, words, {q.id: q for q in quotes})
    return Knowledge(claims, contradictions, secrets)
