"""Whom a single mention means, where a reader said so."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from fabula.constraints.compile import Constraints
from fabula.constraints.outcomes import Outcome, Unapplied, noting
from fabula.constraints.people import People
from fabula.language import Language
from fabula.models.pairs import Columns
from fabula.world import Cast, Span


def constrain_mentions(
    constraints: Constraints, language: Language, mentions: Columns, cast: Cast, people: People
) -> tuple[Cast, Mapping[int, str | None], tuple[Outcome, ...]]:
    """The cast with its references as a reader settled them; and whom mentions mean, by their number: a character's
    id, or None for somebody who is none of the cast.
    """
    meant: dict[int, str | None] = {}
    references = list(cast.references)
    outcomes: list[Outcome] = []
    for c in constraints.last_word("mention"):
        for place in c.places:
            with noting(outcomes, c):
                who = people.find(c.op.who) if c.op.who is not None else None
                if who is not None and who not in people.characters:
                    raise Unapplied("several people together are no one person")
                found = _mention_at(language, mentions, place)
                here = [k for k, r in enumerate(references) if _fits(language, r.first, r.last, place) > 0.5]
                if found is None and not here:
                    raise Unapplied("nobody is mentioned there")
                if found is not None:
                    meant[found] = who
                for k in here:
                    references[k] = references[k]._replace(entity=who)
    return replace(cast, references=tuple(references)) if outcomes else cast, meant, tuple(outcomes)


def _mention_at(language: Language, m: Columns, place: Span) -> int | None:
    """The number of the mention that a place is about: that which shares most with it."""
    tokens = language.tokens_in(*place)
    near = np.flatnonzero((m.first < tokens.stop) & (m.last > tokens.start)).tolist()
    fits = {k: _fits(language, int(m.first[k]), int(m.last[k]), place) for k in near}
    best = max(fits, key=lambda k: fits[k], default=None)
    return best if best is not None and fits[best] > 0.5 else None


def _fits(language: Language, first: int, last: int, place: Span) -> float:
    """How much of tokens [first, last) and of a place is shared, from 0 to 1."""
    a, b = language.starts[first], language.ends[last - 1]
    shared = min(b, place[1]) - max(a, place[0])
    return max(0, shared) / max(1, max(b, place[1]) - min(a, place[0]))
