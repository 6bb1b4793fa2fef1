"""Texts with their people as the second reading is given them, packed beside those of `prepare.py`.

    python training/reading/predict.py ../shared WORK

Writes WORK/stories-read.npz, WORK/written-read.npz, WORK/held-read.npz and WORK/pdnc-read.npz: the same texts, rows and
labels, with the mentions and people that the names and the people model found, ``people`` of them with gold's number
each. Who has none is nobody in the stories (-1), whose cast is complete, and not known in PDNC (-2), which lists who
speaks. The readings lie in `.run/names/drafts` (see training/names/prepare.py); PDNC's take a quarter of an hour.
"""

import argparse
import collections
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
from training.names.texts import Text as Named
from training.names.texts import draft

from fabula.constraints.compile import compile_constraints
from fabula.models.threads import one_thread
from fabula.resolution import parts
from fabula.resolution.rereading import mark_people
from fabula.text.cuts import find_cuts
from prepare import scorer, with_written

KINDS = {"stories": "story", "written": "story", "held": "story", "pdnc": "pdnc"}  # as drafts are called
SURE = 0.5  # of the mentions of somebody whom no name tells, that are one of gold's people
LISTED = 3.0  # what a listed name weighs against a mention


@one_thread
def read(kind: str, path: Path, packed: dict[str, np.ndarray], score: Any) -> dict[str, np.ndarray]:
    """The arrays of one text that are other than packed ones."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    d = draft(Named(path.stem, KINDS[kind], path.with_suffix(".txt"), path, False))
    if len(d.language) != len(packed["first"]) - 1:
        raise SystemExit(f"{path.stem}: its tokens are others now; run prepare.py again")
    frozen = parts.freeze(d.manuscript, d.language, d.turns, d.encoding, compile_constraints(d.manuscript, (), ()))
    cuts = find_cuts(d.manuscript)
    # before anybody is joined or left out: which of them are one, and which nobody, is what is to be learnt
    chained = parts.coreference(frozen, parts.found_cast(frozen, cuts), cuts, ())
    mentions, titles, people, ids = mark_people(
        d.language, frozen.quoted, frozen.mentions, chained.cast, chained.coreference
    )
    mine = [{"id": c.id, "name": c.name, "aliases": list(c.aliases)} for c in chained.cast.characters]
    words = collections.defaultdict(set)
    for k in range(mentions.shape[1]):
        if mentions[3, k] < 2:
            a, b = int(mentions[0, k]), int(mentions[1, k])
            words[ids[people.who[k]]].add(" ".join(d.language.text[a:b]))
    mine += [{"id": i, "name": "", "aliases": sorted(words[i])} for i in ids if i.startswith("#")]
    who = gold_of(score, gold, mine, ids, mentions, people.who, packed["mentions"])
    if kind == "pdnc":
        who[who < 0] = -2
    return {
        "mentions": np.vstack((mentions, people.who)).astype(np.int32),
        "titles": titles,
        "people": np.stack((who, people.gender)).astype(np.int32),
        "tells": np.array(people.narrator),
    }


def gold_of(
    score: Any,
    gold: Any,
    mine: list[Any],
    ids: tuple[str, ...],
    mentions: np.ndarray,
    who: np.ndarray,
    laid: np.ndarray,
) -> np.ndarray:
    """Which of gold's people each of ours is: by the names that both list, and by the mentions that both share."""
    people = [c for c in gold["characters"] if not c["id"].startswith("_")]
    number = {c["id"]: k for k, c in enumerate(people)}
    listed = score.match_characters(people, mine)
    there = {(int(h), int(f)): int(p) for h, f, p in laid[2:5].T if p >= 0}
    votes = np.zeros((len(ids), len(people) + 1))
    for h, f, p in zip(mentions[2].tolist(), mentions[3].tolist(), who.tolist(), strict=True):
        votes[p, there.get((h, f), -1)] += 0.25 if f == 2 else 1.0
    out = np.full(len(ids), -1)
    for k, i in enumerate(ids):
        total = votes[k].sum()
        row = votes[k, :-1]
        if i in listed:
            row = row.copy()
            row[number[listed[i]]] += LISTED * (1 if not i.startswith("#") else 0.34)
        if len(row) and row.max() > 0 and row.max() >= SURE * (total if i not in listed else 0):
            out[k] = int(row.argmax())
    return out


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("shared", type=Path)
    args.add_argument("work", type=Path)
    given = args.parse_args()
    score = scorer(given.shared / "score.py")
    for name, paths in with_written(given.shared, given.work).items():
        if name not in KINDS or (given.work / f"{name}-read.npz").exists():
            continue
        arrays: dict[str, np.ndarray] = {}
        counts: collections.Counter[str] = collections.Counter()
        with np.load(given.work / f"{name}.npz") as f:
            arrays["names"] = f["names"]
            for k, p in enumerate(paths):
                packed = {key.split(".", 1)[1]: f[key] for key in f.files if key.startswith(f"{k}.")}
                changed = read(name, p, packed, score)
                arrays.update({f"{k}.{what}": v for what, v in {**packed, **changed}.items()})
                who = changed["people"][0]
                real = who[who >= 0]
                twice = len(real) - len(set(real.tolist()))
                counts.update(people=len(who), real=len(real), twice=twice, gold=len(packed["gender"]))
        with (given.work / f"{name}-read.part").open("wb") as out:
            np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
        (given.work / f"{name}-read.part").rename(given.work / f"{name}-read.npz")
        print(name, len(paths), dict(counts), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
