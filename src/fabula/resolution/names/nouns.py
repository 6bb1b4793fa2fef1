"""Common nouns for people: "the blonde", "his sister", "a crowd"."""

from collections.abc import Sequence

from fabula.language import Language
from fabula.language.english import person_nouns, words
from fabula.world import Reference

_ARTICLES = frozenset("the a an this that these those his her my your our their its some every any no".split())
_INSIDE = ("amod", "compound", "nummod", "advmod", "nmod", "det", "poss", "punct")


def find_nouns(language: Language, taken: Sequence[bool]) -> list[Reference]:
    """References by a common noun, singular or plural, in order. ``taken`` marks tokens that are in names.

    Plurals and collectives come back with a ``group:`` entity, singulars with none: who they are is for
    `people.roles` and, in a dialogue, for the speech stage.
    """
    singles = person_nouns()
    crowds = words("crowds")
    out = []
    for i, w in enumerate(language.lower):
        if taken[i] or language.pos[i] not in ("NOUN", "PROPN", "PRON", "ADJ"):
            continue
        lemma = language.lemma[i]
        plural = language.tag[i] in ("NNS", "NNPS")
        if not (w in singles or w in crowds or (plural and lemma in singles) or _speaks(language, i)):
            continue
        if w in ("mate", "general", "major", "minister", "guard", "mind") and language.pos[i] != "NOUN":
            continue
        first = i
        while first > 0 and _in_phrase(language, first - 1, i) and i - first < 8:
            first -= 1
        head = language.heads[i]
        if language.dep[i] == "compound" and head > i and head - i < 3:
            continue  # "the doctor's bag" is possessive, "doctor blades" is not about a doctor
        article = language.lower[first] if language.lower[first] in _ARTICLES else ""
        if not article and first < i and language.lower[first + 1] in ("'s", "’s"):
            article = "'s"
        group = w in crowds or plural
        if language.pos[i] == "ADJ" and not article:
            continue
        pronoun = None if group else singles.get(w, "-")
        out.append(
            Reference(
                first,
                i + 1,
                i,
                f"group:{w}" if group else None,
                "NOM",
                None if pronoun == "-" else pronoun,
                w,
                article,
            )
        )
    return out


def _speaks(language: Language, i: int) -> bool:
    """Any noun that says something is a person's here: "said the proprietor"."""
    verb = language.heads[i]
    return (
        language.pos[i] == "NOUN"
        and language.dep[i] == "nsubj"
        and language.lemma[verb] in words("said_verbs")
        and language.tag[verb] in ("VBD", "VBZ")
        and language.lower[i] not in _IMPERSONAL
        and abs(verb - i) <= 3
    )


_IMPERSONAL = frozenset(
    "voice letter note sign book paper law story expression look face eyes eye heart mind silence answer thing things "
    "words word clock bell telegram message newspaper papers tone smile".split()
)


def _in_phrase(language: Language, j: int, head: int) -> bool:
    if language.heads[j] == head and language.dep[j] in _INSIDE:
        return True
    # "his blonde best friend", "Gerald's mother": modifiers of modifiers, and the possessor before 's
    up = language.heads[j]
    return j < up < head and language.dep[j] in (*_INSIDE, "case") and language.heads[up] in range(j, head + 1)
