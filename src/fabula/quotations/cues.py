"""What the narration beside a quotation says of its speaker: a tag ("said Ino") or an action beat."""

from dataclasses import dataclass
from typing import Literal

from fabula.language import Language
from fabula.language.english import words
from fabula.quotations.subjects import (
    elliptic_subject,
    first_subject,
    foreign_subject,
    inverted_subject,
    main_subject,
    subject_before,
    told_to,
    turns_out,
    whose_words,
)

_FINAL = frozenset((".", "!", "?", "…", "..."))
_MARKS = frozenset("\"“”‘’'«»`″‶") | {"``", "''"}
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
    owner = whose_words(language, body)
    if owner >= 0:
        return _cue(language, "tag", "after", owner, body[0], body)
    heard = turns_out(language, body)
    if heard >= 0:
        return _cue(language, "tag", "after", heard, -1, range(body.start, heard + 1))
    foreign = foreign_subject(language, body)
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
        subject = inverted_subject(language, i, body) if _leads(language, body, i) else -1
        if subject < 0:
            subject = subject_before(language, i, body)
        if subject >= 0:
            return _cue(language, "tag", "after", subject, i, body)
    subject = first_subject(language, body)
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
    elliptic = elliptic_subject(language, tokens, body)
    if elliptic >= 0:
        return _cue(language, "tag", "before", elliptic, -1, body)
    last = language.text[body[-1]]
    leads = last in (",", ":", ";", "—", "–", "--") or language.lemma[body[-1]] in words("speech_verbs")
    leads = leads or (_announces(language, body) and not _closes(language, tokens, body))
    if leads or last not in _FINAL:
        for i in reversed(body):
            if language.lemma[i] in words("speech_verbs") and language.pos[i] in ("VERB", "AUX"):
                subject = subject_before(language, i, body)
                if subject < 0 and i + 1 in body and language.pos[i + 1] in ("PROPN", "PRON"):
                    subject = i + 1
                if subject >= 0:
                    return _cue(language, "tag", "before", subject, i, body)
        if last == ":":
            subject = main_subject(language, body)
            return _cue(language, "tag", "before", subject, -1, body) if subject >= 0 else None
    subject = first_subject(language, body)
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
    obj = told_to(language, verb, body) if verb >= 0 else -1
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


def _leads(language: Language, body: range, verb: int) -> bool:
    """Does the verb open the sentence, adverbs aside, as in "said Ino" or "then cried the old man"?"""
    return all(language.pos[i] in ("ADV", "CCONJ", "PUNCT", "INTJ") for i in range(body.start, verb))
