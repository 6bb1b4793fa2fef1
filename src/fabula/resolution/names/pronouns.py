"""Where personal pronouns stand."""

from fabula.language import Language
from fabula.language.english import table
from fabula.language.taken_up import NEOPRONOUNS
from fabula.world import Reference

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
