"""To whom a turn is said, as the second reading has it."""

from collections.abc import Sequence
from dataclasses import replace

from fabula.resolution.judged import Judged
from fabula.world import Quotation

# chosen on the held quarter by training/reading/weigh.py
LIKELY = 0.55  # probability from which somebody is an addressee
PERHAPS = 0.2  # and from which the likeliest is one where nobody else is


def find_addressees(
    quotes: Sequence[Quotation], judged: Judged, likely: float = LIKELY, perhaps: float = PERHAPS
) -> tuple[Quotation, ...]:
    """The quotations with their addressees: everybody who is likelier than not spoken to, the likeliest first."""
    out = []
    for k, q in enumerate(quotes):
        sure = judged.of_turn(k, judged.answers.addressed) if q.kind != "thought" else {}
        ranked = sorted((w for w in sure if w != q.speaker), key=lambda w: -sure[w])
        found = [w for w in ranked if sure[w] >= likely]
        if not found:
            found = [w for w in ranked[:1] if sure[w] >= perhaps]
        confidence = tuple(round(sure[w], 2) for w in found)
        out.append(replace(q, addressees=tuple(found), addressee_confidence=confidence))
    return tuple(out)
