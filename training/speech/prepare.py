"""PDNC's training novels as the speech heads are taught: every turn with its candidates, and who is right.

    python training/speech/prepare.py ../shared/corpora/pdnc/train WORK

Reads each novel as `fabula` does (with the installed people model, so that the heads learn with the errors they will
meet), and writes WORK/speech/NOVEL.pkl. WORK/pdnc-train.pkl of the people's preparation spares the parse. A quarter of
an hour on one core; novels that are there already are passed over.
"""

import argparse
import pickle
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from novel import Novel, read_novel

from fabula.resolution.speakers.features import FEATURES
from fabula.resolution.speakers.nearby import nearby

MODEL = [k for k, f in enumerate(FEATURES) if f.startswith("read")]  # what the heads said themselves teaches nothing


def turns_of(novel: Novel) -> list[dict[str, Any]]:
    """The turns that pair with a gold quotation; the mentions near them go by their head tokens."""
    known = {r.head: r.head for r in novel.cast.references}
    rows = []
    for k in sorted(novel.said):
        turn, own = novel.turns[k], novel.candidates[k]
        tokens = [i for p in turn.parts for i in novel.language.tokens_in(*p)]
        if turn.kind != "speech" or not tokens:
            continue
        x = own.features.astype(np.float32)
        x[:, MODEL] = 0
        rows.append(
            {
                "k": k,
                "tokens": (tokens[0], tokens[-1] + 1),
                "who": own.who,
                "x": x,
                "right": novel.right(k),
                "told": novel.told(k, own.who),
                "near": nearby(novel.around, k, own.who, known),
                "type": novel.said[k]["type"],
            }
        )
    return rows


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("folder", type=Path)
    args.add_argument("work", type=Path)
    given = args.parse_args()
    (given.work / "speech").mkdir(parents=True, exist_ok=True)
    with (given.work / "pdnc-train.pkl").open("rb") as f:
        parsed = {r["id"]: r["language"] for r in pickle.load(f)}
    for path in sorted(given.folder.glob("*.json")):
        out = given.work / "speech" / f"{path.stem}.pkl"
        if out.exists():
            continue
        rows = turns_of(read_novel(path, parsed[path.stem]))
        found = sum(r["right"].any() for r in rows)
        print(
            f"{path.stem:30} {len(rows)} turns, {found} with the speaker among the candidates",
            file=sys.stderr,
            flush=True,
        )
        aside = out.with_suffix(".part")
        with aside.open("wb") as f:
            pickle.dump({"name": path.stem, "turns": rows}, f)
        aside.rename(out)


if __name__ == "__main__":
    main()
