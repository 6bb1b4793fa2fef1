"""The knowledge layer of a story, put together."""

from collections.abc import Mapping, Sequence

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
) -> Knowledge:
    """Claims, contradictions and secrets. ``meant`` gives tokens their entities, ``names`` ids the names to show."""
    claims = find_claims(language, meant, names, quotes)
    words = {q.id: " ".join(text[a:b] for a, b in q.parts) for q in quotes}
    told = {q.id: words[q.id] + (f" {text[slice(*q.cue)]}" if q.cue else "") for q in quotes}
    contradictions = find_contradictions(claims, quotes, words, told, judge)
    return Knowledge(claims, contradictions, find_secrets(contradictions, claims, {q.id: q for q in quotes}))
