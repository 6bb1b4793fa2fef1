"""The claims of a story: what is asserted in speech, thought and letters, with pronouns resolved."""

from collections.abc import Mapping, Sequence

from fabula.knowledge.clauses import Clause, clauses_of
from fabula.knowledge.wording import sentence
from fabula.language import Language
from fabula.language.english import words
from fabula.world import Claim, Quotation

_KEPT = ("asserted", "believed", "reported", "intended")


def find_claims(
    language: Language, text: str, meant: Mapping[int, str], names: Mapping[str, str], quotes: Sequence[Quotation]
) -> tuple[Claim, ...]:
    """Everything claimed, in text order. ``meant`` gives tokens their entities, ``names`` ids the names to show.

    A question, a condition, an order or a quoted saying is not a claim.
    """
    places = sorted(words("place_adverbs"))
    out: list[Claim] = []
    asked: int | None = None  # what the question before was about: "Where is that ring?" "I left it at home."
    for q in quotes:
        topic, asked = asked, _asked_about(language, q, meant)
        if q.speaker is None:
            continue
        for c in clauses_of(language, q, places):
            if c.modality in _KEPT and not _mere(language, c):
                about = sentence(language, c.tokens, c.verb, c.subject, _named(language, c, meant, names), text)
                out.append(_claim(language, q, c, meant, topic, about, f"c{len(out) + 1}"))
    return tuple(out)


def _named(language: Language, c: Clause, meant: Mapping[int, str], names: Mapping[str, str]) -> dict[int, str]:
    """The names that pronouns of a clause stand for, by their tokens."""
    return {
        i: names[meant[i]] for i in c.tokens if i in meant and meant[i] in names and language.pos[i] in ("PRON", "DET")
    }


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
    language: Language,
    q: Quotation,
    c: Clause,
    meant: Mapping[int, str],
    topic: int | None,
    about: str,
    id: str,
) -> Claim:
    report = c.report
    source = None
    if report >= 0:
        source = next((meant.get(s) for s in language.children[report] if language.dep[s] == "nsubj"), None)
    return Claim(
        id=id,
        speaker=q.speaker or "",
        quote=q.id,
        span=(language.starts[c.tokens[0]], language.ends[c.tokens[-1]]),
        about=about,
        predicate=language.lemma[c.verb],
        subject=_term(language, c.subject, meant, topic),
        object=_term(language, c.object, meant, topic),
        polarity="negative" if c.negative else "positive",
        modality=c.modality,
        past=c.past,
        place=_phrase(language, c.place, c),
        time=_phrase(language, c.when, c),
        source=source,
        names=tuple(dict.fromkeys(meant[i] for i in c.tokens if i in meant)),
        heard_by=q.heard_by,
    )


def _term(language: Language, i: int, meant: Mapping[int, str], topic: int | None) -> str | None:
    if i < 0:
        return None
    if topic is not None and language.lower[i] == "it" and meant.get(i) is None:
        i = topic
    return meant.get(i, language.lemma[i])


def _asked_about(language: Language, q: Quotation, meant: Mapping[int, str]) -> int | None:
    """The thing that a question is about, a token, or None: the ring of "Where is that ring you always wear?"."""
    tokens = [i for part in q.parts for i in language.tokens_in(*part)]
    if q.kind != "speech" or not any("?" in language.text[i] for i in tokens[-2:]):
        return None
    kinds = ("nsubj", "dobj", "attr", "pobj")
    things = [i for i in tokens if language.pos[i] == "NOUN" and language.dep[i] in kinds and i not in meant]
    return things[0] if things else None


def _phrase(language: Language, i: int, c: Clause) -> str | None:
    if i < 0:
        return None
    below = {i}
    for j in c.tokens:
        if language.heads[j] in below:
            below.add(j)
    return " ".join(language.text[j] for j in sorted(below))
