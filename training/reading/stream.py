"""The batches of a training, built ahead in other processes; the same ones wherever it was resumed."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from batches import Batch, collate
from texts import Rates, Text, damaged, load
from windows import STRIDE, Stretch, View, build

WINDOWS = 4  # of a stretch
SETTLED = 0.35  # of the stretches, in which some speakers are given
AHEAD = 12  # batches built ahead


class Plan:
    """Which stretches each epoch has, in which order. ``sets``: packed files and how often an epoch has each."""

    def __init__(self, sets: list[tuple[Path, int]], size: int, rates: Rates, seed: int) -> None:
        self.texts: list[Text] = []
        self.often: list[int] = []
        for path, often in sets:
            found = load(path)
            self.texts += found
            self.often += [often] * len(found)
        self.size, self.rates, self.seed = size, rates, seed
        self._orders: dict[int, list[tuple[int, int, int]]] = {}
        self._views: dict[tuple[int, int, int], tuple[View, list[tuple[int, int]]]] = {}
        self._groups = [max(1, round(len(t.ids) / STRIDE / WINDOWS)) for t in self.texts]
        self.epoch_size = sum(g * n for g, n in zip(self._groups, self.often, strict=True)) // size

    def order(self, epoch: int) -> list[tuple[int, int, int]]:
        """(text, which time in this epoch, group of windows) of an epoch, shuffled."""
        if epoch not in self._orders:
            self._orders, self._views = {epoch: self._shuffled(epoch)}, {}
        return self._orders[epoch]

    def _shuffled(self, epoch: int) -> list[tuple[int, int, int]]:
        out = [(k, time, g) for k, n in enumerate(self.often) for time in range(n) for g in range(self._groups[k])]
        np.random.default_rng((self.seed, epoch)).shuffle(out)
        return [tuple(x) for x in np.asarray(out).tolist()]

    def view(self, epoch: int, k: int, time: int) -> tuple[View, list[tuple[int, int]]]:
        """A text as it is given in an epoch, and its windows: a third of the time all its people, else damaged."""
        if (epoch, k, time) not in self._views:
            self._views[epoch, k, time] = self._seen(epoch, k, time)
        return self._views[epoch, k, time]

    def _seen(self, epoch: int, k: int, time: int) -> tuple[View, list[tuple[int, int]]]:
        rng = np.random.default_rng((self.seed, epoch, k, time))
        share = 0.0 if rng.random() < 0.33 else float(rng.uniform(0.5, 1.5))
        view = View(self.texts[k], damaged(self.texts[k], self.rates, rng, share))
        return view, view.tiles(int(rng.integers(0, STRIDE * WINDOWS)) if len(self.texts[k].ids) > 3000 else 0)

    def batch(self, step: int) -> Batch:
        epoch, at = divmod(step, self.epoch_size)
        found: list[Stretch] = []
        for k, time, g in self.order(epoch)[at * self.size : (at + 1) * self.size]:
            view, tiles = self.view(epoch, k, time)
            rng = np.random.default_rng((self.seed, epoch, k, time, g))
            first = min(WINDOWS * g, max(0, len(tiles) - WINDOWS))
            settled = _settled(view, rng)
            one = build(view, tiles[first : first + WINDOWS], rng, settled)
            if one is not None and len(one.people):
                one.speaker_known[np.isin(one.rows, list(settled))] = 0  # what is given is no answer
                found.append(one)
        return collate(found) if found else self.batch(step + 1)


def _settled(view: View, rng: np.random.Generator) -> dict[int, int]:
    """The speakers of some turns, as a reader's corrections tell them: mostly of none, else of any share."""
    if rng.random() > SETTLED:
        return {}
    text, gold = view.text, view.people.gold
    turns = np.flatnonzero(text.speaker >= 0)
    chosen = turns[rng.random(len(turns)) < rng.uniform(0, 0.6)]
    of = {int(g): k for k, g in reversed(list(enumerate(gold.tolist()))) if g >= 0}
    return {r: of.get(int(text.speaker[r]), -1) for r in chosen.tolist()}


def _work(plan: Plan, first: int, by: int, queue: "multiprocessing.Queue[bytes]") -> None:
    import pickle

    import torch

    torch.set_num_threads(1)
    step = first
    while True:
        queue.put(pickle.dumps([x.numpy() for x in plan.batch(step)], protocol=5))
        step += by


def stream(plan: Plan, step: int, workers: int = 1) -> Iterator[Batch]:
    """The batches from ``step`` on, in order."""
    import pickle

    import torch

    context = multiprocessing.get_context("fork")
    queues = [context.Queue(max(2, AHEAD // workers)) for _ in range(workers)]
    for k, queue in enumerate(queues):
        context.Process(target=_work, args=(plan, step + k, workers, queue), daemon=True).start()
    while True:
        for queue in queues:
            yield Batch(*(torch.from_numpy(x) for x in pickle.loads(queue.get())))
