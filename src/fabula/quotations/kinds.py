"""Which marked words are speech, and which are scare quotes, titles, words as words, thoughts or writing."""

from typing import Literal

from fabula.language import Language
from fabula.language.english import words
from fabula.language.syntax import SUBJECTS
from fabula.quotations.cues import Cue, cue_after, cue_before
from fabula.quotations.pieces import UNSURE, Piece

_NAMING = frozenset(
    "called named titled entitled termed dubbed nicknamed labelled labeled marked christened word words phrase term "
    "name title expression syllable letters poem song article essay paper book story novel play chapter "
    "so-called".split()
)
_WRITTEN = frozenset(
    "write wrote written read reads letter note telegram message text texted telegraph inscription inscribed sign "
    "notice headline email e-mail postcard scrawl scrawled typed print printed advertisement".split()
)
_STOPS = tuple(".,!?…;:—–-")

Verdict = Literal["speech", "thought", "written", "none"]


def judge(text: str, language: Language, piece: Piece, before: range, after: range, begun: bool) -> Verdict:
    """What a marked piece is.

    ``before`` and ``after`` are the tokens of narration on either side, ``begun`` says that somebody has
    spoken in the paragraph before it.
    """
    inner = text[piece.start : piece.end].strip()
    if piece.convention in UNSURE:
        spoken = is_tagged(language, piece.end, before, after) and not is_on_sign(language, piece.end, before, after)
        return "speech" if spoken else "none"
    if not any(c.isalnum() for c in inner):
        return "speech" if inner and set(inner) <= set("?!….—–- ") else "none"
    prev = language.lower[before[-1]] if before else ""
    prev = prev if prev not in ('"', "“", "‘", "'", "``") else (language.lower[before[-2]] if len(before) > 1 else "")
    prev2 = language.lower[before[-2]] if len(before) > 1 else ""
    nxt = _next(language, after)
    tagged = nxt >= 0 and _is_tag(language, nxt, after)
    thought = _thought(language, before, after)
    naming = prev in _NAMING or (prev in ("the", "a") and prev2 in _NAMING)
    if naming and not tagged and not _sentence_like(inner):
        return "none"
    if thought:
        return "thought"
    if before and _stands_written(language, before[-1], inner, tagged):
        return "none"
    stopped = inner.endswith(_STOPS) or not piece.closed
    first_word = inner.lstrip("*_—–-… '‘’").split(" ")[0]
    if prev in ("", ",", ":", ".", "!", "?", "—", "–", "--", ";", "...", "…") or language.lemma[before[-1]] in words(
        "speech_verbs"
    ):
        introduced = True
    else:
        introduced = False
    if not before and not after:
        return "speech"
    if stopped:
        if prev and not introduced and _is_title(inner) and not tagged:
            return "none"
        if not introduced and first_word[:1].islower() and len(inner.split()) <= 3 and not tagged:
            return "none" if inner.endswith((",", ".")) else "speech"
        return "speech"
    if tagged:
        return "speech"
    if prev in (",", ":") and not begun and _is_title(inner) and _is_of_writing(language, before):
        return "none"  # a second line, "So Keep the Kettle On"
    if begun and (prev == "," or (introduced and first_word[:1].isupper())):
        return "speech"  # goes on after a tag, and breaks off without a stop
    if not before:
        return "speech"  # opens its paragraph: amateur prose drops the stop
    if introduced and first_word[:1].isupper() and (len(inner.split()) > 2 or not after):
        return "speech"
    if language.lemma[before[-1]] in words("speech_verbs"):
        return "speech"
    if len(inner.split()) >= 7 and first_word[:1].isupper():
        return "speech"
    return "none"


def is_written(language: Language, before: range) -> bool:
    """Does the sentence before say that what follows is written or read?"""
    if not before:
        return False
    tail = [language.lower[i] for i in before[-14:]]
    return tail[-1] in (":", ",") and any(w in _WRITTEN for w in tail)


def is_tagged(language: Language, end: int, before: range, after: range) -> bool:
    """Is there a tag right beside the words that end at an offset?"""
    return _tag_beside(language, end, before, after) is not None


def said_by_it(language: Language, after: range) -> Cue | None:
    """The tag that opens the narration after words and has "it" for its subject: ~Come,~ it said."""
    first = next((i for i in after if language.text[i][0].isalnum()), -1)
    if first < 0 or first - after[0] > 2 or first + 1 not in after:
        return None
    it, verb = (first, first + 1) if language.lower[first] == "it" else (first + 1, first)
    if language.lower[it] != "it" or language.lemma[verb] not in words("said_verbs"):
        return None
    a, b = min(it, verb), max(it, verb)
    return Cue("tag", "after", it, verb, -1, language.starts[a], language.ends[b])


def is_on_sign(language: Language, end: int, before: range, after: range) -> bool:
    """Does the tag right beside the words that end at an offset say that they stand on something: THE SIGN said so?"""
    cue = _tag_beside(language, end, before, after)
    if cue is None or cue.subject < 0:
        return False
    about = [cue.subject]
    if language.lower[cue.subject] == "it":  # a board hung over the door. It said NO DOGS
        about = list(range(max(0, cue.subject - _RECENT), cue.subject))
    return any(language.lemma[i] in words("writing_nouns") for i in about)


def _tag_beside(language: Language, end: int, before: range, after: range) -> Cue | None:
    cue = cue_after(language, after, comma=True)
    if cue is not None and cue.kind == "tag" and cue.start - end <= _CLOSE_BY:
        return cue
    cue = cue_before(language, before)
    return cue if cue is not None and cue.kind == "tag" else None


def _stands_written(language: Language, verb: int, inner: str, tagged: bool) -> bool:
    """Do the words before say that this stands on a sign, or is the name of a work: the sign said, he had read?"""
    lemma = language.lemma[verb]
    few = len(inner.split()) <= _SIGN
    if lemma in _OF_WORKS and _is_title(inner) and (not tagged or not inner.endswith(_STOPS)):
        return True
    if tagged:
        return False
    if lemma in _ONTO_THINGS:
        return few
    if lemma not in ("say", "read", "announce", "declare", "proclaim", "state", "warn", "advise"):
        return False
    subjects = [c for c in language.children[verb] if language.dep[c] in SUBJECTS]
    return few and any(language.lemma[c] in words("writing_nouns") for c in subjects)


def _is_of_writing(language: Language, before: range) -> bool:
    """Do the words before end with a noun for what is written, and a mark: "there was a second line,"?"""
    if len(before) < 2:
        return False
    noun = language.lemma[before[-2]]
    return noun in words("writing_nouns") or noun in _NAMING or noun in ("line", "legend", "motto", "lettering")


_SIGN = 10  # words of a sign at most
_RECENT = 20  # tokens before an "it"
_CLOSE_BY = 12  # code points between words and the tag beside them
_ONTO_THINGS = frozenset(
    "paint scrawl chalk carve cut stencil letter engrave etch stamp stitch embroider inscribe".split()
)
_OF_WORKS = frozenset("read sing recite play hum whistle perform rehearse quote publish".split())


def _sentence_like(inner: str) -> bool:
    """Long enough, closed by a stop, and not in title case: "she said the words "I never loved you.""."""
    return len(inner.split()) >= 4 and inner.endswith((".", "!", "?", "…")) and not _is_title(inner)


def _next(language: Language, after: range) -> int:
    for i in after[:4]:
        if language.text[i][0].isalnum():
            return i
    return -1


def _is_tag(language: Language, i: int, after: range) -> bool:
    """Do the first words after the piece make a tag: a verb of speech within three words and a subject?"""
    for j in range(i, min(i + 4, after.stop)):
        if language.lemma[j] in words("speech_verbs") and language.pos[j] in ("VERB", "AUX", "NOUN", "PROPN"):
            return True
        if language.pos[j] == "PUNCT":
            return False
    return False


def _thought(language: Language, before: range, after: range) -> bool:
    for j in after[:5]:
        if language.lemma[j] in ("think", "muse") and language.tag[j] in ("VBD", "VBZ"):
            following = language.lower[j + 1] if j + 1 in after else ""
            return following not in ("about", "of", "for", "over", "hard", "a", "it")
        if language.pos[j] == "PUNCT" and j > after[0]:
            break
    tail = list(before[-8:])
    return (
        bool(tail)
        and language.text[tail[-1]] in (",", ":")
        and any(language.lemma[j] == "think" and language.tag[j] in ("VBD", "VBZ") for j in tail[-4:])
    )


def _is_title(inner: str) -> bool:
    """Title Case of Two Words or More."""
    found = [w for w in inner.rstrip(",.!?").split() if w[0].isalpha()]
    content = [w for w in found if len(w) > 3]
    return len(found) >= 2 and len(content) >= 1 and all(w[0].isupper() for w in content) and found[0][0].isupper()
