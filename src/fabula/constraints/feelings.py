"""What somebody feels in a sentence, where a reader said so."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from fabula.constraints.compile import Constraints
from fabula.constraints.outcomes import Outcome, Unapplied, noting
from fabula.constraints.people import People
from fabula.world import Emotion, Feeling, Span

_STRENGTH = 0.5  # of a feeling that a reader added: they did not say how strong it is


def constrain_feelings(
    constraints: Constraints, feelings: Sequence[Feeling], people: People
) -> tuple[tuple[Feeling, ...], tuple[Outcome, ...]]:
    """The feelings, of the emotion that a reader said, and without those they denied."""
    about = constraints.last_word("feeling")
    if not about:
        return tuple(feelings), ()
    out = list(feelings)
    outcomes: list[Outcome] = []
    for c in about:
        for place in c.places:
            with noting(outcomes, c):
                assert c.op.who is not None
                who = people.find(c.op.who)
                if who not in people.characters:
                    raise Unapplied("several people together have no feelings of their own here")
                # the names of the operation are the emotions that it is about
                meant = [
                    f for f in out
                    if f.character == who and _overlap(f.span, place) and (not c.op.names or f.emotion in c.op.names)
                ]  # fmt: skip
                emotion: Emotion | None = next((e for e in get_args(Emotion) if e == c.op.value), None)
                out = [f for f in out if f not in meant]
                if emotion is not None:
                    old = meant[0] if meant else Feeling(who, emotion, place, place, "shown", _STRENGTH, 1.0)
                    settled = old.corrected if c.op.by else ("emotion",)
                    out.append(replace(old, emotion=emotion, confidence=1.0, corrected=settled))
    return tuple(sorted(out, key=lambda f: (f.span, f.character, f.emotion))), tuple(outcomes)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
