"""To whom a turn is said."""

from collections.abc import Sequence
from dataclasses import replace

from fabula.language import Language
from fabula.speech.decode import relation
from fabula.speech.surroundings import Surroundings, main_cue
from fabula.speech.turn import Turn
from fabula.world import Cast, Quotation

APART = ("far", "cut")  # relations between turns of two conversations
_SECOND = frozenset(("you", "your", "yours", "yourself", "ya", "thou", "thee", "thy"))


def address(
    language: Language, cast: Cast, turns: Sequence[Turn], quotes: Sequence[Quotation], cuts: Sequence[int] = ()
) -> tuple[Quotation, ...]:
    """The quotations with their addressees.

    In this order: who is called by name in the turn; whom the tag names ("told her"); whoever spoke before in
    the same conversation and whoever answers; whoever was addressed by the same speaker just before. A speech
    that says "you" with nobody there is to the absent one it calls by name elsewhere in the monologue.
    """
    around = Surroundings(language, cast, turns, cuts)
    out: list[Quotation] = []
    for k, (turn, q) in enumerate(zip(turns, quotes, strict=True)):
        if q.kind == "thought":
            out.append(q)
            continue
        called, _, _ = around.called(k)
        found = [w for w in dict.fromkeys(called) if w != q.speaker]
        cue = main_cue(turn)
        if not found and cue is not None and cue.object >= 0:
            r = around.at_token.get(cue.object)
            if r is not None and r.entity and r.entity != q.speaker:
                found = [r.entity]
        if not found and q.kind == "speech":
            other = _partner(turns, quotes, k, cuts)
            if other:
                found = list(dict.fromkeys((other, *_neighbours(turns, quotes, k, cuts))))
        if not found and out and out[-1].speaker == q.speaker and relation(turns[k - 1], turn, cuts) not in APART:
            found = list(out[-1].addressees)
        out.append(replace(q, addressees=tuple(found)))
    return tuple(_monologues(language, turns, out, cuts))


def _partner(turns: Sequence[Turn], quotes: Sequence[Quotation], k: int, cuts: Sequence[int]) -> str | None:
    """Who spoke last before turn k, or next after it, in one conversation, and is not its speaker."""
    me = quotes[k].speaker
    for step in (-1, 1):
        j = k + step
        while 0 <= j < len(turns) and abs(j - k) <= 4:
            near, far = (turns[j], turns[j - step]) if step < 0 else (turns[j - step], turns[j])
            if relation(near, far, cuts) in APART:
                break
            q = quotes[j]
            if q.kind == "speech" and q.speaker and q.speaker != me and not q.speaker.startswith("group:"):
                return q.speaker
            j += step
    return None


def _neighbours(turns: Sequence[Turn], quotes: Sequence[Quotation], k: int, cuts: Sequence[int]) -> list[str]:
    """Who speaks right before and right after turn k in its conversation, and is not its speaker."""
    out: list[str] = []
    for j in (k - 1, k + 1):
        if not 0 <= j < len(turns) or relation(turns[min(j, k)], turns[max(j, k)], cuts) in APART:
            continue
        who = quotes[j].speaker
        if who and quotes[j].kind == "speech" and who != quotes[k].speaker and not who.startswith("group:"):
            out.append(who)
    return out


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
    return any(language.lower[i] in _SECOND for a, b in q.parts for i in language.tokens_in(a, b))
