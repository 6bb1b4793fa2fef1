"""Who every mention is: names and roles hold, the network's scores say the rest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from fabula.encoding.antecedents import AntecedentScores
from fabula.language import Language
from fabula.models.pairs import Columns
from fabula.resolution.coreference.chain import chain
from fabula.resolution.coreference.known import find_known
from fabula.resolution.coreference.rank import Speech
from fabula.world import Cast, Quotation

_GENDERS = {"he": 1, "she": 2}


@dataclass(frozen=True, slots=True, eq=False)
class Coreference:
    """For each mention a number, int64 (mentions,), and how sure it is, float32 in 0..1.

    Numbers below ``len(ids)`` are the characters of ``ids``; higher ones are entities that bear no character's name.
    """

    entity: npt.NDArray[np.int64]
    sure: npt.NDArray[np.float32]
    ids: tuple[str, ...]


def corefer(
    language: Language,
    m: Columns,
    antecedents: AntecedentScores,
    cast: Cast,
    cuts: Sequence[int] = (),
    quotes: Sequence[Quotation] = (),
    settled: Mapping[int, str | None] | None = None,
) -> Coreference:
    """Everybody's mentions. With ``quotes``, "I" and "you" in speech are speakers and addressees.

    ``cuts`` are the paragraphs that open scenes;
    ``settled`` is whom a reader said that mentions mean.
    """
    known = find_known(language, cast, m, quotes, settled)
    ids = tuple(c.id for c in cast.characters)
    number = {who: k for k, who in enumerate(ids)}
    entity, sure = chain(
        m,
        antecedents,
        {k: number[who] for k, who in known.meant.items() if who in number},
        [_GENDERS.get(c.pronouns or "", 0) for c in cast.characters],
        {k: frozenset(number[w] for w in who if w in number) for k, who in known.barred.items()},
        cuts,
        _speech(cast, number, quotes),
    )
    return Coreference(entity, sure, ids)


def _speech(cast: Cast, number: Mapping[str, int], quotes: Sequence[Quotation]) -> Speech:
    """Who tells the story, who speaks and who is spoken to, by the numbers of the cast."""
    addressed = np.zeros((len(quotes), len(number)), bool)
    for k, q in enumerate(quotes):
        addressed[k, [number[a] for a in q.addressees if a in number]] = True
    speaker = np.array([number.get(q.speaker or "", -1) for q in quotes], np.int64)
    return Speech(number.get(cast.narration.narrator or "", -1), speaker, addressed)


def settle(cast: Cast, found: Coreference, mention_at: Mapping[int, int]) -> Cast:
    """The cast with its pronouns, and the nouns that rules left open, as they were resolved.

    ``mention_at`` numbers the mentions by their head tokens.
    """
    out = []
    for r in cast.references:
        k = mention_at.get(r.head)
        if r.form != "PROP" and k is not None:
            e = int(found.entity[k])
            if e < len(found.ids):
                r = r._replace(entity=found.ids[e])
            elif r.form == "PRON":
                r = r._replace(entity=None)
        out.append(r)
    counts = Counter(r.entity for r in out)
    return replace(
        cast,
        characters=tuple(replace(c, mentions=counts[c.id]) for c in cast.characters),
        references=tuple(out),
    )
