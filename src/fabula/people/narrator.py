"""Who tells the story: in the first person or the third, and under what name."""

from collections.abc import Mapping, Sequence

from fabula.language import Language
from fabula.people.names import NameSpan
from fabula.people.person import Person

_FIRST = frozenset(("i", "me", "my", "myself"))


def tells_in_first_person(language: Language, quoted: Sequence[int]) -> bool:
    """Whether "I" and its forms make up half a percent of the narration, and three words of it at least."""
    total = hits = 0
    for w, q in zip(language.lower, quoted, strict=True):
        if q < 0:
            total += 1
            hits += w in _FIRST
    return hits >= 3 and hits > 0.005 * total


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
