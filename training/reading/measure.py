"""How well a reader does on packed texts with their people given.

    python training/reading/measure.py WORK RUN [--sets held dev] [--damage]

Gold's people are laid over the text (or damaged), so these figures are of the reader alone and higher than a whole
reading's. Every gold quotation is counted; one that was not found is wrong.
"""

import argparse
import collections
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from fabula.models.rereading.marked import Marked, View
from fabula.models.rereading.network import Reader as Exported
from fabula.models.rereading.network import reread
from fabula.models.rereading.sizes import BONDS
from fabula.models.rereading.stretch import stretch_of
from fabula.models.rereading.windows import open_windows

sys.path.insert(0, str(Path(__file__).parent))
from batches import Part, collate
from network import Reader
from texts import TYPES, Known, Rates, Text, damaged, load, whole

AT_ONCE, STEP = 12, 8  # windows of a stretch of a long text, and from stretch to stretch
THRESHOLD = 0.5
SEED = 5


def stretches(text: Marked, people: Known) -> Iterator[Part]:
    """A whole text, in stretches that overlap if it is long."""
    view = View(text, people)
    tiles = view.tiles()
    starts = [0] if len(tiles) <= AT_ONCE + 4 else list(range(0, len(tiles) - (AT_ONCE - STEP), STEP))
    size = len(tiles) if len(starts) == 1 else AT_ONCE
    windows = open_windows(view, tiles, np.random.default_rng(SEED))
    for k in starts:
        some = windows.some(k, k + size)
        one = stretch_of(view, some)
        if one is not None:
            yield some, one, None


@torch.no_grad()
def answers(net: Reader, text: Marked, people: Known, device: str = "cpu") -> dict[str, np.ndarray]:
    """Probabilities for all rows of a text: ``speaks`` (rows, people + 1), the last somebody else; ``told``, ``heard``,
    ``here`` (rows, people); ``felt`` (rows, people, 8); ``opens`` (rows,); ``real`` (people,), ``same`` (people,
    people): means of log odds over the windows, ``bonds`` (people, people, 7) the highest; -9 where there is none."""
    n, p = len(text.row_kind), len(people.gold)
    out = {
        "speaks": np.zeros((n, p + 1), np.float32), "told": np.zeros((n, p), np.float32),
        "heard": np.zeros((n, p), np.float32), "here": np.zeros((n, p), np.float32),
        "felt": np.zeros((n, p, 8), np.float32), "opens": np.zeros(n, np.float32),
    }  # fmt: skip
    best = np.full(n, -1)
    real, same, bonds = np.zeros((2, p)), np.zeros((2, p, p)), np.full((p, p, len(BONDS)), -9.0, np.float32)
    for part in stretches(text, people):
        s = part[1]
        b = collate([part]).to(device)
        with torch.autocast(device, torch.bfloat16):
            said = net(b)
        who = np.concatenate([x.people for x in part[0].seen])
        np.add.at(real, (slice(None), who), np.stack([said.real.cpu().numpy(), np.ones(len(who))]))
        i, j = who[b.both.cpu().numpy().T]
        z = said.same.cpu().numpy()
        np.add.at(same, (slice(None), i, j), np.stack([z, np.ones(len(z))]))
        np.add.at(same, (slice(None), j, i), np.stack([z, np.ones(len(z))]))
        for one, two in ((i, j), (j, i)):
            np.maximum.at(bonds, (one, two), said.bonds.float().cpu().numpy())
        inside = np.minimum(np.arange(len(s.rows)), np.arange(len(s.rows))[::-1])
        take = inside > best[s.rows]
        rows = s.rows[take]
        best[rows] = inside[take]
        k = len(s.rows)
        prob = torch.softmax(said.speaks[-1].float(), -1)[0, :k].cpu().numpy()
        out["speaks"][rows] = 0
        out["speaks"][np.ix_(rows, s.people)] = prob[take][:, : len(s.people)]
        out["speaks"][rows, -1] = prob[take][:, -1]
        for what in ("told", "heard", "here", "felt"):
            x = torch.sigmoid(getattr(said, what).float())[0, :k].cpu().numpy()
            out[what][np.ix_(rows, s.people)] = x[take]
        out["opens"][rows] = torch.sigmoid(said.opens.float())[0, :k].cpu().numpy()[take]
    out["real"] = np.where(real[1] > 0, real[0] / np.maximum(real[1], 1), -9)
    out["same"] = np.where(same[1] > 0, same[0] / np.maximum(same[1], 1), -9)
    out["bonds"] = bonds
    return out


def count(text: Text, people: Known, said: dict[str, np.ndarray]) -> collections.Counter[str]:
    """What is right, and what there is, to be added up over texts."""
    c: collections.Counter[str] = collections.Counter()
    gold = np.concatenate((people.gold, [-1]))
    turns = np.flatnonzero(text.speaker != -1)
    chosen = said["speaks"].argmax(1)
    for r in turns.tolist():
        who = gold[chosen[r]]
        right = who == text.speaker[r] if text.speaker[r] >= 0 else chosen[r] == len(people.gold)
        kind = TYPES[text.type[r]] if text.type[r] >= 0 else "other"
        c.update({"speaker": int(right), f"{kind}": int(right), f"{kind} all": 1})
    c["speaker all"] += int(text.gold_quotes)
    for what, k in (("told", 1), ("heard", 2)):
        if text.says[k]:
            mine = {(r, int(people.gold[p])) for r, p in np.argwhere(said[what] > THRESHOLD).tolist()
                    if text.speaker[r] != -1 and people.gold[p] >= 0}  # fmt: skip
            _f1(c, what, mine, set(map(tuple, getattr(text, what).tolist())))
    if text.says[3]:
        mine = set()
        for scene in np.unique(text.scene[text.scene >= 0]).tolist():
            rows = np.flatnonzero(text.scene == scene)
            for p in np.flatnonzero(said["here"][rows].mean(0) > THRESHOLD).tolist():
                mine.add((scene, int(people.gold[p])))
        _f1(c, "here", mine, set(map(tuple, text.present.tolist())))
        cut = np.flatnonzero(np.diff(text.scene) != 0) + 1
        _f1(c, "opens", set(np.flatnonzero(said["opens"] > THRESHOLD).tolist()) - {0}, set(cut.tolist()))
    if "real" in said:
        known, truly = np.flatnonzero(said["real"] > 0), np.flatnonzero(people.gold >= 0)
        _f1(c, "real", set(known.tolist()), set(truly.tolist()))
        one = (people.gold[:, None] == people.gold) & (people.gold >= 0)
        mine, wanted_two = (np.argwhere(np.triu(x, 1)) for x in (said["same"] > 0, one))
        _f1(c, "same", set(map(tuple, mine.tolist())), set(map(tuple, wanted_two.tolist())))
    if text.says[5]:
        c.update({"bound": _bound_right(text, people, said["bonds"]), "bound all": len(text.bonds)})
    if text.says[4] and len(text.felt):
        wanted = set(map(tuple, text.felt.tolist()))
        flat = np.argsort(-said["felt"], axis=None, kind="stable")[: int(2.5 * len(wanted))]
        r, p, e = np.unravel_index(flat, said["felt"].shape)
        mine = set(zip(r.tolist(), people.gold[p].tolist(), e.tolist(), strict=True))
        c.update({"felt": len(mine & wanted), "felt all": len(wanted)})
    return c


def _bound_right(text: Text, people: Known, bonds: np.ndarray) -> int:
    """How many of gold's bonds are among the surest two for each."""
    best: dict[tuple[int, int, int], float] = {}
    for i, j in np.argwhere(np.triu(bonds[..., 0] > -9, 1)).tolist():
        a, b = sorted((int(people.gold[i]), int(people.gold[j])))
        if a != b:
            for k, z in enumerate(bonds[i, j].tolist()):
                best[a, b, k] = max(z, best.get((a, b, k), -9.0))
    surest = sorted(best, key=lambda x: (-best[x], x))[: 2 * len(text.bonds)]
    wanted = {(*sorted((a, b)), k) for a, b, k in text.bonds.tolist()}
    return len(wanted.intersection(surest))


def _f1(c: collections.Counter[str], what: str, mine: set, gold: set) -> None:  # type: ignore[type-arg]
    c.update({f"{what} right": len(mine & gold), f"{what} mine": len(mine), f"{what} gold": len(gold)})


def figures(c: collections.Counter[str]) -> dict[str, float]:
    """In percent: accuracies, F1; for feelings recall among two and a half answers for each in gold, for bonds two."""
    out = {k: 100 * c[k] / c[f"{k} all"] for k in ("speaker", *TYPES, "felt", "bound") if c[f"{k} all"]}
    for k in ("told", "heard", "here", "opens", "real", "same"):
        if c[f"{k} gold"]:
            out[k] = 200 * c[f"{k} right"] / max(1, c[f"{k} mine"] + c[f"{k} gold"])
    return {k: round(v, 1) for k, v in out.items()}


def measure(net: Reader, texts: list[Text], rates: Rates | None, device: str = "cpu") -> dict[str, float]:
    """The figures of some texts together, with their people whole or damaged by ``rates``."""
    net.eval()
    c: collections.Counter[str] = collections.Counter()
    for k, t in enumerate(texts):
        people = damaged(t, rates, np.random.default_rng((SEED, k))) if rates else whole(t)
        c += count(t, people, answers(net, t, people, device))
    return figures(c)


def measure_exported(net: Exported, texts: list[Text], rates: Rates | None) -> dict[str, float]:
    """`measure` of the network as the package runs it."""
    c: collections.Counter[str] = collections.Counter()
    for k, t in enumerate(texts):
        people = damaged(t, rates, np.random.default_rng((SEED, k))) if rates else whole(t)
        rows, found = reread(t, people, network=net)
        a = rows.of(np.append(np.arange(len(people.gold)), -1), len(people.gold))
        said = {"speaks": a.speaks, "told": a.addressed, "heard": a.hears, "here": a.present, "felt": a.feels}
        same = np.full((len(people.gold), len(people.gold)), -9.0)
        same[found.both[:, 0], found.both[:, 1]] = found.same
        bonds = np.full((*same.shape, len(BONDS)), -9.0, np.float32)
        bonds[found.both[:, 0], found.both[:, 1]] = found.bonds
        c += count(t, people, {**said, "opens": a.opens, "real": found.real, "same": same, "bonds": bonds})
    return figures(c)


def main() -> None:
    from train import load_rates, restore

    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("run", type=Path)
    args.add_argument("--sets", nargs="+", default=["held", "dev"])
    args.add_argument("--damage", action="store_true")
    given = args.parse_args()
    net = restore(given.work / "start.npz", given.run)
    for name in given.sets:
        rates = load_rates() if given.damage else None
        print(name, json.dumps(measure(net, load(given.work / f"{name}.npz"), rates)), flush=True)


if __name__ == "__main__":
    main()
