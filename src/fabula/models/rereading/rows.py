"""A text as a list of rows, in order: each turn is one, and each stretch of narration up to the end of its sentence."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.language import Language
from fabula.models.rereading.sizes import KINDS, NARRATION

Ints = npt.NDArray[np.int32]
SHORTEST = 3  # words of a stretch of narration that is a row: "said Ino." belongs to the turn beside it


class Rows(NamedTuple):
    """Rows, int32 (rows,) each: kind, paragraph, turn (-1 for narration), and whether it opens its paragraph.

    ``part_row``, ``part_first``, ``part_last``: the tokens [first, last) that each row is made of, in order. ``cut``:
    whether the text marks a new scene between the row before and this one.
    """

    kind: Ints
    paragraph: Ints
    turn: Ints
    opens: Ints
    part_row: Ints
    part_first: Ints
    part_last: Ints
    cut: Ints

    def firsts(self) -> Ints:
        """The first token of each row."""
        out = np.zeros(len(self.kind), np.int32)
        out[self.part_row[::-1]] = self.part_first[::-1]
        return out


def find_rows(
    language: Language,
    quoted: Sequence[int],
    turns: Sequence[tuple[str, list[tuple[int, int]]]],
    cuts: Sequence[int] = (),
) -> Rows:
    """The rows of a text. ``turns`` are (kind, parts in tokens) by the numbers that ``quoted`` gives each token.

    ``cuts`` are the paragraphs that open a scene by the text's own marks (`fabula.text.cuts.find_cuts`).
    """
    found: list[tuple[int, int, int, list[tuple[int, int]]]] = []  # (first token, kind, turn, parts)
    for k, (kind, parts) in enumerate(turns):
        parts = [(a, b) for a, b in parts if b > a]
        if parts:
            found.append((parts[0][0], KINDS.index(kind), k, parts))
    for a, b in language.sentence_bounds:
        at = a
        for i in range(a, b + 1):
            if i == b or quoted[i] >= 0 or (i > at and language.paragraphs[i] != language.paragraphs[at]):
                if sum(language.text[j][0].isalpha() for j in range(at, i)) >= SHORTEST:
                    found.append((at, NARRATION, -1, [(at, i)]))
                at = i + 1 if i < b and quoted[i] >= 0 else i
    found.sort(key=lambda r: (r[0], r[1]))
    paragraph = np.array([language.paragraphs[r[0]] for r in found], np.int32)
    opens = np.ones(len(found), np.int32)
    opens[1:] = paragraph[1:] != paragraph[:-1]
    places = [(k, a, b) for k, (_, _, _, ps) in enumerate(found) for a, b in ps]
    columns = np.array(places, np.int32).reshape(-1, 3).T
    kinds, turn = (np.array([r[c] for r in found], np.int32) for c in (1, 2))
    scene = np.searchsorted(np.array(cuts, np.int64), paragraph, side="right")
    cut = (np.diff(scene, prepend=scene[:1]) > 0).astype(np.int32)
    return Rows(kinds, paragraph, turn, opens, columns[0], columns[1], columns[2], cut)
