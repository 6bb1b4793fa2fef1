"""The second reading of a text: every window once by the encoder (MiniLM at int8), then the grid over stretches.

The network and its training are in `training/reading`.
"""

from collections.abc import Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from fabula.models.rereading.grid import Answers, Floats, decide
from fabula.models.rereading.identity import Identity, Said, gather, identify
from fabula.models.rereading.marked import Ints, Marked, People, View
from fabula.models.rereading.sizes import EMOTIONS, LENGTH, MARKS
from fabula.models.rereading.stretch import stretch_of
from fabula.models.rereading.windows import Windows, open_windows
from fabula.models.threads import cores

Halves = npt.NDArray[np.float16]
Kept = MutableMapping[bytes, Halves]
_INPUTS = ("ids", "features", "slot", "form", "gender", "turn")
_SEED = 5  # of the lots by which people are marked: any will do
AT_ONCE, STEP = 12, 8  # windows of a stretch, and from stretch to stretch


class RowAnswers(NamedTuple):
    """`Answers` of every row of a text (R,) for those who are about it.

    ``people`` int64 (R, MARKS) are their numbers, -1 for nobody, of whom all is 0: a novel has thousands of people, a
    row a few. ``speaks`` (R, MARKS + 1), the last that it is somebody else; ``addressed``, ``hears``, ``present`` (R,
    MARKS); ``feels`` (R, MARKS, 8); ``opens`` (R,).
    """

    people: Ints
    speaks: Floats
    addressed: Floats
    hears: Floats
    present: Floats
    feels: Floats
    opens: Floats

    def of(self, columns: Ints, n: int) -> Answers:
        """The answers for ``n`` people as others number them.

        ``columns`` (people + 1,) gives the number of each, -1 for nobody, and -1 at the end. Of those with one number
        the probabilities to speak add up; of all else the highest counts.
        """
        rows = len(self.people)
        at = columns[self.people]
        r, slot = np.nonzero(at >= 0)
        who = at[r, slot]

        def most(x: Floats) -> Floats:
            out = np.zeros((rows, n, *x.shape[2:]), np.float32)
            np.maximum.at(out, (r, who), x[r, slot])
            return out

        speaks = np.zeros((rows, n + 1), np.float32)
        np.add.at(speaks, (r, who), self.speaks[r, slot])
        speaks[:, -1] = np.clip(1 - speaks[:, :-1].sum(1), 0, 1)
        return Answers(speaks, most(self.addressed), most(self.hears), most(self.present), most(self.feels), self.opens)


class Reader:
    """The exported network: the encoder's session, and the weights of the grid."""

    def __init__(self, onnx: bytes) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = ort.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
        names = [o.name for o in self.session.get_outputs() if o.name.startswith("head.")]
        one = {k: np.zeros((1, 4) if k == "features" else 1, np.int64) for k in _INPUTS}
        self.grid: dict[str, Floats] = {
            n.removeprefix("head."): v for n, v in zip(names, self.session.run(names, one), strict=True)
        }

    def encode(self, windows: Windows, w: int) -> Floats:
        """The vectors of a window's pieces, float32 (LENGTH, size), zeros beyond its end."""
        n = int(windows.length[w])
        found = self.session.run(["pieces"], {k: getattr(windows, k)[w, :n] for k in _INPUTS})[0]
        out = np.zeros((LENGTH, found.shape[1]), np.float32)
        out[:n] = found
        return out


@cache
def model() -> Reader:
    """The model of the package, loaded once."""
    return Reader((files("fabula.models") / "reading.onnx").read_bytes())


def reread(
    text: Marked,
    people: People,
    settled: Mapping[int, int] | None = None,
    network: Reader | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    threads: int | None = None,
    kept: Kept | None = None,
) -> tuple[RowAnswers, Identity]:
    """What the network says of every row of a text and the people about it, and of the people themselves.

    ``settled`` are speakers that a reader gave, by row; -1 is somebody else. Windows are encoded side by side on as
    many ``threads``, each window on one, so that how many there are changes nothing. Windows that stand in ``kept`` are
    not encoded again, and others are added to it: the answers are the same.
    """
    net = network or model()
    view = View(text, people)
    n, p = len(text.row_kind), len(people.gender)
    out = _nothing(n)
    tiles = view.tiles()
    found: list[Said] = []
    if not n or not p or not tiles:
        return out, gather(found, p)
    windows = open_windows(view, tiles, np.random.default_rng(_SEED))
    inside = np.full(n, -1)
    held: dict[int, Halves] = {}
    with ThreadPoolExecutor(threads or cores()) as pool:
        for first in _starts(len(tiles)):
            stop = min(first + AT_ONCE, len(tiles)) if len(tiles) > AT_ONCE + STEP // 2 else len(tiles)
            new = [w for w in range(first, stop) if w not in held]
            held = {w: h for w, h in held.items() if w >= first}
            held.update(zip(new, pool.map(lambda w: _encoded(net, windows, w, kept), new), strict=True))
            beside = _answer(
                net, view, windows.some(first, stop), [held[w] for w in range(first, stop)], settled, inside, out
            )
            for w in new:
                found.append(identify(net.grid, windows.seen[w], held[w].astype(np.float32), *beside))
            progress(stop, len(tiles))
    return out, gather(found, p)


def _encoded(net: Reader, windows: Windows, w: int, kept: Kept | None) -> Halves:
    """The vectors of a window's pieces, float16 (LENGTH, size): half the memory, and no answer that changes by it."""
    if kept is None:
        return net.encode(windows, w).astype(np.float16)
    key = blake2b(b"".join(getattr(windows, k)[w].tobytes() for k in (*_INPUTS, "length")), digest_size=16).digest()
    try:
        return kept[key]
    except KeyError:  # never kept, or gone by now
        found = net.encode(windows, w).astype(np.float16)
        kept[key] = found
        return found


def _nothing(rows: int) -> RowAnswers:
    """Nobody speaks, is there or feels anything."""

    def zeros(*shape: int) -> Floats:
        return np.zeros((rows, *shape), np.float32)

    nobody = np.full((rows, MARKS), -1)
    out = RowAnswers(
        nobody, zeros(MARKS + 1), zeros(MARKS), zeros(MARKS), zeros(MARKS), zeros(MARKS, len(EMOTIONS)), zeros()
    )
    out.speaks[:, -1] = 1
    return out


def _starts(n: int) -> list[int]:
    """The first window of each stretch of a text of ``n`` windows."""
    return [0] if n <= AT_ONCE + STEP // 2 else list(range(0, n - (AT_ONCE - STEP), STEP))


def _answer(
    net: Reader, view: View, windows: Windows, vectors: list[Halves], settled: Mapping[int, int] | None, inside: Ints,
    out: RowAnswers,
) -> tuple[Ints, Floats]:  # fmt: skip
    """Write what a stretch says of the rows that lie deeper in it than in the stretches before; the people of the
    stretch, and how alike every two are over its rows."""
    s = stretch_of(view, windows, settled)
    if s is None:
        return np.zeros(0, np.int64), np.zeros((0, 0, 0), np.float32)
    said, beside = decide(net.grid, s, np.concatenate(vectors).astype(np.float32))
    order = np.arange(len(s.rows))
    depth = np.minimum(order, order[::-1])
    take = depth > inside[s.rows]
    rows = s.rows[take]
    inside[rows] = depth[take]
    n = len(s.people)
    for mine in out[:-1]:
        mine[rows] = 0
    out.people[rows] = -1
    out.people[rows, :n] = s.people
    out.speaks[rows, :n], out.speaks[rows, -1] = said.speaks[take, :-1], said.speaks[take, -1]
    for mine, theirs in zip(out[2:6], said[1:5], strict=True):
        mine[rows, :n] = theirs[take]
    out.opens[rows] = said.opens[take]
    return s.people, beside
