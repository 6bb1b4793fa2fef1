"""Whom a pronoun means: the most salient person it can mean.

Salience in the sense of Lappin and Leass (1994): a mention raises it, subjects most; every sentence lowers it.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from fabula.language import Language
from fabula.language.english import table
from fabula.language.syntax import SUBJECTS
from fabula.people.evidence import NEOPRONOUNS
from fabula.world import Reference

_DECAY = 0.72
_GONE = 0.02
FIRST = {"i": "I", "me": "I", "my": "I", "mine": "I", "myself": "I"}


def find_pronouns(language: Language) -> list[Reference]:
    """Every personal pronoun, unresolved: third person singular and plural, and first person singular."""
    forms = table("pronouns")
    out = []
    for i, w in enumerate(language.lower):
        if w not in forms and w not in FIRST:
            continue
        if language.pos[i] not in ("PRON", "DET", "PROPN", "X") and forms.get(w) not in NEOPRONOUNS:
            continue
        if w == "mine" and language.pos[i] != "PRON":
            continue
        out.append(Reference(i, i + 1, i, None, "PRON", forms.get(w) or FIRST[w]))
    return out


def resolve_pronouns(
    language: Language,
    references: Sequence[Reference],
    quoted: Sequence[int],
    pronouns: Mapping[str, str | None],
    narrator: str | None,
    spoken: Mapping[int, tuple[str | None, tuple[str, ...]]],
    cuts: Sequence[int] = (),
) -> list[Reference]:
    """Give third-person pronouns their antecedents, and first-person ones the narrator or the speaker.

    ``quoted[i]`` is the number of the quotation token i stands in, or -1. ``pronouns`` maps ids to known
    pronouns. ``spoken`` gives speaker and addressees of a quotation by its number, as far as known; pronouns in
    quotations whose speaker is not known stay unresolved. ``cuts`` are the paragraphs that open scenes, at which
    almost all salience is lost.
    """
    salience: dict[str, float] = {}
    out: list[Reference] = []
    sentence = -1
    sentences, paragraphs = language.sentences, language.paragraphs
    last_paragraph = -1
    for r in references:
        s = sentences[r.head]
        if s != sentence:
            steps = min(s - sentence, 12) if sentence >= 0 else 0
            factor = _DECAY**steps
            if paragraphs[r.head] != last_paragraph:
                crossed = bisect_right(cuts, paragraphs[r.head]) != bisect_right(cuts, last_paragraph)
                factor *= 0.05 if crossed else 0.85
                last_paragraph = paragraphs[r.head]
            salience = {k: v * factor for k, v in salience.items() if v * factor > _GONE}
            sentence = s
        q = quoted[r.head]
        entity = r.entity
        if r.form == "PRON" and entity is None:
            if r.pronoun == "I":
                entity = narrator if q < 0 else spoken.get(q, (None, ()))[0]
            elif q < 0 or (q in spoken and spoken[q][0] is not None):
                barred = _coargument(language, r, out)
                if q >= 0:
                    speaker, addressees = spoken[q]
                    barred = barred | {speaker or "", *addressees}
                entity = _best(salience, r.pronoun, pronouns, barred)
        elif r.form == "NOM" and entity is None and r.pronoun and _points_back(language, r):
            entity = _best(salience, r.pronoun, pronouns, set())
        if entity is not None and not entity.startswith("group:"):
            dep = language.dep[r.head]
            gain = 1.0 if dep in SUBJECTS else 0.55 if dep in ("dobj", "pobj", "dative") else 0.45
            if q >= 0:
                gain *= 0.3
            salience[entity] = salience.get(entity, 0.0) + gain
        out.append(r._replace(entity=entity))
    return out


def _best(
    salience: Mapping[str, float], form: str | None, pronouns: Mapping[str, str | None], barred: set[str]
) -> str | None:
    best, top = None, 0.0
    for who, score in salience.items():
        known = pronouns.get(who)
        if who in barred or (known is not None and known != form) or (known is None and form == "they"):
            continue
        if known is None:
            score *= 0.4
        if score > top:
            best, top = who, score
    return best


def _points_back(language: Language, r: Reference) -> bool:
    """ "The said boy", "the aforementioned lady": the last one named."""
    return any(language.lower[i] in ("said", "aforesaid", "aforementioned") for i in range(r.first, r.head))


def _coargument(language: Language, r: Reference, before: Sequence[Reference]) -> set[str]:
    """Whom an object pronoun cannot mean: the subject of its own verb ("Ino hit her")."""
    if language.dep[r.head] not in ("dobj", "pobj", "dative") or language.lower[r.head].endswith("self"):
        return set()
    verb = language.heads[r.head]
    if language.dep[r.head] == "pobj":
        verb = language.heads[verb]
    subjects = {c for c in language.children[verb] if language.dep[c] in SUBJECTS}
    return {p.entity for p in before[-8:] if p.entity and p.head in subjects}
