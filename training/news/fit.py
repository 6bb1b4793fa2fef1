"""Fit what a piece of news is weighed by, from pieces that were judged right and worth knowing.

    python training/news/fit.py ../shared

`labels.json` has for each text the start of a sentence and whether its row is right (0 or 1) and how much it is worth
knowing (0 to 2). The texts are read with the installed package (readings are kept in `.run/news`); logistic regression,
by folds over texts. Prints what the folds give, and writes `src/fabula/news/weights.py`.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
from training.logistic import area, fit

import fabula
from fabula.news.find import tellings
from fabula.news.salience import signs
from fabula.news.weights import WEIGHTS

HERE = Path(__file__).parent
SHOWN = 0.1  # of a text's rows, for the share that is good of those that weigh most


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("shared", type=Path)
    args.add_argument("kept", type=Path, nargs="?", default=Path(".run/news"))
    given = args.parse_args()
    labels = json.loads((HERE / "labels.json").read_text(encoding="utf-8"))
    x, y, right, fold = [], [], [], []
    for number, (name, rows) in enumerate(labels.items()):
        story = reading(given.shared, given.kept, name)
        told = tellings(story)
        for own, s in zip(told, signs(story, told), strict=True):
            found = rows.get(str(own[0].span[0]))
            if found is not None:
                x.append(s)
                right.append(found[0])
                y.append(found[0] and found[1] == 2)
                fold.append(number)
    a, b, of = np.array(x), np.array(y, float), np.array(fold)
    z = np.zeros(len(b))
    for k in set(fold):
        weights, bias = fit(a[of != k], b[of != k])
        z[of == k] = a[of == k] @ weights + bias
    best = np.concatenate([(z[of == k] >= np.quantile(z[of == k], 1 - SHOWN)) for k in dict.fromkeys(fold)])
    print(f"{len(b)} rows of {len(labels)} texts: right {np.mean(right):.2f}, right and worth knowing {b.mean():.2f}")
    print(
        f"the {SHOWN:.0%} that weigh most of a text not learnt from: right {np.array(right)[best].mean():.2f}, ", end=""
    )
    print(f"right and worth knowing {b[best].mean():.2f}; area under the curve {area(z, b):.3f}")
    weights, bias = fit(a, b)
    lines = [f'    "{n}": {w:.3f},\n' for n, w in zip(WEIGHTS, weights, strict=True)]
    head = '"""What the salience of a piece of news is made of: log odds, fitted by training/news/fit.py."""\n\n'
    path = Path("src/fabula/news/weights.py")
    path.write_text(f"{head}BIAS = {bias:.3f}\nWEIGHTS = {{\n{''.join(lines)}}}\n", encoding="utf-8")


def reading(shared: Path, kept: Path, name: str) -> fabula.Story:
    """A practice story or novel, read or taken from ``kept``."""
    file = kept / name / "story.json"
    if not file.exists():
        where = next(p for p in (shared / "stories", shared / "corpora" / "novels") if (p / f"{name}.txt").exists())
        file.parent.mkdir(parents=True, exist_ok=True)
        fabula.save(fabula.read(where / f"{name}.txt"), file)
    return fabula.load(file)


if __name__ == "__main__":
    main()
