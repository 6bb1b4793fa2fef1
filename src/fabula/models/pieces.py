"""Tokens to what an encoder reads: word pieces, with the case, the tag and the quotation of each."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from fabula.language import Language

Ints = npt.NDArray[np.int64]

CASES = ("lower", "capital", "opening capital", "capitals", "one capital", "mixed")
# What the small English model of spaCy 3.8 can say; anything else is the last of each.
TAGS = tuple(
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB "
    "RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP `` ?".split()
)
DEPS = tuple(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp ?".split()
)
FEATURES = (len(CASES), 2, len(TAGS), len(DEPS))  # how many values each feature of a piece has

WINDOW = 508  # word pieces with [CLS] and [SEP]: MiniLM's 512, a multiple of 4 as int8 kernels like it
BEFORE = 56  # pieces of left context that a window shares with the one before it
_CLS, _SEP, _UNK = 101, 102, 100
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "_": " "})


class Pieces(NamedTuple):
    """Word pieces. ``ids`` int64 (pieces,), ``features`` int64 (pieces, 4), ``first`` int64 (tokens + 1,).

    ``first[i]`` is the first piece of token i; every token has one at least.
    """

    ids: Ints
    features: Ints
    first: Ints


class Window(NamedTuple):
    """What the encoder reads at once: the pieces of tokens [start, stop); it answers for tokens [own, stop)."""

    start: int
    own: int
    stop: int


def to_pieces(language: Language, quoted: Sequence[int], tokenizer: Tokenizer) -> Pieces:
    """The pieces of a text. ``quoted[i]`` is the number of the quotation token i stands in, or -1.

    Curly and straight marks become one, since which of them a book uses means nothing.
    """
    known: dict[str, list[int]] = {}
    distinct = list(dict.fromkeys(language.text))
    for w, e in zip(
        distinct,
        tokenizer.encode_batch([w.translate(_PLAIN) for w in distinct], add_special_tokens=False),
        strict=True,
    ):
        known[w] = e.ids[:24] or [_UNK]  # a line of five hundred underscores is one token and says nothing
    lengths = np.fromiter((len(known[w]) for w in language.text), np.int64, len(language))
    first = np.concatenate(([0], np.cumsum(lengths)))
    ids = np.fromiter((i for w in language.text for i in known[w]), np.int64, int(first[-1]))
    tag = {t: k for k, t in enumerate(TAGS)}
    dep = {d: k for k, d in enumerate(DEPS)}
    per_token = np.stack(
        [
            _cases(language),
            np.fromiter((q >= 0 for q in quoted), np.int64, len(language)),
            np.fromiter((tag.get(t, len(TAGS) - 1) for t in language.tag), np.int64, len(language)),
            np.fromiter((dep.get(d, len(DEPS) - 1) for d in language.dep), np.int64, len(language)),
        ],
        axis=1,
    )
    return Pieces(ids, np.repeat(per_token, lengths, axis=0), first)


def _cases(language: Language) -> Ints:
    known = {w: _case(w) for w in dict.fromkeys(language.text)}
    out = np.fromiter((known[w] for w in language.text), np.int64, len(language))
    for a, b in language.sentence_bounds:
        i = next((i for i in range(a, b) if language.text[i][0].isalnum()), a)
        if out[i] == 1:
            out[i] = 2
    return out


def _case(word: str) -> int:
    if word.islower() or not any(c.isalpha() for c in word):
        return 0
    if len(word) == 1:
        return 4
    if word.isupper():
        return 3
    return 1 if word[0].isupper() and not any(c.isupper() for c in word[1:]) else 5


def cut_windows(language: Language, pieces: Pieces, first_stop: int | None = None) -> list[Window]:
    """Windows that together answer for every token once, cut where sentences end as far as they do.

    Each window opens with up to `BEFORE` pieces of what the window before it answered for. ``first_stop`` ends the
    first window there, at a token it has room for: training moves the cuts so.
    """
    first = pieces.first
    ends = np.array([b for _, b in language.sentence_bounds], dtype=np.int64)
    room = WINDOW - 2
    out = []
    own, n = 0, len(language)
    while own < n:
        start = int(np.searchsorted(first, first[own] - BEFORE))
        limit = int(np.searchsorted(first, first[start] + room, side="right")) - 1  # tokens that fit
        limit = max(min(limit, n), own + 1)
        k = int(np.searchsorted(ends, limit, side="right")) - 1
        stop = int(ends[k]) if k >= 0 and ends[k] > own + (limit - own) // 2 else limit
        if own == 0 and first_stop is not None:
            stop = first_stop
        out.append(Window(start, own, stop))
        own = stop
    return out


def model_inputs(pieces: Pieces, window: Window) -> tuple[Ints, Ints, Ints]:
    """What the encoder takes for a window: ids (pieces,), features (pieces, 4), first piece of each token (tokens,)."""
    a, b = pieces.first[window.start], pieces.first[window.stop]
    ids = np.concatenate(([_CLS], pieces.ids[a:b], [_SEP]))
    features = np.zeros((len(ids), len(FEATURES)), np.int64)
    features[1:-1] = pieces.features[a:b]
    features[[0, -1], 2] = len(TAGS) - 1
    features[[0, -1], 3] = len(DEPS) - 1
    return ids, features, pieces.first[window.start : window.stop] - a + 1
