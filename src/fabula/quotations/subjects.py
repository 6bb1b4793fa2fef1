"""Who does what the narration beside a quotation tells: the subject of a tag ("said Ino") or of a beat.

Each function takes the tokens of a sentence beside the quotation, and gives the token of somebody, or -1.
"""

from fabula.language import Language
from fabula.language.english import words
from fabula.language.syntax import SUBJECTS

_PARTICLES = frozenset("in out up on off back".split())
_MEANWHILE = frozenset("as when while".split())


def turns_out(language: Language, body: range) -> int:
    """Who a voice turns out to be: Jem in "came a yell from the yard. It was Jem."."""
    heard = next((i for i in body[:6] if language.lemma[i] in _VOICES and language.pos[i] == "NOUN"), -1)
    it = body.stop
    if heard < 0 or any(language.dep[c] == "poss" for c in language.children[heard]):
        return -1
    if it + 2 >= len(language) or language.lower[it] != "it" or language.lower[it + 1] not in ("was", "is"):
        return -1
    if language.paragraphs[it] != language.paragraphs[heard]:
        return -1
    who = next((c for c in language.children[it + 1] if language.dep[c] == "attr"), -1)
    if who >= 0 and language.pos[who] != "PROPN":
        who = next((c for c in language.children[who] if language.dep[c] == "appos" and language.pos[c] == "PROPN"), -1)
    return who


_VOICES = frozenset("voice yell shout cry call whisper scream whistle".split())


def whose_words(language: Language, body: range) -> int:
    """Whose words they were: "was Joe's opportune remark", "came her answer"."""
    if language.lower[body[0]] not in ("was", "came", "were", "is", "comes"):
        return -1
    for i in body[1:8]:
        if language.lemma[i] in words("speech_nouns") and language.pos[i] == "NOUN" and language.dep[i] != "compound":
            return next((c for c in language.children[i] if c in body and language.dep[c] == "poss"), -1)
    return -1


def foreign_subject(language: Language, body: range) -> int:
    """Who speaks by a tag in another language: "dit Odile", "sagte Trude"."""
    if language.lower[body[0]] not in words("foreign_said_verbs") or len(body) < 2:
        return -1
    last = body[0]
    while last + 1 in body and language.text[last + 1][0].isupper():
        last += 1
    return last if last > body[0] else -1


def elliptic_subject(language: Language, tokens: range, body: range) -> int:
    """Who speaks where the verb is left out: Jasper in "Ottilie said, and Jasper, "It is not"".

    The tokens have a verb of speech before.
    """
    if len(body) < 3 or language.text[body[-1]] not in (",", ":"):
        return -1
    at = last = body[-2]
    while at - 1 in body and language.pos[at - 1] in ("PROPN", "NOUN", "ADJ", "DET") and last - at < 4:
        at -= 1
    named = language.pos[last] == "PROPN" or (language.pos[last] == "NOUN" and language.lower[at] in _DETERMINERS)
    if not named or at - 1 not in body or language.lower[at - 1] not in _AND_THEN:
        return -1
    before = range(max(tokens.start, body.start), at - 1)
    if not any(language.pos[i] not in ("PUNCT", "CCONJ", "ADV") for i in before):
        return last
    return (
        last
        if language.pos[before[-1]] == "PUNCT" and any(language.lemma[i] in words("said_verbs") for i in before)
        else -1
    )


_DETERMINERS = frozenset("the his her their my our".split())
_AND_THEN = frozenset("and then but".split())


def inverted_subject(language: Language, verb: int, body: range) -> int:
    """Who stands after their verb: Ino in "said Ino"."""
    beside = verb + 1
    named = beside in body and language.pos[beside] in ("PROPN", "PRON") and language.dep[beside] != "poss"
    for c in language.children[verb]:
        if c > verb and c in body and language.dep[c] in SUBJECTS and not named:
            return c
    i = verb + 1
    steps = 0
    while i in body and steps < 7:
        pos = language.pos[i]
        if pos == "PUNCT" and language.text[i] not in ("-", "."):
            return -1
        if pos in ("PRON", "PROPN", "NOUN") and language.dep[i] != "poss":
            while i + 1 in body and language.pos[i + 1] in ("PROPN", "NOUN") and language.heads[i] == i + 1:
                i += 1
            if i + 2 in body and language.text[i + 1] == "." and language.heads[i] == language.heads[i + 1] == i + 2:
                i += 2  # said mrs. petrov
            return i if language.lower[i] not in ("it", "this", "that", "what", "something", "nothing") else -1
        if i == beside and _is_odd_name(language, i, body):
            return i
        if pos == "ADP" and not (steps == 0 and language.lower[i] in _PARTICLES):
            return -1  # "said to", but not "put in Kitty"
        i += 1
        steps += 1
    return -1


def subject_before(language: Language, verb: int, body: range) -> int:
    """Who stands before their verb: Ino in "Ino turned round and said"."""
    i = verb
    for _ in range(4):
        for c in language.children[i]:
            if c in body and c < verb and language.dep[c] in SUBJECTS:
                if language.lower[c] == "who" and language.dep[i] == "relcl" and language.heads[i] in body:
                    return language.heads[i]  # "broken by Miss Steele, who now said"
                if language.lower[c] == "who" and c - 1 in body and language.pos[c - 1] in ("PROPN", "PRON"):
                    return c - 1  # "it was Poirot who spoke", of which the parser makes another clause
                if _can_speak(language, c):
                    return c
        if language.dep[i] in ("conj", "xcomp", "advcl", "ccomp", "aux", "dep") and language.heads[i] in body:
            i = language.heads[i]
            continue
        break
    # What the parser missed: the last name or pronoun before the verb with nothing but adverbs between.
    i = verb - 1
    while i in body and language.pos[i] in ("ADV", "AUX", "PART"):
        i -= 1
    if i in body and language.pos[i] in ("PROPN", "PRON", "NOUN") and language.dep[i] not in ("pobj", "dobj", "poss"):
        return i if _can_speak(language, i) else -1
    if verb - 1 in body and _is_odd_name(language, verb - 1, body) and verb - 1 > body.start:
        return verb - 1
    return -1


def _is_odd_name(language: Language, i: int, body: range) -> bool:
    """Is a word a name that the tagger takes for another word: Cecily, Sunny, Little?"""
    beside = language.pos[i + 1] if i + 1 in body else ""
    return (
        language.text[i][0].isupper()
        and language.pos[i] in ("ADV", "ADJ", "VERB", "INTJ", "X", "NUM")
        and beside not in ("PROPN", "NOUN", "ADJ")
    )


def first_subject(language: Language, body: range) -> int:
    """The first that does anything: Ida in "Ida put down her cup."."""
    for i in body:
        if language.dep[i] in SUBJECTS and _can_speak(language, i):
            return i
    first, second = (body.start, body.start + 1) if len(body) > 1 else (0, 0)
    if second and language.pos[first] == "PROPN" and language.tag[second] in ("VBD", "VBZ"):
        return first  # "Ida put down her cup", of which the parser makes an adverb
    return -1


def main_subject(language: Language, body: range) -> int:
    """The subject of the last main clause: Poirot in "I was eager, but Poirot shook his head:", nobody in "Then, as I
    looked at him:"."""
    for i in reversed(body):
        verb = language.heads[i]
        if language.dep[i] not in SUBJECTS or language.dep[verb] not in ("ROOT", "conj") or not _can_speak(language, i):
            continue
        opens = (c for c in language.children[verb] if language.dep[c] == "mark" or language.lower[c] in _MEANWHILE)
        if not any(opens):
            return i
    return -1


def _can_speak(language: Language, i: int) -> bool:
    return language.lower[i] not in (
        "it",
        "there",
        "this",
        "that",
        "which",
        "what",
        "who",
        "something",
        "nothing",
        "all",
    )


def told_to(language: Language, verb: int, body: range) -> int:
    """Whom the tag says it was said to: "told her", "said to Ino"."""
    for c in language.children[verb]:
        if c not in body:
            continue
        if language.dep[c] in ("dobj", "dative") and language.pos[c] in ("PRON", "PROPN", "NOUN"):
            return c
        if language.lower[c] in ("to", "at"):
            for g in language.children[c]:
                if language.dep[g] == "pobj":
                    return g
    return -1
