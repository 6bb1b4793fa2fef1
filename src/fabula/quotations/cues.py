"""What the narration beside a quotation says of its speaker: a tag ("said Ino") or an action beat."""

from dataclasses import dataclass
from typing import Literal

from fabula.language import Language
from fabula.language.english import words
from fabula.language.syntax import SUBJECTS

_FINAL = frozenset((".", "!", "?", "…", "..."))
_MARKS = frozenset("\"“”‘’'«»`″‶") | {"``", "''"}
_PARTICLES = frozenset("in out up on off back".split())
_MEANWHILE = frozenset("as when while".split())
_TAG_REACH = 28  # tokens; a tag that begins later than this belongs to something else


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens beside a quotation. A ``tag`` has a verb of speech; a ``beat`` is an action in the same paragraph.

    ``subject``, ``verb`` and ``object`` are token indices, -1 where there is none. ``start`` and ``end`` are
    code points. ``side`` says where it stands, seen from the quotation.
    """

    kind: Literal["tag", "beat"]
    side: Literal["before", "after"]
    subject: int
    verb: int
    object: int
    start: int
    end: int


def cue_after(language: Language, tokens: range, comma: bool) -> Cue | None:
    """The cue in the narration that follows a quotation.

    ``comma`` says that the quotation ends with a comma, after which any verb is a tag ("Yes," he nodded).
    """
    body = _first_sentence(language, tokens)
    if not body:
        return None
    owner = _whose_words(language, body)
    if owner >= 0:
        return _cue(language, "tag", "after", owner, body[0], body)
    heard = _turns_out(language, body)
    if heard >= 0:
        return _cue(language, "tag", "after", heard, -1, range(body.start, heard + 1))
    foreign = _foreign_subject(language, body)
    if foreign >= 0:
        return Cue("tag", "after", foreign, body[0], -1, language.starts[body[0]], language.ends[foreign])
    for i in body:
        if i - body[0] > 14:
            break
        if language.pos[i] not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
            continue
        lemma = language.lemma[i]
        if language.lower[i] == "thought" and i > 0 and language.pos[i - 1] in ("PROPN", "PRON") and i - 1 in body:
            return _cue(language, "tag", "after", i - 1, i, body)
        known = lemma in words("speech_verbs") and language.tag[i] in ("VBD", "VBZ", "VBN", "VBP", "VB", "NN", "NNP")
        if not known and not (comma and language.pos[i] == "VERB" and language.tag[i] in ("VBD", "VBZ")):
            continue
        if language.dep[i] == "advcl" and i - body[0] > 4 and _is_aside_of_time(language, i):
            continue
        if language.tag[i] in ("NN", "NNP") and not (i == body[0] and lemma in words("said_verbs")):
            continue
        subject = _inverted_subject(language, i, body) if _leads(language, body, i) else -1
        if subject < 0:
            subject = _subject_before(language, i, body)
        if subject >= 0:
            return _cue(language, "tag", "after", subject, i, body)
    subject = _first_subject(language, body)
    return _cue(language, "beat", "after", subject, -1, body) if subject >= 0 else None


def _is_aside_of_time(language: Language, verb: int) -> bool:
    """Does a clause only say when something else was done: "He raised his hand before he spoke."?"""
    return any(c < verb and language.lower[c] in _WHEN for c in language.children[verb])


_WHEN = frozenset("before after until till".split())


def cue_before(language: Language, tokens: range) -> Cue | None:
    """The cue in the narration that leads up to a quotation."""
    body = _last_sentence(language, tokens)
    if not body:
        return None
    elliptic = _elliptic_subject(language, tokens, body)
    if elliptic >= 0:
        return _cue(language, "tag", "before", elliptic, -1, body)
    last = language.text[body[-1]]
    leads = last in (",", ":", ";", "—", "–", "--") or language.lemma[body[-1]] in words("speech_verbs")
    leads = leads or (_announces(language, body) and not _closes(language, tokens, body))
    if leads or last not in _FINAL:
        for i in reversed(body):
            if language.lemma[i] in words("speech_verbs") and language.pos[i] in ("VERB", "AUX"):
                subject = _subject_before(language, i, body)
                if subject < 0 and i + 1 in body and language.pos[i + 1] in ("PROPN", "PRON"):
                    subject = i + 1
                if subject >= 0:
                    return _cue(language, "tag", "before", subject, i, body)
        if last == ":":
            subject = _main_subject(language, body)
            return _cue(language, "tag", "before", subject, -1, body) if subject >= 0 else None
    subject = _first_subject(language, body)
    return _cue(language, "beat", "before", subject, -1, body) if subject >= 0 else None


def _cue(
    language: Language,
    kind: Literal["tag", "beat"],
    side: Literal["before", "after"],
    subject: int,
    verb: int,
    body: range,
) -> Cue:
    ends = [subject] + ([verb] if verb >= 0 else [])
    first, last = min(ends), max(ends)
    while first - 1 in body and language.heads[first - 1] in range(first, last + 1) and language.dep[first - 1] in (
        "compound", "det", "amod", "poss", "nmod",
    ):  # fmt: skip
        first -= 1
    obj = _object(language, verb, body) if verb >= 0 else -1
    return Cue(kind, side, subject, verb, obj, language.starts[first], language.ends[last])


def _first_sentence(language: Language, tokens: range) -> range:
    a = tokens.start
    while a < tokens.stop and language.text[a] in _MARKS | {",", "-", "—", "–", "--", ".", "_", "*"}:
        a += 1
    b = a
    while b < tokens.stop and b - a < _TAG_REACH:
        if _ends(language, b) and not (language.text[b] == "." and b == a):
            return range(a, b + 1)
        b += 1
    return range(a, b)


def _last_sentence(language: Language, tokens: range) -> range:
    b = tokens.stop
    while b > tokens.start and language.text[b - 1] in _MARKS:
        b -= 1
    a = b - 1
    while a > tokens.start and b - a < 2 * _TAG_REACH and not _ends(language, a - 1):
        a -= 1
    return range(max(a, tokens.start), b) if b > tokens.start else range(0)


def _ends(language: Language, i: int) -> bool:
    """Does a token end a sentence? The stop of a title in small letters ("mrs. petrov") is part of the name."""
    return language.text[i] in _FINAL and language.dep[i] != "compound"


def _announces(language: Language, body: range) -> bool:
    """Does a whole sentence end with the act of speaking, which the speech then is: "Joe hastened to protest."?"""
    at = len(body) - 2
    while at > 0 and language.pos[body[at]] in ("ADV", "ADP"):
        at -= 1
    if at <= 0 or language.text[body[-1]] != "." or language.lemma[body[at]] not in words("said_verbs"):
        return False
    around = (*language.children[body[at]], *language.children[language.heads[body[at]]])
    return language.pos[body[at]] == "VERB" and not any(language.dep[c] == "neg" for c in around)


def _closes(language: Language, tokens: range, body: range) -> bool:
    """Does the sentence stand right after a quotation, whose tag it is: "Shall we?" Lena asked. "Let's," …?"""
    if body.start - tokens.start > 1 or not tokens.start:
        return False
    return language.text[tokens.start - 1] in _MARKS or language.text[tokens.start] in _MARKS


def _turns_out(language: Language, body: range) -> int:
    """Who a voice turns out to be: Jem in "came a yell from the yard. It was Jem.". The token of their name, or -1."""
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


def _whose_words(language: Language, body: range) -> int:
    """Whose words they were: "was Joe's opportune remark", "came her answer". The possessor's token, or -1."""
    if language.lower[body[0]] not in ("was", "came", "were", "is", "comes"):
        return -1
    for i in body[1:8]:
        if language.lemma[i] in words("speech_nouns") and language.pos[i] == "NOUN" and language.dep[i] != "compound":
            return next((c for c in language.children[i] if c in body and language.dep[c] == "poss"), -1)
    return -1


def _foreign_subject(language: Language, body: range) -> int:
    """Who speaks by a tag in another language: "dit Odile", "sagte Trude"."""
    if language.lower[body[0]] not in words("foreign_said_verbs") or len(body) < 2:
        return -1
    last = body[0]
    while last + 1 in body and language.text[last + 1][0].isupper():
        last += 1
    return last if last > body[0] else -1


def _elliptic_subject(language: Language, tokens: range, body: range) -> int:
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


def _leads(language: Language, body: range, verb: int) -> bool:
    """Does the verb open the sentence, adverbs aside, as in "said Ino" or "then cried the old man"?"""
    return all(language.pos[i] in ("ADV", "CCONJ", "PUNCT", "INTJ") for i in range(body.start, verb))


def _inverted_subject(language: Language, verb: int, body: range) -> int:
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


def _subject_before(language: Language, verb: int, body: range) -> int:
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


def _first_subject(language: Language, body: range) -> int:
    for i in body:
        if language.dep[i] in SUBJECTS and _can_speak(language, i):
            return i
    first, second = (body.start, body.start + 1) if len(body) > 1 else (0, 0)
    if second and language.pos[first] == "PROPN" and language.tag[second] in ("VBD", "VBZ"):
        return first  # "Ida put down her cup", of which the parser makes an adverb
    return -1


def _main_subject(language: Language, body: range) -> int:
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


def _object(language: Language, verb: int, body: range) -> int:
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
