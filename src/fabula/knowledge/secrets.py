"""What is kept from whom."""

from collections.abc import Mapping, Sequence

from fabula.knowledge.contradictions import quoted
from fabula.world import Contradiction, Quotation, Secret


def find_secrets(
    contradictions: Sequence[Contradiction], texts: Mapping[str, str], quotes: Mapping[str, Quotation]
) -> tuple[Secret, ...]:
    """The true side of each contradiction, known by who heard it and kept from those in the dark; in text order.

    ``texts`` gives the words of quotations, ``quotes`` the quotations, by their ids.
    """
    out = []
    for x in contradictions:
        if not x.in_the_dark:
            continue
        true = quotes[x.true_side]
        false = quotes[x.b if x.true_side == x.a else x.a]
        since = max(true.parts[-1][1], false.parts[-1][1])
        out.append(Secret(x.holder, true.id, quoted(texts[true.id]), true.heard_by, x.in_the_dark, since))
    return tuple(sorted(out, key=lambda s: (s.since, s.quote)))
