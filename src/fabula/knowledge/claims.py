"""The claims of a story: what is asserted in speech, thought and letters, with pronouns resolved."""

from collections.abc import Mapping, Sequence

from fabula.knowledge.clauses import Clause, clauses_of
from fabula.knowledge.wording import word
from fabula.language import Language
from fabula.language.english import words
from fabula.world import Claim, Quotation

_KEPT = ("asserted", "believed", "reported", "intended")


def find_claims(
    language: Language, meant: Mapping[int, str], names: Mapping[str, str], quotes: Sequence[Quotation]
) -> tuple[Claim, ...]:
    """Everything claimed, in text order. ``meant`` gives tokens their entities, ``names`` ids the names to show.

    A question, a condition, an order or a quoted saying is not a claim.
    """
    places = sorted(words("place_adverbs"))
    out: list[Claim] = []
    for q in quotes:
        if q.speaker is None:
            continue
        for c in clauses_of(language, q, places):
            if c.modality in _KEPT and not _mere(language, c):
                out.append(_claim(language, q, c, meant, names, f"c{len(out) + 1}"))
    return tuple(out)


def _mere(language: Language, c: Clause) -> bool:
    """What is said and claims nothing: "you know", "I mean", "it was"."""
    if language.lemma[c.verb] == "be" and c.object < 0 and c.place < 0 and len(c.tokens) <= 2:
        return True
    return len(c.tokens) <= 2 and language.lemma[c.verb] in (
        "know",
        "mean",
        "say",
        "see",
        "suppose",
        "think",
        "guess",
        "beg",
    )


def _claim(
    language: Language, q: Quotation, c: Clause, meant: Mapping[int, str], names: Mapping[str, str], id: str
) -> Claim:
    shown = {
        i: names[meant[i]] for i in c.tokens if i in meant and meant[i] in names and language.pos[i] in ("PRON", "DET")
    }
    told = c.told
    source = None
    if told >= 0:
        source = next((meant.get(s) for s in language.children[told] if language.dep[s] == "nsubj"), None)
    return Claim(
        id=id,
        speaker=q.speaker or "",
        quote=q.id,
        span=(language.starts[c.tokens[0]], language.ends[c.tokens[-1]]),
        about=word(language, c.tokens, c.verb, c.subject, shown),
        predicate=language.lemma[c.verb],
        subject=_term(language, c.subject, meant),
        object=_term(language, c.object, meant),
        polarity="negative" if c.negative else "positive",
        modality=c.modality,
        past=c.past,
        place=_phrase(language, c.place, c),
        time=_phrase(language, c.when, c),
        source=source,
        names=tuple(dict.fromkeys(meant[i] for i in c.tokens if i in meant)),
        heard_by=q.heard_by,
    )


def _term(language: Language, i: int, meant: Mapping[int, str]) -> str | None:
    if i < 0:
        return None
    return meant.get(i, language.lemma[i])


def _phrase(language: Language, i: int, c: Clause) -> str | None:
    if i < 0:
        return None
    below = {i}
    for j in c.tokens:
        if language.heads[j] in below:
            below.add(j)
    return " ".join(language.text[j] for j in sorted(below))
