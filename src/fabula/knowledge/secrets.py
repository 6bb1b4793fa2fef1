"""What is kept from whom."""

from collections.abc import Mapping, Sequence

from fabula.world import Claim, Contradiction, Quotation, Secret


def find_secrets(
    contradictions: Sequence[Contradiction], claims: Sequence[Claim], quotes: Mapping[str, Quotation]
) -> tuple[Secret, ...]:
    """The true side of each contradiction, known by who heard it and kept from those in the dark; in text order."""
    out = []
    for x in contradictions:
        if not x.in_the_dark:
            continue
        true = quotes[x.true_side]
        about = next((c.about for c in claims if c.quote == true.id and c.about in x.about), None)
        if about is None:
            about = next((c.about for c in claims if c.quote == true.id), "")
        false = quotes[x.b if x.true_side == x.a else x.a]
        since = max(true.parts[-1][1], false.parts[-1][1])
        out.append(Secret(x.holder, true.id, about, true.heard_by, x.in_the_dark, since))
    return tuple(sorted(out, key=lambda s: (s.since, s.quote)))
