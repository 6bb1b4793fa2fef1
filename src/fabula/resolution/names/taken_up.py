"""Which pronouns the network's scores take each name up with."""

from collections import Counter
from collections.abc import Sequence

from fabula.encoding.antecedents import AntecedentScores
from fabula.models.pairs import HE, PROP, SHE, Columns
from fabula.resolution.coreference.chain import chain
from fabula.resolution.names.spans import NameSpan

_PRONOUNS = {HE: "he", SHE: "she"}
_LIKELY = 0.7  # how sure it must be that a pronoun takes up a name, to say something of its bearer


def pronouns_of(
    m: Columns, antecedents: AntecedentScores, names: Sequence[NameSpan], cuts: Sequence[int] = ()
) -> dict[tuple[str, ...], Counter[str]]:
    """How often "he" and "she" take up each name, wherever in the text, before it is known who bears it."""
    number: dict[tuple[str, ...], int] = {}
    at = {i: number.setdefault(s.words, len(number)) for s in names for i in range(s.first, s.last)}
    rows = enumerate(zip(m.head.tolist(), m.form.tolist(), strict=True))
    known = {k: at[head] for k, (head, form) in rows if form == PROP and head in at}
    entity, sure = chain(m, antecedents, known, [-1] * len(number), {}, cuts)
    words = list(number)
    out: dict[tuple[str, ...], Counter[str]] = {}
    for e, p, kind in zip(entity.tolist(), sure.tolist(), m.kind.tolist(), strict=True):
        if e < len(words) and p >= _LIKELY and kind in _PRONOUNS:
            out.setdefault(words[e], Counter())[_PRONOUNS[kind]] += 1
    return out
