"""Where the words say that a scene begins: a jump in time, or a move to another place and other people."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import cache

from fabula.language import Language
from fabula.language.english import lines, words
from fabula.language.syntax import SUBJECTS
from fabula.world import Cast, Manuscript, Quotation

PLACES = ("FAC", "LOC", "GPE")
_BEFORE, _AFTER = 8, 6  # paragraphs in which somebody must speak or act to be of the scene that ends, or of the next
_WHERE = frozenset("under behind at in on above below beside by between beyond opposite off near".split())
_APART = 3  # paragraphs that an unmarked scene has at least

_DAYS = (
    "morning afternoon evening night day week month year spring summer autumn fall winter monday tuesday wednesday "
    "thursday friday saturday sunday dawn noon midnight dusk sunset sunrise nightfall daybreak"
)
_KINDS = {
    "number": r"a few|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|some|many|few|\d+",
    "day": _DAYS.replace(" ", "|"),
    "hour": r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight|half past|quarter|\d",
    "month": "january|february|march|april|may|june|july|august|september|october|november|december",
    "length": "hours|days?|weeks?|months?|years?|nights?|mornings?|evenings?",
    "later": "later|after|afterwards|went by|passed|had passed|had gone by|before",
}


@cache
def _later() -> re.Pattern[str]:
    """What opens a paragraph and says that time has passed."""
    every = "|".join(lines("time_openers"))
    for kind, some in _KINDS.items():
        every = every.replace("{" + kind + "}", f"(?:{some})")
    return re.compile(rf"(?:but |and |then |so )?(?:{every})", re.I)


def find_unmarked(
    manuscript: Manuscript,
    language: Language,
    cast: Cast,
    quoted: Sequence[int],
    quotes: Sequence[Quotation],
    types: Mapping[int, str],
    marked: Sequence[tuple[int, str]],
) -> tuple[tuple[int, str], ...]:
    """Paragraphs that open a scene between those that are ``marked``: (offset, why), "time" or "move".

    ``types`` gives the heads of mentions by name or noun their types; ``quoted[i]`` is the number of the quotation
    token i stands in, or -1.
    """
    who = active(manuscript, language, cast, quoted, quotes)
    meant = {r.head: r.entity for r in cast.references if r.entity}
    at = {p.start: k for k, p in enumerate(manuscript.paragraphs)}
    cuts = sorted(at[s] for s, _ in marked if s in at)
    bounds = _bounds(manuscript, language)
    last, opening, ends = 0, set(cuts), [*cuts, len(manuscript.paragraphs)]
    out: list[tuple[int, str]] = []
    for k, p in enumerate(manuscript.paragraphs):
        if k in opening:
            last = k
        a, b = bounds[k]
        if p.kind != "prose" or a == b or quoted[a] >= 0 or k - last < _APART:
            continue
        end = ends[bisect_right(cuts, k)]
        before, after = _there(who[max(last, k - _BEFORE) : k]), _there(who[k : min(end, k + _AFTER + 1)])
        if _later().match(manuscript.text, p.start, p.end):
            out.append((p.start, "time"))
        elif _moves(language, a, b, quoted, types, meant, before, after) or _elsewhere(
            language, a, quoted, types, meant, before, after
        ):
            out.append((p.start, "move"))
        else:
            continue
        last = k
    return tuple(sorted(out))


def active(
    manuscript: Manuscript, language: Language, cast: Cast, quoted: Sequence[int], quotes: Sequence[Quotation]
) -> list[Counter[str]]:
    """For each paragraph who speaks aloud (1) or does something in its narration (2 by name, 1 by pronoun)."""
    out: list[Counter[str]] = [Counter() for _ in manuscript.paragraphs]
    for q in quotes:
        tokens = language.tokens_in(*q.parts[0])
        if q.speaker and q.kind == "speech" and len(tokens) and not q.speaker.startswith("group:"):
            out[language.paragraphs[tokens.start]][q.speaker] = 1
    for r in cast.references:
        if r.entity and not r.entity.startswith("group:") and quoted[r.head] < 0 and language.dep[r.head] in SUBJECTS:
            here = out[language.paragraphs[r.head]]
            here[r.entity] = max(here[r.entity], 1 if r.form == "PRON" else 2)
    return out


def _there(who: Sequence[Counter[str]]) -> Set[str]:
    """Who is there for certain: acts by name, or twice. One line alone may have been given to the wrong person."""
    total: Counter[str] = Counter()
    for here in who:
        total.update(here)
    return frozenset(w for w, n in total.items() if n >= 2)


def _bounds(manuscript: Manuscript, language: Language) -> list[tuple[int, int]]:
    spans = [language.tokens_in(p.start, p.end) for p in manuscript.paragraphs]
    return [(s.start, s.stop) for s in spans]


def _moves(
    language: Language,
    a: int,
    b: int,
    quoted: Sequence[int],
    types: Mapping[int, str],
    meant: Mapping[int, str | None],
    before: Set[str],
    after: Set[str],
) -> bool:
    """Somebody goes to another place, leaves all others behind, and meets with somebody else or nobody there."""
    for i in range(a, b):
        if (
            quoted[i] >= 0
            or language.lemma[i] not in words("motion_verbs")
            or language.tag[i] not in ("VBD", "VBZ", "VBP")
        ):
            continue
        mover = next((meant.get(c) for c in _subjects(language, i)), None)
        if mover is None or mover not in before or not _goal(language, i, types):
            continue
        if mover in after and not (before & after) - {mover} and (before - {mover}):
            return True
    return False


def _subjects(language: Language, verb: int) -> list[int]:
    for _ in range(3):
        found = [c for c in language.children[verb] if language.dep[c] in SUBJECTS]
        if found or language.dep[verb] != "conj":
            return found
        verb = language.heads[verb]
    return []


def _goal(language: Language, verb: int, types: Mapping[int, str]) -> bool:
    """Where the motion leads: "across the street", "down those stairs", "home"."""
    for c in language.children[verb]:
        if language.lower[c] in ("home", "upstairs", "downstairs", "outside", "away", "off"):
            return True
        if language.dep[c] in ("prep", "prt", "advmod", "dobj"):
            if types.get(c) in PLACES:
                return True
            for g in language.children[c]:
                if language.dep[g] == "pobj" and (types.get(g) in PLACES or language.lemma[g] in words("place_words")):
                    return True
    return False


def _elsewhere(
    language: Language,
    a: int,
    quoted: Sequence[int],
    types: Mapping[int, str],
    meant: Mapping[int, str | None],
    before: Set[str],
    after: Set[str],
) -> bool:
    """The paragraph opens by saying how a place is, or that somebody new is waiting in one, and the people change."""
    left = before - after
    end = language.sentence_bounds[language.sentences[a]][1]
    if any(quoted[i] >= 0 for i in range(a, end)):
        return False
    root = next((i for i in range(a, end) if language.dep[i] == "ROOT"), -1)
    if root < 0 or language.tag[root] not in ("VBD", "VBG") or root - a > 14:
        return False
    subject = next((c for c in language.children[root] if language.dep[c] in SUBJECTS), -1)
    if subject < 0:
        return False
    lies = language.lemma[root] in words("lying_verbs") and language.lower[a] in ("the", "a", "an")
    if language.lemma[root] == "be" and language.pos[subject] == "PROPN" and meant.get(subject) not in before:
        # "Sir Roger was in the library": somebody who was not there, and where he is
        spots = [g for c in language.children[root] if language.dep[c] == "prep" for g in language.children[c]]
        return any(types.get(g) in PLACES for g in spots) and meant.get(subject) is not None and bool(before)
    if not left or not before:
        return False
    where = any(language.dep[c] == "prep" and language.lower[c] in _WHERE for c in language.children[root])
    placed = (
        lies
        and language.pos[subject] == "NOUN"
        and (types.get(subject) in PLACES or (where and types.get(subject) != "PER"))
    )
    if placed and len(after) > 0:
        return len(left) >= 1 and len(before & after) <= max(1, len(before) // 2)
    waits = language.tag[root] == "VBG" and language.lemma[root] in words("lying_verbs")
    return waits and bool(after - before) and len(before & after) <= 1
