"""One pass of the network over a text, and all that is found from it alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fabula.encoding.antecedents import AntecedentScores, score_antecedents
from fabula.language import Language
from fabula.models.pairs import PRON, TYPES
from fabula.models.people import Antecedents, Reading
from fabula.models.people import read as read_people


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """What the network says of a text, whoever is in it and whatever a reader corrects.

    ``reading`` has the mentions, their vectors, events and feelings; ``antecedents`` the scored antecedents of each
    mention. ``types`` are the types of mentions by name or noun, by their head tokens. ``narrowest_at`` numbers
    mentions by their head tokens: of those with one head the narrowest.
    """

    reading: Reading
    antecedents: AntecedentScores
    types: Mapping[int, str]
    narrowest_at: Mapping[int, int]


def encode(
    language: Language,
    quoted: Sequence[int],
    progress: Callable[[int, int], None] = lambda done, total: None,
    threads: int | None = None,
) -> Encoding:
    """Read a text by the network. ``quoted[i]`` is the number of the turn token i stands in, or -1.

    ``threads`` is how many processors to use, by default all we may; it changes nothing in the result.
    """
    reading = read_people(language, quoted, progress=progress, threads=threads)
    m = reading.mentions
    rows = zip(m.head.tolist(), m.type.tolist(), m.form.tolist(), strict=True)
    widest_first = np.argsort(m.first - m.last, kind="stable")
    return Encoding(
        reading,
        score_antecedents(m, Antecedents(reading)),
        {head: TYPES[t] for head, t, form in rows if form != PRON},
        {int(m.head[k]): k for k in widest_first.tolist()},
    )
