"""Pronouns once the speakers are known: "I" in a quotation is its speaker, "he" is neither speaker nor addressee."""

from collections.abc import Sequence
from dataclasses import replace

from fabula.language import Language
from fabula.language.english import table
from fabula.people.pronouns import resolve_pronouns
from fabula.world import Cast, Quotation


def resolve_in_speech(
    language: Language, cast: Cast, quoted: Sequence[int], quotes: Sequence[Quotation], cuts: Sequence[int]
) -> Cast:
    """The cast with every pronoun resolved anew, speakers and the pronouns in their tags taken as known."""
    spoken = {k: (q.speaker, q.addressees) for k, q in enumerate(quotes)}
    tagged = {q.cue: q.speaker for q in quotes if q.cue and q.speaker and q.type == "anaphoric" and q.confidence >= 0.5}
    starts = {a: (b, who) for (a, b), who in tagged.items()}
    forms = table("pronouns")
    refs = []
    for r in cast.references:
        if r.form != "PRON":
            refs.append(r)
            continue
        entity = None
        a = language.starts[r.first]
        if quoted[r.head] < 0 and language.lower[r.head] in forms:
            hit = starts.get(a) or next(
                (starts[x] for x in range(a - 25, a) if x in starts and starts[x][0] == language.ends[r.head]), None
            )
            if hit is not None and not hit[1].startswith("group:"):
                entity = hit[1]
        refs.append(r._replace(entity=entity))
    pronouns = {c.id: c.pronouns for c in cast.characters}
    return replace(
        cast,
        references=tuple(resolve_pronouns(language, refs, quoted, pronouns, cast.narration.narrator, spoken, cuts)),
    )
