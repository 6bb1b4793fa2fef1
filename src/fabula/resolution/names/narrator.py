"""Who tells the story: in the first person or the third, and under what name."""

from collections import Counter
from collections.abc import Mapping, Sequence

from fabula.language import Language
from fabula.resolution.names.person import Person
from fabula.resolution.names.spans import NameSpan

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
    language: Language,
    persons: Sequence[Person],
    names: Sequence[NameSpan],
    bearers: Mapping[tuple[str, ...], tuple[int, ...]],
) -> int | None:
    """Which person the narrator is: one who says "my name is X", or one whom others call by name but
    who is hardly ever named in the narration. None where nobody stands out.
    """
    for s in names:
        who = bearers.get(s.words)
        if not who or s.quoted or s.first < 3:
            continue
        before = " ".join(language.lower[max(0, s.first - 3) : s.first])
        if before in ("my name is", "my name was", "name 's") or before.endswith(("call me", "called me", "named me")):
            return who[0]
        if before.endswith("i ,") and language.lower[s.last : s.last + 1] == (",",):
            return who[0]
    scored = sorted(
        (
            (p.evidence.vocative, -i)
            for i, p in enumerate(persons)
            if p.evidence.vocative >= 2 and p.evidence.narrated <= 0.12 * p.count
        ),
        reverse=True,
    )
    if scored and (len(scored) == 1 or scored[0][0] >= 2 * scored[1][0]):
        return -scored[0][1]
    return None
