"""What is known of a text's names and nouns before anything is decided of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fabula.encoding.encode import Encoding
from fabula.language import Language
from fabula.models.pairs import Columns
from fabula.resolution.names.labels import Labels
from fabula.resolution.names.nicknames import find_nicknames
from fabula.resolution.names.occurrences import find_occurrences
from fabula.resolution.names.pairs import name_pairs, pair_features
from fabula.resolution.names.types import Names, gather_names
from fabula.resolution.names.unnamed import Unnamed, describe_unnamed, find_unnamed
from fabula.world import Manuscript

Floats = npt.NDArray[np.float32]
_NONE = Labels()


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Names with the ``pairs`` of them that may be one person's and their rows of features; nouns that may be people.

    ``pair_rows`` float32 (pairs, len(PAIR)), ``unnamed_rows`` float32 (unnamed, len(UNNAMED)); ``tokens`` is the length
    of the text. Of each pair in ``nicknames`` one is borne as the other's nickname (Thomas "Boots" Garrow).
    """

    names: Names
    pairs: tuple[tuple[int, int], ...]
    pair_rows: Floats
    unnamed: tuple[Unnamed, ...]
    unnamed_rows: Floats
    tokens: int
    nicknames: tuple[tuple[int, int], ...]


def survey(
    manuscript: Manuscript,
    language: Language,
    quoted: Sequence[int],
    m: Columns,
    encoding: Encoding,
    cuts: Sequence[int] = (),
    listed: Collection[tuple[str, ...]] = (),
    labels: Labels = _NONE,
) -> Survey:
    """What stands in a text. ``listed`` are the keys of names that a reader has listed, ``labels`` those of turns.

    ``quoted[i]`` is the number of the turn token i stands in, or -1; ``m`` are the mentions of ``encoding`` with the
    turns they stand in; ``cuts`` are the paragraphs that open scenes.
    """
    in_quote = [q >= 0 for q in quoted]
    prose = [manuscript.paragraphs[p].kind == "prose" for p in language.paragraphs]
    for a, b in labels.others:
        prose[a:b] = [False] * (b - a)
    opens = openings(language, quoted)
    sure = encoding.reading.sure
    nicknames = [x for x in find_nicknames(language) if not in_quote[x[0][0]] and prose[x[0][0]]]
    told = (*labels.names, *(span for three in nicknames for span in three))
    spans = find_occurrences(language, m, in_quote, opens, prose, listed, manuscript.text, told)
    names = gather_names(language, m, sure, encoding.antecedents, spans, in_quote, opens, cuts, labels.apart)
    number = {(s.first, s.last): t for s, t in zip(names.spans, names.of.tolist(), strict=True)}
    together = {tuple(sorted((number.get(a, -1), number.get(b, -1)))) for x in nicknames for a, b in (x[:2], x[1:])}
    pairs = tuple(name_pairs(names))
    found = find_unnamed(language, m, names.entity, len(names.key), prose)
    return Survey(
        names,
        pairs,
        pair_features(language, names, pairs, quoted),
        tuple(found),
        describe_unnamed(language, m, sure, found, in_quote, opens, names, encoding.antecedents),
        len(language),
        tuple(sorted((t, u) for t, u in together if 0 <= t < u)),
    )


def openings(language: Language, quoted: Sequence[int]) -> list[bool]:
    """Tokens whose capital may be owed to a sentence or a quotation that opens there."""
    out = [False] * len(language)
    for a, b in language.sentence_bounds:
        i = a
        while i < b and not language.text[i][0].isalnum():
            i += 1
        if i < b:
            out[i] = True
    for i in range(len(language)):
        before = language.text[i - 1] if i else "."
        if i and quoted[i] != quoted[i - 1] and quoted[i] >= 0:
            out[i] = True
        elif before in '"“”‘«»—–:;.!?…' or before in ("--", "...", "''", "``"):
            out[i] = True
        elif before in "'’" and language.lower[i] != "s":
            out[i] = True
    return out
