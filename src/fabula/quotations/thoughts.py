"""Thoughts without quotation marks: in italics, or bare with a thinking verb."""

from bisect import bisect_right
from collections.abc import Sequence

from fabula.language import Language
from fabula.language.english import words
from fabula.quotations.cues import Cue, cue_after, cue_before
from fabula.quotations.turn import Turn
from fabula.world import Emphasis, Kind, Manuscript, Span

_STOPS = tuple(".,!?…;:—–-")
_SUBORDINATORS = frozenset(
    "when after as because while although though before since until till at in on for by with of from to once whenever "
    "where and or nor so that which who".split()
)
_PRESENT = ("VBP", "VBZ", "MD", "VB")
_FIRST_SECOND = frozenset("i me my we us our you your i'm i'll i've".split())
_AFTER_TAG = frozenset(", . ; : — – -- ! ? … as while with and when in inside looking turning watching".split())


def find_thoughts(manuscript: Manuscript, language: Language, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Thoughts in the narration between the given turns, in order."""
    spoken = sorted(t.outer for t in turns)
    italic = _italic(manuscript, language, spoken)
    taken = sorted([*spoken, *(t.outer for t in italic)])
    bare = _bare(language, manuscript, taken)
    return tuple(sorted([*italic, *bare], key=lambda t: t.outer))


def _free(spans: Sequence[Span], a: int, b: int) -> bool:
    k = bisect_right(spans, (a, 1 << 60)) - 1
    if k >= 0 and spans[k][1] > a:
        return False
    return not (k + 1 < len(spans) and spans[k + 1][0] < b)


def _italic(m: Manuscript, language: Language, spoken: Sequence[Span]) -> list[Turn]:
    out: list[Turn] = []
    starts = [p.start for p in m.paragraphs]
    for e in m.emphases:
        if not _free(spoken, *e.outer):
            continue
        p = bisect_right(starts, e.outer[0]) - 1
        paragraph = m.paragraphs[p]
        before = language.tokens_in(paragraph.start, e.outer[0])
        after = language.tokens_in(e.outer[1], paragraph.end)
        said = _said(m.text, language, e, after)
        if said is not None:
            kind: Kind = "thought" if _to_oneself(language, said) else "speech"
            out.append(Turn(kind, ((e.start, e.end),), e.outer, p, p, (said,), "emphasis"))
            continue
        cue = _thinking(language, before, after)
        if (
            out
            and out[-1].paragraph == p
            and _free(spoken, out[-1].outer[1], e.outer[0])
            and _tail(m.text, e, out[-1], cue)
        ):
            last = out[-1]
            out[-1] = Turn(
                last.kind, (*last.parts, (e.start, e.end)), (last.outer[0], e.outer[1]), p, p, last.cues, "emphasis"
            )
            continue
        if _is_thought(m.text, language, e, before, after, cue):
            out.append(Turn("thought", ((e.start, e.end),), e.outer, p, p, (cue,) if cue else (), "emphasis"))
    return out


def _said(text: str, language: Language, e: Emphasis, after: range) -> Cue | None:
    """The tag of words in italics that are said, as by a mind to a mind: *Get up,* said the Saint."""
    words_ = text[e.start : e.end].strip()
    if not after or not words_[:1].isupper() or not words_.endswith((",", ".", "!", "?", "…", "—")):
        return None
    cue = cue_after(language, after, comma=False)
    if cue is None or cue.kind != "tag" or cue.verb < 0 or cue.start - e.outer[1] > 12:
        return None
    between = range(after.start, min(cue.verb, cue.subject))
    if any(language.lower[i] in ("what", "but") for i in between):
        return None  # *so.* But what she said was, ...
    # after a comma any verb of speech will do: *Get out,* Ida snapped
    verbs = "speech_verbs" if words_.endswith(",") else "said_verbs"
    return cue if language.lemma[cue.verb] in words(verbs) else None


def _to_oneself(language: Language, cue: Cue) -> bool:
    """Is it said to nobody else: "he told himself"?"""
    return any(language.lower[c] in _ONESELF for c in language.children[cue.verb] if c > cue.verb)


_ONESELF = frozenset("himself herself myself themselves themself itself oneself".split())


def _tail(text: str, e: Emphasis, last: Turn, cue: Cue | None) -> bool:
    """A second stretch of italics goes on with the thought of the first if that broke off or it is a sentence."""
    head = text[last.parts[-1][0] : last.parts[-1][1]].rstrip()
    words_ = text[e.start : e.end]
    return len(words_.split()) >= 3 and (head.endswith((",", "—", "–")) or words_.rstrip().endswith(_STOPS))


def _is_thought(text: str, language: Language, e: Emphasis, before: range, after: range, cue: Cue | None) -> bool:
    words_ = text[e.start : e.end].strip()
    count = len(words_.split())
    opening = not before or language.text[before[-1]] in (".", "!", "?", "…", "...", '"', "”", ":", "—", "--")
    if cue is not None:
        return count >= 1 and (opening or words_[:1].isupper() or language.text[before[-1]] == ",")
    if not opening or not words_[:1].isupper() or count > 80:
        return False
    tokens = [language.lower[i] for i in language.tokens_in(e.start, e.end)]
    inner = any(t in _FIRST_SECOND for t in tokens)
    return count >= 3 and words_.endswith(_STOPS) and inner


def _thinking(language: Language, before: range, after: range) -> Cue | None:
    """A tag with a thinking verb beside italics."""
    for tokens, side in ((after, "after"), (before, "before")):
        near = tokens[:7] if side == "after" else tokens[-7:]
        if any(_thinks(language, i) for i in near):
            cue = cue_after(language, tokens, comma=True) if side == "after" else cue_before(language, tokens)
            if cue is not None:
                return cue
    return None


def _thinks(language: Language, i: int) -> bool:
    """A finite thinking verb; "thought" beside a name is one whatever the tagger says."""
    if language.lemma[i] in words("think_verbs") and language.tag[i] in ("VBD", "VBZ"):
        return True
    return language.lower[i] == "thought" and i > 0 and language.pos[i - 1] in ("PROPN", "PRON")


def _bare(language: Language, m: Manuscript, taken: Sequence[Span]) -> list[Turn]:
    """ "Being in love sucks, she thought": words at the head of a sentence, then a comma, then the tag."""
    out: list[Turn] = []
    bounds = language.sentence_bounds
    heads = [a for a, _ in bounds]
    done = -1
    for v, lemma in enumerate(language.lemma):
        if (lemma not in ("think", "wonder", "muse", "reflect", "thought") or not _thinks(language, v)) or v <= done:
            continue
        subject = _adjacent_subject(language, v)
        if subject < 0:
            continue
        first, last = min(subject, v), max(subject, v)
        while (
            first > 0
            and language.heads[first - 1] == subject
            and language.dep[first - 1] in ("det", "compound", "amod")
        ):
            first -= 1
        if first == 0 or language.text[first - 1] not in (",", "?", "!", "—", "–"):
            continue
        if last + 1 < len(language) and language.lower[last + 1] not in _AFTER_TAG:
            continue
        p = language.paragraphs[v]
        start = _sentence_start(language, first - 1, p)
        if first - start < 3 or language.lower[start] in _SUBORDINATORS or m.paragraphs[p].kind != "prose":
            continue
        a, b = language.starts[start], language.ends[first - 1]
        stop = bounds[bisect_right(heads, last) - 1][1]
        outer_end = language.ends[last]
        if not _free(taken, a, outer_end):
            continue
        parts: list[Span] = [(a, b)]
        rest = range(last + 2, stop)
        if len(rest) > 2 and language.text[last + 1] == "," and _still_thought(language, rest):
            end = language.ends[rest[-1]]
            if _free(taken, language.starts[rest[0]], end):
                parts.append((language.starts[rest[0]], end))
                outer_end = end
        cue = Cue("tag", "after", subject, v, -1, language.starts[first], language.ends[last])
        out.append(Turn("thought", tuple(parts), (a, outer_end), p, p, (cue,), "bare"))
        done = last
    return out


def _adjacent_subject(language: Language, v: int) -> int:
    """The subject right before or right after the verb, adverbs aside."""
    i = v - 1
    if i >= 0 and language.pos[i] == "ADV":
        i -= 1
    if (
        i >= 0
        and language.pos[i] in ("PRON", "PROPN", "NOUN")
        and language.dep[i] in ("nsubj", "ROOT", "npadvmod", "compound", "appos")
    ):
        return i
    i = v + 1
    steps = 0
    while i < len(language) and language.pos[i] in ("DET", "ADJ", "PROPN", "NOUN", "PRON") and steps < 5:
        nxt = language.pos[i + 1] if i + 1 < len(language) else "PUNCT"
        if language.pos[i] in ("PROPN", "NOUN", "PRON") and nxt not in ("PROPN", "NOUN"):
            return i
        i += 1
        steps += 1
    return -1


def _sentence_start(language: Language, i: int, p: int) -> int:
    """Back to the stop before: the parser cuts "What now? she thought" in two."""
    j = i
    if language.text[j] in ("?", "!"):
        j -= 1
    while (
        j > 0
        and language.paragraphs[j - 1] == p
        and language.text[j - 1] not in (".", "!", "?", "…", "...", '"', "”", "’", "'", "*", "_")
    ):
        j -= 1
    return j


def _still_thought(language: Language, rest: range) -> bool:
    """Do the words after the tag still think: first or second person, or a verb that is not in the past?"""
    if any(language.lower[i] in _FIRST_SECOND for i in rest):
        return True
    return any(language.tag[i] in _PRESENT for i in rest) and not any(language.tag[i] == "VBD" for i in rest)


def insert(turns: Sequence[Turn], more: Sequence[Turn]) -> tuple[Turn, ...]:
    """Turns of both kinds in text order."""
    return tuple(sorted([*turns, *more], key=lambda t: t.outer))
