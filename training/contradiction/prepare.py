"""Gather pairs of sentences that do or do not contradict each other.

    python training/contradiction/prepare.py ../shared/corpora WORK [--novels 8]

Writes WORK/pairs.json: {"train": [[one, other, label], ..], "held": {"snli": .., "mnli": .., "built": .., "lies": ..}}
where a label is entailment, neutral, contradiction, or "other" for what MultiNLI's two-way labels leave open between
the first two. SNLI is held out by premise, built pairs by novel, lies by family.
"""

import argparse
import json
import random
from pathlib import Path

from built import Pair, clauses, pairs
from lies import lies

from fabula.language.analyse import analyse
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.text.open import read_file

SEED = 3
A_NOVEL = 1200  # clauses


def of_novel(path: Path, rng: random.Random) -> list[Pair]:
    m = read_file(path)
    language = analyse(m)
    quoted = quoted_tokens(language, find_quotations(m, language))
    found = list(clauses(language, quoted, rng))
    return list(pairs(rng.sample(found, min(A_NOVEL, len(found))), rng))


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("corpora", type=Path)
    args.add_argument("work", type=Path)
    args.add_argument("--novels", type=int, default=8)
    given = args.parse_args()
    rng = random.Random(SEED)
    folder = given.corpora / "contradiction"
    snli = [json.loads(x) for x in (folder / "snli.jsonl").read_text(encoding="utf-8").splitlines()]
    premises = sorted({x["premise"] for x in snli})
    away = set(rng.sample(premises, len(premises) // 12))
    held = {"snli": [], "mnli": [], "built": []}
    train = []
    for x in snli:
        (held["snli"] if x["premise"] in away else train).append((x["premise"], x["hypothesis"], x["label"]))
    mnli = [json.loads(x) for x in (folder / "mnli.jsonl").read_text(encoding="utf-8").splitlines()]
    rng.shuffle(mnli)
    for k, x in enumerate(mnli):
        row = (x["sentence1"], x["sentence2"], "contradiction" if x["label"] == "1" else "other")
        (held["mnli"] if k < 300 else train).append(row)
    novels = sorted((given.corpora / "novels").glob("*.txt"))
    rng.shuffle(novels)
    for k, path in enumerate(novels[: given.novels + 1]):
        found = of_novel(path, rng)
        (train if k else held["built"]).extend(tuple(p) for p in found)
        print(path.stem, len(found), flush=True)
    held["built"] = held["built"][:1500]
    train += [tuple(p) for p in lies(rng, held=False)]
    held["lies"] = [tuple(p) for p in lies(rng, held=True, rounds=40)]
    given.work.mkdir(parents=True, exist_ok=True)
    (given.work / "pairs.json").write_text(json.dumps({"train": train, "held": held}), encoding="utf-8")


if __name__ == "__main__":
    main()
