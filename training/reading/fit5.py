"""Fit what feelings and bonds weigh of what both readings say: logistic regressions on the held quarter, by folds.

    python training/reading/fit_layers.py ../shared

Reads the held quarter with the installed package (it was not learnt from), prints weights for
`src/fabula/{feelings,bonds}/weights.py`, and the figures of choosing on four fifths of the texts on the fifth. The
drafts lie in `.run/names/drafts`. Three minutes on one core.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
from training.names.texts import Text, draft

from fabula.bonds import find as bonds
from fabula.bonds.weights import WEIGHTS as BOND_WEIGHTS
from fabula.constraints.compile import compile_constraints
from fabula.feelings import find as feelings
from fabula.feelings.weights import WEIGHTS as FEELING_WEIGHTS
from fabula.language.emotion_words import of_tokens
from fabula.language.mentioned import resolved_tokens
from fabula.models.feelings import head
from fabula.models.rereading.sizes import EMOTIONS
from fabula.models.threads import one_thread
from fabula.pipeline import complete_story, resolve_story
from prepare import scorer, sets

FOLDS = 5
RIDGE = 1.0


class Layer(NamedTuple):
    """What there is to weigh, (n, kinds, features), whether it is so, bool (n, kinds), and the answer for each."""

    features: np.ndarray
    right: np.ndarray
    answers: list[list[dict[str, Any]]]


class Case(NamedTuple):
    """A text that was read: gold, and what the scorer needs beside the layers."""

    gold: Any
    about: dict[str, Any]
    feelings: Layer
    bonds: Layer


@one_thread
def read_case(path: Path, score: Any) -> Case:
    d = draft(Text(path.stem, "story", path.with_suffix(".txt"), path, False))
    gold = json.loads(path.read_text(encoding="utf-8"))
    constraints = compile_constraints(d.manuscript, (), ())
    found = resolve_story(d, constraints)
    story = complete_story(d, constraints, found)
    people = {c.id for c in found.cast.characters}
    heads = resolved_tokens(d.language, found.mentions)
    meant = {i: m.entity for i, m in heads.items() if m.entity in people}
    sure = {i: m.confidence for i, m in heads.items()}
    about = {
        "characters": [{"id": c.id, "name": c.name, "aliases": list(c.aliases)} for c in story.characters],
        "narration": {"narrator": story.narration.narrator},
        "quotes": [
            {"id": q.id, "kind": q.kind, "parts": [list(p) for p in q.parts], "speaker": q.speaker}
            for q in story.quotes
        ],
    }
    whose = score.match_characters(gold["characters"], about["characters"], story.narration.narrator, None)
    return Case(
        gold, about, _feelings(gold, d, found.judged, story, meant, whose),
        _bonds(gold, d, found, story, meant, sure, whose),
    )  # fmt: skip


def _feelings(gold: Any, d: Any, judged: Any, story: Any, meant: Any, whose: Any) -> Layer:
    words = of_tokens(d.language)
    one = feelings.candidates(d.language, judged, d.encoding.reading.felt, words, head(), story.quotes, meant)
    right = np.zeros(one.features.shape[:2], bool)
    answers: list[list[dict[str, Any]]] = []
    for n, (r, w) in enumerate(zip(one.row.tolist(), one.who.tolist(), strict=True)):
        turn = int(judged.rows.turn[r])
        q = story.quotes[turn] if turn >= 0 else None
        mine = [
            feelings.feeling(d.language, e, 0.5, int(one.cues[r, k]), judged.ids[w], q, False)
            for k, e in enumerate(EMOTIONS)
        ]
        answers.append([{"character": f.character, "emotion": f.emotion, "span": list(f.span)} for f in mine])
        for k, f in enumerate(mine):
            right[n, k] = any(
                g["character"] == whose.get(f.character) and g["emotion"] == f.emotion
                and min(g["span"][1], f.span[1]) > max(g["span"][0], f.span[0])
                for g in gold["feelings"]
            )  # fmt: skip
    return Layer(one.features.astype(float), right, answers)


def _bonds(gold: Any, d: Any, found: Any, story: Any, meant: Any, sure: Any, whose: Any) -> Layer:
    tied = found.judged.tied
    signs = bonds.signs_of(
        d.language, story.characters, meant, sure, found.quoted, story.quotes, story.knowledge.claims
    )
    said, met = bonds.talk(story.quotes, story.scenes)
    pairs = sorted({*tied, *((a, b) for a, b, _ in signs)})
    of = [bonds.features(tied.get(p), {k: signs.get((*p, k), []) for k in bonds.KINDS}, said[p], met[p]) for p in pairs]
    wanted = {(frozenset((b["a"], b["b"])), b["kind"]) for b in gold["bonds"]}
    right = [[(frozenset((whose.get(a), whose.get(b))), k) in wanted for k in bonds.KINDS] for a, b in pairs]
    kinds = len(bonds.KINDS)
    return Layer(
        np.array(of, float).reshape(-1, kinds, len(BOND_WEIGHTS)), np.array(right, bool).reshape(-1, kinds),
        [[{"a": a, "b": b, "kind": k} for k in bonds.KINDS] for a, b in pairs],
    )  # fmt: skip


def fit(layers: list[Layer]) -> np.ndarray:
    """Weights of the features and a bias of each kind, (features + kinds,): Newton's method with a small ridge."""
    kinds = layers[0].right.shape[1]
    rows = np.concatenate(
        [np.concatenate([x, np.broadcast_to(np.eye(kinds), (*x.shape[:2], kinds))], -1) for x, _, _ in layers]
    )
    rows, target = rows.reshape(-1, rows.shape[-1]), np.concatenate([y.ravel() for _, y, _ in layers])
    w = np.zeros(rows.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(rows @ w, -30, 30)))
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + RIDGE * np.eye(len(w))
        step = np.linalg.solve(curve, rows.T @ (p - target) + RIDGE * w)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return w


def crossed(layers: list[Layer]) -> list[np.ndarray]:
    """Log odds of each text, (n, kinds), by weights that the others gave."""
    fold = [k % FOLDS for k in range(len(layers))]
    ws = [fit([x for x, f in zip(layers, fold, strict=True) if f != k]) for k in range(FOLDS)]
    n = layers[0].features.shape[2]
    return [x.features @ ws[f][:n] + ws[f][n:] for x, f in zip(layers, fold, strict=True)]


def of_feelings(score: Any, cases: list[Case], z: list[np.ndarray], least: float) -> dict[str, float]:
    rows, n = [], 0
    for c, s in zip(cases, z, strict=True):
        told = [
            {**c.feelings.answers[i][k], "confidence": float(1 / (1 + np.exp(-s[i, k])))}
            for i, k in np.argwhere(s > least).tolist()
            if (s[i] > s[i, k]).sum() < feelings.MOST
        ]
        n += len(told)
        rows.append(score.story(c.gold, {**c.about, "feelings": told}))
    return {"recall": score.sum_story(rows)["feelings_recall"]["r"], "told": n}


def of_bonds(score: Any, cases: list[Case], z: list[np.ndarray], least: float) -> dict[str, float]:
    told = [[c.bonds.answers[i][k] for i, k in np.argwhere(s > least).tolist()] for c, s in zip(cases, z, strict=True)]
    total = score.sum_story([score.story(c.gold, {**c.about, "bonds": b}) for c, b in zip(cases, told, strict=True)])
    return {k: total[k]["f1"] for k in ("bonds", "bonds_any_kind")}


def show(names: Any, w: np.ndarray) -> None:
    print({n: round(float(v), 2) for n, v in zip(names, w, strict=False)})
    print("bias", tuple(np.round(w[len(names) :], 2).tolist()), flush=True)


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("shared", type=Path)
    given = args.parse_args()
    score = scorer(given.shared / "score.py")
    cases = [read_case(p, score) for p in sets(given.shared)["held"]]
    for name, of, names in (("feelings", of_feelings, FEELING_WEIGHTS), ("bonds", of_bonds, BOND_WEIGHTS)):
        layers = [getattr(c, name) for c in cases]
        z = crossed(layers)
        for p in (0.07, 0.08, 0.09, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
            print(f"{name} from {p}", of(score, cases, z, float(np.log(p / (1 - p)))), flush=True)
        show(names, fit(layers))


if __name__ == "__main__":
    main()
