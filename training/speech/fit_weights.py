"""Fit the weights of the speaker rules: a linear-chain CRF of second order over `fabula.resolution.speakers.features`.

    python training/speech/fit_weights.py ../shared/corpora/pdnc/train [--only TheInvisibleMan ...] > weights.json

Reads the novels with the installed package, maps each character found to a gold character by name as `score.py` does,
and maximises the likelihood of the gold speakers. A turn that pairs with no gold quotation, or whose
speaker is not among its candidates, is left free, and what speaks for "somebody not among the candidates" keeps its
hand-set weight: PDNC names nearly everybody, so it cannot teach when to say nothing. L-BFGS from the weights in the
package, pulled towards them by a Gaussian prior, so that what PDNC never shows keeps its hand-set value.
Deterministic; 15 minutes on two cores.
"""

import argparse
import json
import sys
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))
from novel import read_novel

from fabula.resolution.speakers.decode import agreement, marginals, relation
from fabula.resolution.speakers.features import FEATURES
from fabula.resolution.speakers.weights import LINKS, VECTOR

PRIOR = 0.02  # weight of the pull towards the hand-set weights: about that of one turn in fifty
LINK_KEYS = sorted(LINKS)
STEP_GAIN = 6  # of some 22,000 turns: less than this is chance
# What PDNC cannot teach: it names nearly everybody, has few breaks inside chapters and few crowds.
KEPT = frozenset(
    [
        *(f for f in FEATURES if f.startswith("unknown")),
        "other_scene",
        "absent_pronoun",
        "alone",
        "tag_plural_group",
        "open_noun_called_next",
    ]
)
FIXED = [i for i, f in enumerate(FEATURES) if f.startswith("unknown")]
F = len(FEATURES)


def prepare(gold_path: str) -> dict[str, Any]:
    """Features, links and allowed candidates of one novel's chain of turns."""
    novel = read_novel(Path(gold_path))
    turns, candidates = novel.turns, novel.candidates
    chain = [k for k, t in enumerate(turns) if t.kind == "speech" and candidates[k].who]
    out: list[dict[str, Any]] = []
    for i, k in enumerate(chain):
        who = candidates[k].who
        known = novel.right(k) if k in novel.said else np.zeros(len(who), bool)
        right = known if known.any() else np.ones(len(who), bool)  # not among the candidates, or not in gold: left free
        link = relation(turns[chain[i - 1]], turns[k], novel.cuts) if i else "far"
        prev = candidates[chain[i - 1]].who if i else ("",)
        two = candidates[chain[i - 2]].who if i > 1 else ("",)
        last = out[-1]["link"] if out else "far"
        apart = [r for r in ((last, link) if i > 1 else (link,)) if r in ("cut", "far")]
        same, back = agreement(prev, who), agreement(two, who)
        out.append(
            {
                "who": who,
                "x": candidates[k].features,
                "mask": np.where(right, 0.0, -1e9),
                "counts": k in novel.said,
                "right": known,
                "link": link,
                "same": same,
                "back": back[:, None, :] * (1 - same)[None, :, :],
                "same_key": LINK_KEYS.index((link, "same")),
                "back_key": LINK_KEYS.index((apart[0] if apart else link, "back")),
            }
        )
    return {"name": novel.name, "turns": out}


def logsum(x: np.ndarray, axis: Any) -> np.ndarray:
    top = x.max(axis=axis, keepdims=True)
    return np.log(np.exp(x - top).sum(axis=axis)) + np.squeeze(top, axis)


def expectations(turns: list[dict[str, Any]], theta: np.ndarray, clamp: bool) -> tuple[float, np.ndarray]:
    """log Z and the expected features, with the speakers held to the allowed ones if ``clamp``."""
    w, links = theta[:F], theta[F:]
    scores = [t["x"] @ w + (t["mask"] if clamp else 0.0) for t in turns]
    cubes = [None] + [links[t["back_key"]] * t["back"] + (links[t["same_key"]] * t["same"])[None] for t in turns[1:]]
    forward = [scores[0][None, :]]
    z = 0.0
    for k in range(1, len(turns)):
        total = logsum(forward[-1][:, :, None] + cubes[k], 0) + scores[k][None, :]
        top = total.max()
        z += top
        forward.append(total - top)
    z += float(logsum(forward[-1].ravel(), 0))
    grad = np.zeros_like(theta)
    back = np.zeros_like(forward[-1])
    for k in range(len(turns) - 1, -1, -1):
        both = forward[k] + back
        p = np.exp(both - both.max())
        p /= p.sum()
        grad[:F] += p.sum(0) @ turns[k]["x"]
        if k:
            after = back + scores[k][None, :]
            joint = forward[k - 1][:, :, None] + cubes[k] + after[None]
            q = np.exp(joint - joint.max())
            q /= q.sum()
            grad[F + turns[k]["back_key"]] += (q * turns[k]["back"]).sum()
            grad[F + turns[k]["same_key"]] += (q.sum(0) * turns[k]["same"]).sum()
            back = logsum(cubes[k] + after[None], 2)
            back -= back.max()
    return z, grad


def loss(args: tuple[list[dict[str, Any]], np.ndarray]) -> tuple[float, np.ndarray]:
    turns, theta = args
    za, ga = expectations(turns, theta, clamp=True)
    zb, gb = expectations(turns, theta, clamp=False)
    return zb - za, gb - ga


def hits_of(args: tuple[int, np.ndarray]) -> int:
    """How many turns of one novel are answered rightly: the likeliest candidate of each, as `fabula` decides."""
    turns, theta = DATA[args[0]]["turns"], args[1]
    scores = [t["x"] @ theta[:F] for t in turns]
    links = {LINK_KEYS[i]: float(v) for i, v in enumerate(theta[F:])}
    found = marginals([t["who"] for t in turns], scores, [t["link"] for t in turns], links)
    return sum(bool(t["right"][int(p.argmax())]) for t, p in zip(turns, found, strict=True))


def polish(start: np.ndarray, steps: list[float], pool: Any) -> np.ndarray:
    """Coordinate search for the number of right answers; a step must win STEP_GAIN turns to be taken."""
    names = [*FEATURES, *(f"{a} {b}" for a, b in LINK_KEYS)]

    def hits(theta: np.ndarray) -> int:
        return sum(pool.map(hits_of, [(i, theta) for i in range(len(DATA))], chunksize=1))

    best, top = start.copy(), hits(start)
    print(f"polish: {top} right", file=sys.stderr, flush=True)
    for step in steps:
        for i, name in enumerate(names):
            if name in KEPT:
                continue
            for sign in (1.0, -1.0):
                trial = best.copy()
                trial[i] += sign * step
                got = hits(trial)
                if got >= top + STEP_GAIN:
                    best, top = trial, got
                    print(f"{name} {trial[i]:+.2f}: {top}", file=sys.stderr, flush=True)
                    break
    return best


DATA: list[dict[str, Any]] = []


def loss_of(args: tuple[int, np.ndarray]) -> tuple[float, np.ndarray]:
    i, theta = args
    return loss((DATA[i]["turns"], theta))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--iterations", type=int, default=60, help="of L-BFGS; 0 leaves the weights as they are")
    parser.add_argument("--polish", type=float, nargs="*", default=[], help="steps of a coordinate search for accuracy")
    parser.add_argument("--only", nargs="*", help="novels")
    options = parser.parse_args()
    paths = sorted(str(p) for p in options.folder.glob("*.json") if not options.only or p.stem in options.only)
    with Pool(2) as pool:
        for d in pool.imap(prepare, paths):
            DATA.append(d)
            print(d["name"], len(d["turns"]), file=sys.stderr)
    start = np.array([*VECTOR, *(LINKS[k] for k in LINK_KEYS)])
    found = start
    with Pool(2) as pool:  # forked after DATA is there, so that nothing is copied

        def objective(theta: np.ndarray) -> tuple[float, np.ndarray]:
            parts = pool.map(loss_of, [(i, theta) for i in range(len(DATA))], chunksize=1)
            value = sum(p[0] for p in parts) + PRIOR * float(((theta - start) ** 2).sum()) * 50
            grad = sum((p[1] for p in parts), np.zeros_like(theta)) + 2 * PRIOR * 50 * (theta - start)
            grad[FIXED] = 0.0
            print(f"{value:.1f}", file=sys.stderr, flush=True)
            return value, grad

        if options.iterations:
            found = minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": options.iterations}).x
        if options.polish:
            found = polish(found, options.polish, pool)
    weights = dict(zip(FEATURES, (round(float(x), 2) for x in found[:F]), strict=True))
    links = {f"{a} {b}": round(float(x), 2) for (a, b), x in zip(LINK_KEYS, found[F:], strict=True)}
    print(json.dumps({"weights": weights, "links": links}, indent=1))


if __name__ == "__main__":
    main()
