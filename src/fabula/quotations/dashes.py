"""Dialogue opened by a dash, as in Joyce and most of Europe: "—No, sir, he said. —I'm off."."""

import re
from collections.abc import Sequence

from fabula.language import Language
from fabula.language.english import words
from fabula.language.syntax import SUBJECTS
from fabula.quotations.cues import Cue, cue_after
from fabula.quotations.pieces import Piece
from fabula.quotations.turn import Turn
from fabula.world import Span

_STOPS = (",", ".", "!", "?", "…", "...", "—", "--", ":", ";")
_OF_SPEECH = frozenset("i me my mine we us our you your yours thou thee thy".split())
_DASH_AGAIN = re.compile(r"(?<=[\s.,!?…])(?:—|―|–|--+)\s*(?=[\w'‘’“¿¡…])")


def dash_turns(text: str, language: Language, paragraph: int, piece: Piece, *, begun: bool = False) -> list[Turn]:
    """The turn of a paragraph that opens with a dash, with the narrator's tag and action left out.

    ``begun`` says that narration comes before the dash: then only a tag makes it speech.

    A tag is a clause after a comma or stop whose verb is one of saying, with what it says of the manner ("said she,
    laughing"). Speech goes on after it where the sentence does, where a dash reopens it, and in whole sentences until
    one tells what somebody did.
    """
    start, end = piece.start, piece.end
    tag = _find_tag(text, language, start, end)
    breaks = _breaks(text, language, start, end)
    if breaks and (tag is None or breaks[0][0] <= tag[0]):
        return [_broken(text, language, paragraph, piece, breaks)]
    if tag is None and begun:
        return []
    if tag is None:
        return [Turn("speech", ((start, end),), piece.outer, paragraph, paragraph, (), "dash")]
    tag_start, tag_end, first, last = tag
    parts: list[Span] = [(start, _rstrip(text, start, tag_start))]
    cue = cue_after(language, range(first, last), comma=False)
    again = _DASH_AGAIN.search(text, tag_end - 1, end)
    if again:
        parts.append((again.end(), end))
    elif text[tag_end - 1] in ",;:":
        parts.append((_lstrip(text, tag_end, end), end))
    else:
        parts += _goes_on(language, tag_end, end)
    return [
        Turn(
            "speech",
            tuple(p for p in parts if p[1] > p[0]),
            piece.outer,
            paragraph,
            paragraph,
            (cue,) if cue else (),
            "dash",
        )
    ]


_Break = tuple[int, int, Cue]  # where narration between dashes begins and ends, and the tag in it


def _breaks(text: str, language: Language, start: int, end: int) -> list[_Break]:
    """The narrator's breaks that dashes enclose: "— Not yet — said Ines, and sat down — not yet."."""
    edges = [m.span() for m in _BREAK.finditer(text, start, end)]
    out: list[_Break] = []
    for k, (a, b) in enumerate(edges):
        stop = edges[k + 1][0] if k + 1 < len(edges) else end
        tokens = language.tokens_in(b, stop)
        if not len(tokens) or (out and out[-1][1] >= a) or (text[a - 1 : a] in (".", "!", "?", "…") and k % 2):
            continue
        cue = cue_after(language, tokens, comma=True)
        if cue is None or cue.kind != "tag" or cue.verb < 0 or max(cue.verb, cue.subject) - tokens[0] > _OPENING:
            continue
        if language.tag[cue.verb] not in ("VBD", "VBZ") or language.lower[cue.subject] in ("you", "we"):
            continue
        out.append((a, stop, cue))
    return out


def _broken(text: str, language: Language, paragraph: int, piece: Piece, breaks: Sequence[_Break]) -> Turn:
    """The turn of a line with the narrator's breaks left out."""
    edges = [piece.start, *(x for a, b, _ in breaks for x in (a, b)), piece.end]
    parts = [_words(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    kept = tuple(p for p in parts if p[1] > p[0])
    cues = tuple(cue for _, _, cue in breaks)
    return Turn("speech", kept, piece.outer, paragraph, paragraph, cues[:1], "dash")


def _words(text: str, start: int, end: int) -> Span:
    """A stretch of words without the dashes, blanks and stray stops that divide it from the narration."""
    m = _DIVIDES.match(text, start, end)
    start = m.end() if m else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in "—―–"):
        end -= 1
    return start, end


_BREAK = re.compile(r"\s*(?:—|―|–|--+)\s*(?=\w)|\s*(?:—|―|–|--+)\s*(?=[.,;:!?…]+\s)")
_DIVIDES = re.compile(r"[\s—―–]*(?:[.,;:]+(?=\s))?\s*")
_OPENING = 4  # tokens within which a break has its tag


def _find_tag(text: str, language: Language, start: int, end: int) -> tuple[int, int, int, int] | None:
    """(start, end) of the narrator's words in code points, and their tokens."""
    tokens = language.tokens_in(start, end)
    for i in tokens:
        if language.text[i] not in (",", ".", "!", "?", "…", "...", "—", "--"):
            continue
        j = i + 1
        for v in range(j, min(j + 5, tokens.stop)):
            if language.pos[v] == "PUNCT":
                break
            if language.lemma[v] not in words("said_verbs") or not _is_told(language, v):
                continue
            lead = [x for x in range(j, v) if language.pos[x] not in ("ADV",)]
            trail = v + 1 < tokens.stop and language.pos[v + 1] in ("PRON", "PROPN", "DET", "NOUN")
            trail = trail or (
                v + 2 < tokens.stop and [*language.pos[v + 1 : v + 3]] == ["ADJ", "PROPN"]
            )  # said young Tom
            if (lead and all(language.pos[x] in ("PRON", "PROPN", "DET", "NOUN", "ADJ") for x in lead)) or (
                not lead and trail
            ):
                if (lead and language.lower[lead[0]] in ("you", "we")) or (
                    lead and language.lower[lead[0]] == "i" and language.lower[lead[-1]] != "i"
                ):
                    continue
                k = _to_stop(language, v, tokens.stop)
                if k + 1 < tokens.stop and language.text[k] == "," and _manner(language, k + 1):
                    k = _to_stop(language, k + 1, tokens.stop)
                stop = language.ends[k] if k < tokens.stop else end
                return language.starts[j], stop, j, k
    return None


def _is_told(language: Language, verb: int) -> bool:
    """Does a verb tell: "said", or "called" in "Lamp, sir, called Ida"? In "a man, called Tom" it does not."""
    if language.tag[verb] != "VBN":
        return language.tag[verb] in ("VBD", "VBZ")
    of = language.heads[verb]
    return language.dep[verb] == "acl" and not any(language.dep[c] in ("det", "poss") for c in language.children[of])


def _to_stop(language: Language, i: int, end: int) -> int:
    """The first mark that may close a tag, from token i on, or ``end``."""
    while i < end and language.text[i] not in _STOPS:
        i += 1
    return i


def _manner(language: Language, i: int) -> bool:
    """Does the tag go on with how it was said: "endeavouring to please", "with a faint smile"?"""
    return language.tag[i] == "VBG" or language.lower[i] in ("with", "without", "in", "as", "after", "while", "when")


def _goes_on(language: Language, start: int, end: int) -> list[Span]:
    """What is said in the sentences that follow a tag: all before the first that tells, and what then sounds spoken."""
    out: list[Span] = []
    told = False
    sentence = -1
    for i in language.tokens_in(start, end):
        if language.sentences[i] == sentence:
            if out and out[-1][1] == language.ends[i - 1]:
                out[-1] = (out[-1][0], language.ends[i])
            continue
        sentence = language.sentences[i]
        if _tells(language, i) or (told and not _sounds_spoken(language, i)):
            told = True
        elif out and out[-1][1] == language.ends[i - 1]:
            out[-1] = (out[-1][0], language.ends[i])
        else:
            out.append((language.starts[i], language.ends[i]))
    return out


def _sentence(language: Language, first: int) -> range:
    """The tokens of the sentence that opens at a token."""
    end = first
    while end < len(language) and language.sentences[end] == language.sentences[first]:
        end += 1
    return range(first, end)


def _sounds_spoken(language: Language, first: int) -> bool:
    """Has the sentence an I or a you, a verb that is not in the past, or a question?"""
    return any(
        language.lower[i] in _OF_SPEECH or language.tag[i] in ("VBP", "VBZ", "MD") or language.text[i] in "?!"
        for i in _sentence(language, first)
    )


def _tells(language: Language, first: int) -> bool:
    """Does the sentence that opens at a token tell: a third person who did something, and no I or you?"""
    return not _sounds_spoken(language, first) and any(
        language.dep[i] in SUBJECTS
        and (language.lower[i] in ("he", "she", "they") or language.pos[i] == "PROPN")
        and _is_past(language, language.heads[i])
        for i in _sentence(language, first)
    )


def _is_past(language: Language, verb: int) -> bool:
    """Is a verb told in the past: "turned", "was turning"?"""
    if language.tag[verb] == "VBG":
        return any(language.dep[c] == "aux" and language.tag[c] == "VBD" for c in language.children[verb])
    return language.tag[verb] == "VBD"


def _lstrip(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
