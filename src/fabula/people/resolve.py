"""Who every mention is: names and roles hold, the model says the rest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.language import Language
from fabula.models.pairs import HE, PRON, PROP, SHE, TYPES
from fabula.models.people import Antecedents, Reading
from fabula.people.anchors import find_anchors
from fabula.people.chains import Candidates, chain
from fabula.people.names import NameSpan
from fabula.world import Cast, Quotation

_GENDERS = {"he": 1, "she": 2}
_PRONOUNS = {HE: "he", SHE: "she"}
_LIKELY = 0.7  # how sure it must be that a pronoun takes up a name, to say something of its bearer


class Resolution(NamedTuple):
    """For each mention of the reading a number, int64 (mentions,), and how sure it is, float32 in 0..1.

    Numbers below ``len(ids)`` are the characters of ``ids``; higher ones are entities that bear no character's name.
    """

    entity: npt.NDArray[np.int64]
    sure: npt.NDArray[np.float32]
    ids: tuple[str, ...]


class Resolver:
    """The mentions of a text with their antecedents scored once, to be resolved as often as more is known."""

    def __init__(self, language: Language, reading: Reading, quoted: Sequence[int], cuts: Sequence[int] = ()) -> None:
        self._language = language
        self._quoted = quoted
        self.mentions = reading.mentions
        self._candidates = Candidates(reading.mentions, Antecedents(reading), cuts)
        m = reading.mentions
        widest_first = np.argsort(m.first - m.last, kind="stable")  # of the mentions of a head the narrowest stays
        self._at = {int(m.head[k]): k for k in widest_first.tolist()}

    def types(self) -> dict[int, str]:
        """The types of the mentions by name or noun, by their head tokens."""
        m = self.mentions
        rows = zip(m.head.tolist(), m.type.tolist(), m.form.tolist(), strict=True)
        return {head: TYPES[t] for head, t, form in rows if form != PRON}

    def pronouns(self, names: Sequence[NameSpan]) -> dict[tuple[str, ...], Counter[str]]:
        """How often "he" and "she" take up each name, wherever in the text, before anybody is told who bears it."""
        m = self.mentions
        number: dict[tuple[str, ...], int] = {}
        at = {i: number.setdefault(s.words, len(number)) for s in names for i in range(s.first, s.last)}
        rows = enumerate(zip(m.head.tolist(), m.form.tolist(), strict=True))
        anchors = {k: at[head] for k, (head, form) in rows if form == PROP and head in at}
        entity, sure = chain(self.mentions, self._candidates, anchors, [-1] * len(number), {})
        words = list(number)
        out: dict[tuple[str, ...], Counter[str]] = {}
        for e, p, kind in zip(entity.tolist(), sure.tolist(), m.kind.tolist(), strict=True):
            if e < len(words) and p >= _LIKELY and kind in _PRONOUNS:
                out.setdefault(words[e], Counter())[_PRONOUNS[kind]] += 1
        return out

    def start(self, quoted: Sequence[int], cuts: Sequence[int]) -> None:
        """From now on these tokens are quoted, and scenes begin at these paragraphs."""
        self._quoted = quoted
        numbers = np.asarray(quoted, np.int64)
        self.mentions = self.mentions._replace(quote=numbers[self.mentions.head])
        self.recut(cuts)

    def recut(self, cuts: Sequence[int]) -> None:
        """From now on scenes begin at these paragraphs."""
        self._candidates.recut(self.mentions, cuts)

    def resolve(self, cast: Cast, quotes: Sequence[Quotation] = ()) -> Resolution:
        """Everybody's mentions. With ``quotes``, "I" and "you" in speech are speakers and addressees."""
        anchors = find_anchors(self._language, cast, self.mentions, self._quoted, quotes)
        ids = tuple(c.id for c in cast.characters)
        number = {who: k for k, who in enumerate(ids)}
        entity, sure = chain(
            self.mentions,
            self._candidates,
            {k: number[who] for k, who in anchors.known.items() if who in number},
            [_GENDERS.get(c.pronouns or "", 0) for c in cast.characters],
            {k: frozenset(number[w] for w in who if w in number) for k, who in anchors.barred.items()},
        )
        return Resolution(entity, sure, ids)

    def settle(self, cast: Cast, found: Resolution) -> Cast:
        """The cast with its pronouns, and the nouns that rules left open, as they were resolved."""
        out = []
        for r in cast.references:
            k = self._at.get(r.head)
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
