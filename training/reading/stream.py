"""The batches of a training, built ahead in other processes; the same ones wherever it was resumed."""

import dataclasses
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from batches import Batch, Part, collate
from fabula.models.rereading.marked import View
from fabula.models.rereading.sizes import STRIDE
from fabula.models.rereading.stretch import stretch_of
from fabula.models.rereading.windows import open_windows
from labels import label
from texts import Known, Rates, Read, Text, damaged, load, whole

WINDOWS = 4  # of a stretch
SPLIT = 0.4  # of people with two names, of gold's: more than a reading splits, so that it is learnt who is one
SETTLED = 0.35  # of the stretches, in which some speakers are given
AHEAD = 12  # batches built ahead


Seen = tuple[View, Known, list[tuple[int, int]]]


class Plan:
    """Which stretches each epoch has, in which order. ``sets``: packed files and how often an epoch has each."""

    def __init__(self, sets: list[tuple[Path, int]], size: int, rates: Rates, seed: int) -> None:
        self.texts: list[Text] = []
        self.often: list[int] = []
        for path, often in sets:
            found = load(path)
            self.texts += found
            self.often += [often] * len(found)
        self.size, self.rates, self.seed = size, dataclasses.replace(rates, split=SPLIT), seed
        self._orders: dict[int, list[tuple[int, int, int]]] = {}
        self._views: dict[tuple[int, int, int], Seen] = {}
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

    def view(self, epoch: int, k: int, time: int) -> Seen:
        """A text as it is given in an epoch, and its windows: a third of the time all its people, else damaged."""
        if (epoch, k, time) not in self._views:
            self._views[epoch, k, time] = self._seen(epoch, k, time)
        return self._views[epoch, k, time]

    def _seen(self, epoch: int, k: int, time: int) -> Seen:
        rng = np.random.default_rng((self.seed, epoch, k, time))
        share = 0.0 if rng.random() < 0.33 else float(rng.uniform(0.5, 1.5))
        text = self.texts[k]
        given = isinstance(text, Read) or not text.says[0]  # passages are too short to lose anybody
        people = whole(text) if given else damaged(text, self.rates, rng, share)
        view = View(self.texts[k], people)
        return view, people, view.tiles(int(rng.integers(0, STRIDE * WINDOWS)) if len(self.texts[k].ids) > 3000 else 0)

    def batch(self, step: int) -> Batch:
        epoch, at = divmod(step, self.epoch_size)
        found: list[Part] = []
        for k, time, g in self.order(epoch)[at * self.size : (at + 1) * self.size]:
            view, people, tiles = self.view(epoch, k, time)
            rng = np.random.default_rng((self.seed, epoch, k, time, g))
            first = min(WINDOWS * g, max(0, len(tiles) - WINDOWS))
            settled = _settled(self.texts[k], people, rng)
            windows = open_windows(view, tiles[first : first + WINDOWS], rng)
            one = stretch_of(view, windows, settled)
            if one is not None:
                labels = label(self.texts[k], people, one)
                labels.known[np.isin(one.rows, list(settled))] = 0  # what is given is no answer
                found.append((windows, one, labels))
        return collate(found) if found else self.batch(step + 1)


def _settled(text: Text, people: Known, rng: np.random.Generator) -> dict[int, int]:
    """The speakers of some turns, as a reader's corrections tell them: mostly of none, else of any share."""
    if rng.random() > SETTLED:
        return {}
    turns = np.flatnonzero(text.speaker >= 0)
    chosen = turns[rng.random(len(turns)) < rng.uniform(0, 0.6)]
    of = {int(g): k for k, g in reversed(list(enumerate(people.gold.tolist()))) if g >= 0}
    return {r: of.get(int(text.speaker[r]), -1) for r in chosen.tolist()}


def _work(plan: Plan, first: int, by: int, queue: "multiprocessing.Queue[bytes]") -> None:
    import pickle

    import torch

    torch.set_num_threads(1)
    step = first
    while True:
        try:
            made: object = [x.numpy() for x in plan.batch(step)]
        except Exception as fault:  # told where somebody waits for it
            made = fault
        queue.put(pickle.dumps(made, protocol=5))
        step += by


def stream(plan: Plan, step: int, workers: int = 1) -> Iterator[Batch]:
    """The batches from ``step`` on, in order. Raises what went wrong while one was made."""
    import pickle

    import torch

    context = multiprocessing.get_context("fork")
    queues = [context.Queue(max(2, AHEAD // workers)) for _ in range(workers)]
    for k, queue in enumerate(queues):
        context.Process(target=_work, args=(plan, step + k, workers, queue), daemon=True).start()
    while True:
        for queue in queues:
            made = pickle.loads(queue.get())
            if isinstance(made, Exception):
                raise made
            yield Batch(*(torch.from_numpy(x) for x in made))
