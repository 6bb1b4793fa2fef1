"""To whom a turn is said."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fabula.language import Language
from fabula.quotations.turn import Turn
from fabula.resolution.addressees.features import APART, SECOND, Conversation
from fabula.resolution.addressees.weights import AGAIN_VECTOR, ALONE_VECTOR
from fabula.resolution.speakers.candidates import Candidates
from fabula.resolution.speakers.decode import relation
from fabula.resolution.speakers.features import Floats
from fabula.resolution.speakers.surroundings import Surroundings
from fabula.world import Cast, Quotation

LIKELY = 0.5  # probability from which somebody is an addressee
PERHAPS = 0.25  # and from which the likeliest is one where nobody else is


def find_addressees(
    language: Language,
    cast: Cast,
    turns: Sequence[Turn],
    quotes: Sequence[Quotation],
    candidates: Sequence[Candidates],
    cuts: Sequence[int] = (),
) -> tuple[Quotation, ...]:
    """The quotations with their addressees: everybody who is likelier than not spoken to.

    Each candidate is judged twice: alone, and once more knowing what was thought of the turns beside. A speech that
    says "you" with nobody there is to the absent one it calls by name elsewhere in the monologue.
    """
    talk = Conversation(Surroundings(language, cast, turns, cuts), quotes, candidates, cuts)
    rows = [talk.candidates(k) if q.kind != "thought" else ((), np.zeros((0, 0))) for k, q in enumerate(quotes)]
    first = [_sure(who, x, ALONE_VECTOR) for who, x in rows]
    out = []
    for k, (q, (who, x)) in enumerate(zip(quotes, rows, strict=True)):
        sure = _sure(who, talk.neighbours(k, who, first, x), AGAIN_VECTOR) if who else {}
        opened = talk.called(k) if q.kind == "written" else ()  # "Dear Ruth": a letter says whom it is to
        out.append(replace(q, addressees=opened or _chosen(sure)))
    return tuple(_monologues(language, turns, out, cuts))


def _sure(who: Sequence[str], x: Floats, weights: Floats) -> dict[str, float]:
    """The probability of each candidate that the turn is said to them."""
    if not who:
        return {}
    p = 1 / (1 + np.exp(-(x @ weights)))
    return dict(zip(who, p.tolist(), strict=True))


def _chosen(sure: dict[str, float]) -> tuple[str, ...]:
    ranked = sorted(sure, key=lambda w: (-sure[w], w))
    found = [w for w in ranked if sure[w] >= LIKELY]
    if not found and ranked and sure[ranked[0]] >= PERHAPS:
        found = ranked[:1]
    people = [w for w in found if not w.startswith("group:")]
    return tuple(people or found)


def _monologues(
    language: Language, turns: Sequence[Turn], quotes: list[Quotation], cuts: Sequence[int]
) -> list[Quotation]:
    out = list(quotes)
    k = 0
    while k < len(out):
        j = k
        while (
            j + 1 < len(out)
            and out[j + 1].speaker == out[k].speaker
            and relation(turns[j], turns[j + 1], cuts) not in APART
        ):
            j += 1
        if j - k >= 2 and out[k].speaker:
            called = next((q.addressees for q in out[k : j + 1] if q.addressees), ())
            for i in range(k, j + 1):
                if out[i].kind == "speech" and not out[i].addressees and called and _says_you(language, out[i]):
                    out[i] = replace(out[i], addressees=called)
        k = j + 1
    return out


def _says_you(language: Language, q: Quotation) -> bool:
    return any(language.lower[i] in SECOND for a, b in q.parts for i in language.tokens_in(a, b))
