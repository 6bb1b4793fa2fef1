"""Who tells the story: in the first person or the third, and under what name."""

from collections import Counter
from collections.abc import Sequence

from fabula.language import Language
from fabula.language.vocative import is_vocative
from fabula.resolution.names.occurrences import NameSpan

LENGTH, SHARE = 12, 0.2  # words of narration that make a paragraph one; the share of them that must say "I"
_FIRST = frozenset(("i", "me", "my", "myself"))


def tells_in_first_person(language: Language, quoted: Sequence[int]) -> bool:
    """Whether "I" and its forms stand all over the narration, and not only in a poem or a letter within it.

    They must make up half a percent of the words outside speech, three at least, and stand in a fifth of the
    paragraphs that narrate at any length.
    """
    total = hits = 0
    narrated: Counter[int] = Counter()
    mine: set[int] = set()
    for w, q, p in zip(language.lower, quoted, language.paragraphs, strict=True):
        if q < 0:
            total += 1
            narrated[p] += 1
            if w in _FIRST:
                hits += 1
                mine.add(p)
    long = [p for p, n in narrated.items() if n >= LENGTH]
    return hits >= 3 and hits > 0.005 * total and sum(p in mine for p in long) >= SHARE * len(long)


def name_narrator(
    language: Language, spans: Sequence[NameSpan], whose: Sequence[int | None], quoted: Sequence[bool]
) -> int | None:
    """Which person the narrator is: one who says "my name is X", or one whom others call by name but
    who is hardly ever named in the narration. None where nobody stands out. ``whose`` are the bearers of ``spans``.
    """
    called: Counter[int] = Counter()
    narrated: Counter[int] = Counter()
    for s, who in zip(spans, whose, strict=True):
        if who is None:
            continue
        if quoted[s.first]:
            called[who] += is_vocative(language, s.first, s.last)
            continue
        narrated[who] += 1
        before = " ".join(language.lower[max(0, s.first - 3) : s.first])
        if before in ("my name is", "my name was") or before.endswith(("name 's", "call me", "called me", "named me")):
            return who
        if before.endswith("i ,") and language.lower[s.last : s.last + 1] == (",",):
            return who
    scored = sorted(((n, -who) for who, n in called.items() if n >= 1 and narrated[who] <= 0.15 * n), reverse=True)
    if scored and (len(scored) == 1 or scored[0][0] >= 2 * scored[1][0]):
        return -scored[0][1]
    return None
