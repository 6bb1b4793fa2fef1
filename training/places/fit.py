"""Fit where a scene is set from the places that the scenes of practice stories have in gold.

    python training/places/fit.py

Each noun of a scene of gold is right if gold's place has it. Which nouns are usually places is counted in the stories
learnt from, the rest is a logistic regression; by folds over texts, and on the held quarter, which is not learnt from.
The drafts lie in `.run/names/drafts`. Writes `src/fabula/scenes/weights.py` and the table of nouns.
"""

import collections
import re
import sys
from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
from training.logistic import fit
from training.names.texts import RUN, draft, gold, texts

from fabula.language.english import words
from fabula.quotations.find import quoted_tokens
from fabula.scenes.place_signs import USUAL, candidates, signs
from fabula.scenes.weights import LEAST, WEIGHTS

FOLDS = 5
BACKED = 3.0  # how many nouns of the usual kind each is counted together with
TEXTS = 2  # that a noun must be the place of a scene in, so that no name is listed
NEVER = -1.0  # log odds, or under which it must be
_WORD = re.compile(r"[^\W_]+(?:['’]s)?")


class Scene(NamedTuple):
    """A scene of gold. ``lemmas``, ``right`` and ``signs`` (without how usual a noun is) of its nouns."""

    text: str
    held: bool
    has: bool
    lemmas: list[str]
    right: np.ndarray
    signs: np.ndarray


def scenes() -> list[Scene]:
    """The scenes of all practice stories."""
    out = []
    for text in texts():
        if text.kind != "story" or not (RUN / "drafts" / f"story-{text.id}.pkl").exists():
            continue
        d = draft(text)
        language, quoted = d.language, quoted_tokens(d.language, d.turns)
        for s in gold(text).get("scenes", []):
            inside = language.tokens_in(s["start"], s["end"])
            first, stop = inside.start, inside.stop
            place = {re.sub("['’]s$", "", w.lower()) for w in _WORD.findall(s.get("place") or "")}
            place -= words("function_words")
            found = candidates(language, first, stop, quoted, d.encoding.types)
            if not found:
                continue
            right = [c.lemma in place or language.lower[c.at[0]] in place for c in found]
            x = [signs(language, c, first, stop, quoted, 0.0) for c in found]
            lemmas = ["" if c.name else c.lemma for c in found]
            out.append(Scene(text.id, text.held, bool(place), lemmas, np.array(right, float), np.array(x)))
    return out


class Usual(NamedTuple):
    """How often each noun stood in a scene, and was its place; and how often any noun was."""

    seen: collections.Counter[str]
    right: collections.Counter[str]
    base: float
    texts: dict[str, int]

    def listed(self, lemma: str) -> bool:
        """Does a noun stand in the table? "" is any name."""
        return lemma != "" and (self.texts.get(lemma, 0) >= TEXTS or self.odds(lemma) < NEVER)

    def odds(self, lemma: str, less: float | None = None) -> float:
        """How much likelier than any other a noun is a place, in log odds; without one scene, in which it was
        ``less``. 0 for a name."""
        if not lemma:
            return 0.0
        n, y = self.seen[lemma], float(self.right[lemma])
        if less is not None:
            n, y = n - 1, y - less
        p = (y + BACKED * self.base) / (n + BACKED)
        return log(p / (1 - p)) - log(self.base / (1 - self.base))


def count(some: Sequence[Scene]) -> Usual:
    seen, right = collections.Counter[str](), collections.Counter[str]()
    for s in some:
        for lemma, ok in zip(s.lemmas, s.right.tolist(), strict=True):
            seen[lemma] += 1
            right[lemma] += int(ok)
    own = {(s.text, w) for s in some for w, ok in zip(s.lemmas, s.right.tolist(), strict=True) if ok}
    return Usual(seen, right, right.total() / seen.total(), collections.Counter(w for _, w in own))


def learn(some: Sequence[Scene], usual: Usual) -> tuple[np.ndarray, float]:
    x = np.concatenate([s.signs for s in some])
    y = np.concatenate([s.right for s in some])
    own = [usual.odds(w, ok) for s in some for w, ok in zip(s.lemmas, s.right.tolist(), strict=True)]
    return fit(_with(x, np.array(own)), y)


def _with(x: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """The signs with how usual each noun is, as `signs` has it."""
    x = x.copy()
    x[:, 0], x[:, 1] = usual, usual > USUAL
    return x


def choose(s: Scene, usual: Usual, weights: np.ndarray, bias: float) -> tuple[float, bool]:
    """The log odds of the best noun of a scene, and whether gold has it."""
    listed = np.array([usual.odds(w) if usual.listed(w) else 0.0 for w in s.lemmas])
    z = _with(s.signs, listed) @ weights + bias
    k = int(z.argmax())
    return float(z[k]), bool(s.right[k])


def report(name: str, found: Sequence[tuple[bool, float, bool]]) -> str:
    """Of scenes (gold has a place, log odds, right): how many are named, right of those, and of gold's; from `LEAST` in
    words."""
    told = ""
    places = sum(x[0] for x in found)
    for least in (LEAST, *np.arange(-2.0, 0.5, 0.5).tolist()):
        named = [x for x in found if x[1] > least]
        right = sum(x[2] for x in named)
        share = f"{right / len(named):.0%} right, {right / places:.0%} of gold's"
        told = told or f"{name} {share}"
        print(f"{name}: {len(found)} scenes, from {least:.2f} {len(named)} named, {share}")
    return told


def main() -> None:
    every = scenes()
    learnt = [s for s in every if not s.held]
    ids = sorted({s.text for s in learnt})
    fold = {t: k % FOLDS for k, t in enumerate(np.random.default_rng(0).permutation(ids).tolist())}
    crossed = []
    for k in range(FOLDS):
        some = [s for s in learnt if fold[s.text] != k]
        usual = count(some)
        weights, bias = learn(some, usual)
        crossed += [(s.has, *choose(s, usual, weights, bias)) for s in learnt if fold[s.text] == k]
    measured = report("by folds", crossed)
    usual = count(learnt)
    weights, bias = learn(learnt, usual)
    report("held quarter", [(s.has, *choose(s, usual, weights, bias)) for s in every if s.held])
    listed = sorted(filter(usual.listed, usual.seen))
    table = "".join(f"{w}: {usual.odds(w):.1f}\n" for w in listed)
    head = "# How much likelier than any other each noun is the place of a scene, in log odds: training/places/fit.py\n"
    Path("src/fabula/language/english/place_nouns.txt").write_text(head + table, encoding="utf-8")
    lines = "".join(f'    "{n}": {w:.3f},\n' for n, w in zip(WEIGHTS, weights, strict=True))
    about = '"""What a noun is weighed by as the place of a scene: log odds, fitted by training/places/fit.py."""\n\n'
    named = f"LEAST = {LEAST}  # {measured}\n"
    Path("src/fabula/scenes/weights.py").write_text(
        f"{about}{named}BIAS = {bias:.3f}\nWEIGHTS = {{\n{lines}}}\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
