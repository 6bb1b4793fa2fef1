"""What speaks for a contradiction, weighed: `src/fabula/knowledge/weights.py`.

    python training/contradiction/weigh.py prior ../shared WORK
    python training/contradiction/weigh.py judged ../shared WORK

The first fits how likely two quotations of one speaker contradict each other before their words are read, on the gold
of the practice stories that may be learnt from. The second reads the held quarter with the shipped network and fits
what the network's verdict and the words that both share weigh together; the figures it prints are by folds over the
stories. Both print the lines of weights.py.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
from told import story
from training.names.texts import Text, draft

from fabula.constraints.compile import compile_constraints
from fabula.knowledge.candidates import find_candidates
from fabula.knowledge.contradictions import LITTLE, plain
from fabula.knowledge.weights import PRIOR
from fabula.models.contradiction import model
from fabula.models.threads import one_thread
from fabula.pipeline import resolve_story
from train import learnt

FOLDS = 8
SEEDS = 6


def prior(shared: Path, work: Path) -> None:
    told = [t for path in learnt(shared, work) for t in story(path)]
    x, y = np.array([t.signs for t in told]), np.array([t.lie >= 0 for t in told])
    fitted = LogisticRegression().fit(x, y)
    print(f"{len(told)} pairs, {int(y.sum())} contradictions")
    for name, weight in zip(PRIOR, fitted.coef_[0], strict=True):
        print(f'    "{name}": {weight:.3f},')
    print(f"PRIOR_BIAS = {fitted.intercept_[0]:.3f}")


@one_thread
def read(gold: Path) -> tuple[list[Any], int]:
    """(rows of log odds of the network, words shared, which lie or -1, two ids; number of lies) of a story as read."""
    answer = json.loads(gold.read_text(encoding="utf-8"))
    d = draft(Text(gold.stem, "story", gold.with_suffix(".txt"), gold, True))
    quotes = resolve_story(d, compile_constraints(d.manuscript, (), ())).quotes
    texts = {q.id: " ".join(d.manuscript.text[a:b] for a, b in q.parts) for q in quotes}
    whose = {q.id: _gold_of(q.parts, answer["quotes"]) for q in quotes}
    lies = {
        frozenset(two): n
        for n, lie in enumerate(answer["contradictions"])
        for two in ((lie["a"], lie["b"]), *map(tuple, lie.get("alt", ())))
    }
    found = find_candidates(quotes, texts)
    verdicts = model().judge([(plain(texts[c.a.id]), plain(texts[c.b.id])) for c in found])
    yes = np.clip(verdicts[:, 2], LITTLE, 1 - LITTLE)
    rows = [
        (float(np.log(p / (1 - p))), c.alike, lies.get(frozenset((whose[c.a.id], whose[c.b.id])), -1), c.a.id, c.b.id)
        for c, p in zip(found, yes, strict=True)
    ]
    return rows, len(answer["contradictions"])


def _gold_of(parts: Any, quotes: Any) -> str | None:
    """The quotation of gold that has most of a quotation of ours."""

    def shared(q: Any) -> int:
        return sum(max(0, min(b, d) - max(a, c)) for a, b in parts for c, d in q["spans"])

    best = max(quotes, key=shared, default=None)
    return best["id"] if best and 2 * shared(best) > sum(b - a for a, b in parts) else None


def f1(rows: list[Any], stories: np.ndarray, score: np.ndarray, least: float, gold: int) -> tuple[float, float, float]:
    """(F1, precision, recall), one pair for each lie."""
    told: set[tuple[int, str]] = set()
    found, wrong = set(), 0
    for k in np.argsort(-score, kind="stable"):
        if score[k] < least:
            break
        lie, a, b = rows[k][-3:]
        if {(stories[k], a), (stories[k], b)} & told:
            continue
        told |= {(stories[k], a), (stories[k], b)}
        if lie >= 0:
            found.add((stories[k], lie))
        else:
            wrong += 1
    p, r = len(found) / max(1, len(found) + wrong), len(found) / gold
    return 2 * p * r / max(1e-9, p + r), p, r


def judged(shared: Path) -> None:
    names = (shared / "stories/heldout.txt").read_text(encoding="utf-8").split()
    read_ = [read(shared / f"stories/{name}.json") for name in sorted(names)]
    rows = [r for found, _ in read_ for r in found]
    stories = np.concatenate([np.full(len(found), k) for k, (found, _) in enumerate(read_)])
    gold = sum(n for _, n in read_)
    x, y = np.array([r[:-3] for r in rows]), np.array([r[-3] >= 0 for r in rows])
    among = {(s, r[-3]) for s, r in zip(stories, rows, strict=True) if r[-3] >= 0}
    print(f"{len(rows)} pairs; {len(among)} of {gold} lies among them")
    steps = np.linspace(-4, 1, 21)
    by_step = np.zeros((len(steps), 3))
    for seed in range(SEEDS):
        fold = np.random.default_rng(seed).permutation(len(read_))[stories] % FOLDS
        z = np.zeros(len(y))
        for k in range(FOLDS):
            z[fold == k] = LogisticRegression().fit(x[fold != k], y[fold != k]).decision_function(x[fold == k])
        by_step += [f1(rows, stories, z, step, gold) for step in steps]
    by_step /= SEEDS
    for step, (f, p, r) in zip(steps, by_step, strict=True):
        print(f"from {1 / (1 + np.exp(-step)):.3f}: F1 {f:.3f}, precision {p:.3f}, recall {r:.3f}")
    fitted = LogisticRegression().fit(x, y)
    print(f"JUDGED = {fitted.coef_[0, 0]:.2f}\nALIKE = {fitted.coef_[0, 1]:.2f}\nBIAS = {fitted.intercept_[0]:.2f}")


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("what", choices=("prior", "judged"))
    args.add_argument("shared", type=Path)
    args.add_argument("work", type=Path)
    given = args.parse_args()
    if given.what == "prior":
        prior(given.shared, given.work)
    else:
        judged(given.shared)


if __name__ == "__main__":
    main()
