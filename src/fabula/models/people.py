"""The people model: who and what is mentioned, what happens, and how well two mentions fit one another.

One pass of a small encoder (MiniLM at int8) over windows of the text; the heads are a few matrices, in numpy. The
network and its training are in `training/people`.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from fabula.language import Language
from fabula.language.syntax import head_of
from fabula.models.feelings import head
from fabula.models.pairs import FEATURES, Columns, describe, pair_features
from fabula.models.pieces import Window, cut_windows, model_inputs, to_pieces
from fabula.models.threads import cores
from fabula.models.weights import tokenizer

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_POSSIBLE = -4.0  # score of a first or last token below which no mention opens or closes: 2 %
MENTION = 0.0  # score from which a span is a mention: set on LitBank's dev set
EVENT = 0.0  # score from which a token is an event
_AT_ONCE = 16  # windows given out at once: what is still read when somebody interrupts
_BLOCK = 20_000  # pairs scored at once: as many as the processor's cache holds
# Features that are added up in the table once, so that a pair costs four rows and not eight.
_MERGED = ((0, 1), (2, 7), (3, 5, 6), (4,))


class Reading(NamedTuple):
    """What the model says of a text.

    ``mentions`` are its mentions in text order; ``sure`` float32 (mentions,) the probability that each is one.
    ``events`` int64: the tokens that are realis events. ``vectors`` is for `Antecedents`;
    ``felt`` float32 (tokens, 8) is which emotion a token shows, as far as the encoder can tell.
    """

    mentions: Columns
    sure: Floats
    events: Ints
    vectors: tuple[Floats, Floats, Floats, Floats, Floats]
    felt: Floats


class Model:
    """The exported network: `session` for the encoder, `head` for the matrices of the heads."""

    def __init__(self, onnx: bytes, threads: int = 1) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = ort.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
        names = [o.name for o in self.session.get_outputs() if o.name.startswith("head.")]
        one = np.zeros(1, np.int64)
        feed = {"ids": one, "features": np.zeros((1, 4), np.int64), "first": one}
        self.head: dict[str, Floats] = {
            n.removeprefix("head."): v for n, v in zip(names, self.session.run(names, feed), strict=True)
        }
        self.tables = [self._merge(group) for group in _MERGED]

    def _merge(self, group: tuple[int, ...]) -> Floats:
        out = self.head[f"pair_features.{group[0]}.weight"]
        for k in group[1:]:
            out = (out[:, None, :] + self.head[f"pair_features.{k}.weight"][None]).reshape(-1, out.shape[1])
        return out

    def linear(self, name: str, x: Floats) -> Floats:
        """A linear layer: x (n, in) to (n, out)."""
        return x @ self.head[f"{name}.weight"].T + self.head[f"{name}.bias"]

    def layers(self, name: str, x: Floats) -> Floats:
        """A hidden layer with ReLU and one output: x (n, in) to (n,)."""
        return self.linear(f"{name}.2", np.maximum(self.linear(f"{name}.0", x), 0))[:, 0]

    def encode(self, ids: Ints, features: Ints, first: Ints) -> Floats:
        """Vectors (tokens, size) of the tokens whose first pieces are given."""
        out: Floats = self.session.run(["tokens"], {"ids": ids, "features": features, "first": first})[0]
        return out


@cache
def model() -> Model:
    """The model of the package, loaded once."""
    return Model((files(__name__.rpartition(".")[0]) / "people.onnx").read_bytes())


def read(
    language: Language,
    quoted: Sequence[int],
    network: Model | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    threads: int | None = None,
) -> Reading:
    """Mentions and events of a text. ``quoted[i]`` is the number of the quotation token i stands in, or -1.

    Windows are read side by side on as many ``threads``, by default one for each processor we may use; each window on
    one, so how many there are changes nothing.
    """
    net = network or model()
    pieces = to_pieces(language, quoted, tokenizer())
    found: list[_Found] = []
    windows = cut_windows(language, pieces)
    with ThreadPoolExecutor(threads or cores()) as pool:
        for at in range(0, len(windows), _AT_ONCE):
            some = windows[at : at + _AT_ONCE]
            found += pool.map(lambda w: _look(net, language, w, net.encode(*model_inputs(pieces, w))), some)
            progress(some[-1].stop, len(language))
    if not found:
        nothing = np.zeros((0, net.head["start.weight"].shape[1]), np.float32)
        found = [_look(net, language, Window(0, 0, 0), nothing)]
    scores = np.concatenate([f.scores for f in found])
    spans = [s for f in found for s in f.spans]
    m = describe(language, quoted, spans, scores[:, 7:10].argmax(1), scores[:, 1:7].argmax(1))
    events = np.concatenate([f.events for f in found])
    felt = np.concatenate([f.felt for f in found])
    columns = [[f.vectors[k] for f in found] for k in range(5)]
    del found  # so that each column is freed when it is joined: of a long novel they take a quarter of the memory
    vectors = tuple(np.concatenate(columns.pop(0)) for _ in range(5))
    sure = 1 / (1 + np.exp(-scores[:, 0]))
    return Reading(m, sure, events, vectors, felt)  # type: ignore[arg-type]


class _Found(NamedTuple):
    spans: list[tuple[int, int]]
    scores: Floats
    events: Ints
    vectors: tuple[Floats, ...]
    felt: Floats


def _look(net: Model, language: Language, w: Window, h: Floats) -> _Found:
    """What one window says of the tokens it answers for."""
    own = w.own - w.start
    first, last = _candidates(net, h, own)
    a, b = net.linear("span_first", h), net.linear("span_last", h)
    hidden = np.maximum(a[first] + b[last] + net.head["span_width.weight"][last - first], 0)
    scores = net.linear("span_out", hidden)
    keep = np.flatnonzero(scores[:, 0] > MENTION)
    keep = keep[np.lexsort((last[keep], first[keep]))]
    first, last, scores = first[keep], last[keep], scores[keep]
    spans = [(w.start + int(s), w.start + int(e) + 1) for s, e in zip(first, last, strict=True)]
    heads = np.array([head_of(language, s, e) - w.start for s, e in spans], np.int64)
    kept = _one_a_head(language, spans, heads, scores[:, 0])
    first, last, scores, heads = first[kept], last[kept], scores[kept], heads[kept]
    spans = [spans[k] for k in kept]
    x = np.concatenate([h[first], h[last], h[heads]], axis=1)
    vectors = (
        net.linear("pair_anaphor", x),
        net.linear("pair_antecedent", x),
        net.linear("pair_left", x),
        net.linear("pair_right", x),
        net.layers("new", x),
    )
    events = np.flatnonzero(net.layers("event", h[own:]) > EVENT) + w.own
    return _Found(spans, scores, events, vectors, head().of_vectors(h[own:]))


def _one_a_head(language: Language, spans: list[tuple[int, int]], head: Ints, score: Floats) -> list[int]:
    """Of spans with one head word ("the captain", "the captain himself") the likeliest, in order.

    "Emma" and "Emma and Harriet" are two, though a parse gives them one head.
    """
    kept: dict[int, list[int]] = {}
    for k in np.argsort(-score, kind="stable").tolist():
        a, b = spans[k]
        same = kept.setdefault(int(head[k]), [])
        if all(_coordinated(language, (a, b), spans[j]) for j in same):
            same.append(k)
    return sorted(k for ks in kept.values() for k in ks)


def _coordinated(language: Language, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether what one span has more than the other joins somebody to it."""
    (a, c), (b, d) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    more = (*language.lower[a:c], *language.lower[b:d])
    return any(w in ("and", "or", ",", "&") for w in more)


def _candidates(net: Model, h: Floats, own: int) -> tuple[Ints, Ints]:
    """Spans (first, last inclusive) whose ends are possible, opening in what the window answers for."""
    starts = np.flatnonzero(net.linear("start", h)[:, 0] > _POSSIBLE)
    ends = np.flatnonzero(net.linear("end", h)[:, 0] > _POSSIBLE)
    starts = starts[starts >= own]
    widest = len(net.head["span_width.weight"])
    width = ends[None, :] - starts[:, None]
    i, j = np.nonzero((width >= 0) & (width < widest))
    return starts[i], ends[j]


class Antecedents:
    """How well each mention fits mentions before it.

    ``new`` float32 (mentions,): the score of meaning somebody not mentioned before. Scores compare within a mention.
    """

    def __init__(self, reading: Reading, network: Model | None = None) -> None:
        self._net = network or model()
        self._m = reading.mentions
        self._anaphor, self._antecedent, self._left, self._right, self.new = reading.vectors

    def score(self, i: Ints, j: Ints) -> Floats:
        """Scores float32 (pairs,) of mentions ``i`` with antecedents ``j``, each j before its i."""
        out = np.empty(len(i), np.float32)
        for at in range(0, len(i), _BLOCK):
            out[at : at + _BLOCK] = self._block(i[at : at + _BLOCK], j[at : at + _BLOCK])
        return out

    def _block(self, i: Ints, j: Ints) -> Floats:
        net = self._net
        features = pair_features(self._m, i, j)
        hidden = self._anaphor[i]
        hidden += self._antecedent[j]
        for group, rows in zip(_MERGED, net.tables, strict=True):
            at = features[:, group[0]]
            for k in group[1:]:
                at = at * FEATURES[k] + features[:, k]
            hidden += rows[at]
        np.maximum(hidden, 0, out=hidden)
        fit = np.einsum("ij,ij->i", self._left[i], self._right[j]) / np.float32(self._left.shape[1] ** 0.5)
        out: Floats = hidden @ net.head["pair_out.weight"][0] + net.head["pair_out.bias"][0] + fit
        return out
