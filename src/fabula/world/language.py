"""The tokens of a text as columns."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]


def _list(column: Ints) -> list[int]:
    out: list[int] = column.tolist()
    return out


@dataclass(frozen=True)
class Language:
    """Every token of a text, as columns of one length, in text order.

    ``start`` and ``end`` are code-point offsets into the text; ``head`` is the index of the syntactic
    head (a root is its own head); ``sentence`` and ``paragraph`` count from 0 and never decrease.
    ``text``, ``lemma`` and ``pos``/``tag``/``dep`` follow spaCy (Universal POS, Penn tags, ClearNLP labels).
    All arrays are int32 of shape (tokens,).
    """

    start: Ints
    end: Ints
    head: Ints
    sentence: Ints
    paragraph: Ints
    text: tuple[str, ...]
    lower: tuple[str, ...]
    lemma: tuple[str, ...]
    pos: tuple[str, ...]
    tag: tuple[str, ...]
    dep: tuple[str, ...]
    name: str = "en"

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """``start`` as a list, for code that goes token by token."""
        return _list(self.start)

    @cached_property
    def ends(self) -> list[int]:
        return _list(self.end)

    @cached_property
    def heads(self) -> list[int]:
        return _list(self.head)

    @cached_property
    def sentences(self) -> list[int]:
        return _list(self.sentence)

    @cached_property
    def paragraphs(self) -> list[int]:
        return _list(self.paragraph)

    @cached_property
    def sentence_bounds(self) -> list[tuple[int, int]]:
        """(first token, past the last token) of each sentence."""
        if not len(self):
            return []
        cuts = [0, *(np.flatnonzero(np.diff(self.sentence)) + 1).tolist(), len(self)]
        return list(zip(cuts, cuts[1:], strict=False))

    @cached_property
    def children(self) -> list[list[int]]:
        """The syntactic children of each token, in order."""
        out: list[list[int]] = [[] for _ in range(len(self))]
        for i, h in enumerate(self.heads):
            if h != i:
                out[h].append(i)
        return out

    def tokens_in(self, start: int, end: int) -> range:
        """Indices of the tokens that begin in [start, end)."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def __iter__(self) -> Iterator[str]:
        return iter(self.text)
