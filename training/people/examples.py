"""Texts as training reads them: whole, in windows that move, or a stretch of a novel."""

import pickle
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from fabula.models.pieces import Pieces, Window, cut_windows


class Example:
    """A text at hand, with what is computed from it once."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.__dict__.update(row)
        self.gold = {s: k for k, s in enumerate(self.spans)}


def windows_of(language: Any, pieces: Any, rng: random.Random | None) -> list[Window]:
    """The windows of a text; with ``rng``, the first one ends anywhere, so that no sentence is always at an edge."""
    plain = cut_windows(language, pieces)
    if rng is None or len(plain) < 2:
        return plain
    bounds = [b for _, b in language.sentence_bounds if b <= plain[0].stop]
    cut = rng.choice(bounds[len(bounds) // 4 :] or [plain[0].stop])
    return cut_windows(language, pieces, cut)


def chunk(x: Example, first: int, last: int) -> Example:
    """A stretch of sentences of a novel as an example of its own."""
    g = x.language
    cut = slice(first, last)
    heads = np.clip(g.head[cut] - first, 0, last - first - 1).astype(np.int32)
    language = replace(
        g, start=g.start[cut], end=g.end[cut], head=heads, sentence=g.sentence[cut] - g.sentence[first],
        paragraph=g.paragraph[cut], text=g.text[cut], lower=g.lower[cut], lemma=g.lemma[cut], pos=g.pos[cut],
        tag=g.tag[cut], dep=g.dep[cut],
    )  # fmt: skip
    a, b = x.pieces.first[first], x.pieces.first[last]
    pieces = Pieces(x.pieces.ids[a:b], x.pieces.features[a:b], x.pieces.first[first : last + 1] - a)
    rows = [k for k, (s, e) in enumerate(x.spans) if first <= s and e <= last]
    return Example(
        {
            "id": x.id,
            "language": language,
            "quoted": x.quoted[cut],
            "pieces": pieces,
            "spans": [(x.spans[k][0] - first, x.spans[k][1] - first) for k in rows],
            "labels": x.labels[rows],
            "events": None,
        }
    )


def chunks(novels: list[Example], size: int) -> list[tuple[int, int, int]]:
    """(novel, first token, past the last) of stretches of about ``size`` tokens with much labelled in them."""
    out = []
    for k, x in enumerate(novels):
        a = 0
        starts = [s for s, _ in x.spans]
        for _, b in x.language.sentence_bounds:
            if b - a >= size:
                if np.searchsorted(starts, b) - np.searchsorted(starts, a) >= 60:
                    out.append((k, a, b))
                a = b
    return out


def load(path: Path) -> list[Example]:
    with path.open("rb") as f:
        return [Example(r) for r in pickle.load(f)]
