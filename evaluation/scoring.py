"""The shared scorer, and intervals over texts."""

import collections
import importlib.util
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

DRAWS = 1000
SEED = 1


def settle_ties(module: str) -> None:
    """Start ``module`` anew with sets in one order: the scorer settles ties between names by it, and Python shuffles
    it at every start.
    """
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]])


def interval(rows: list[Any], figure: Callable[[list[Any]], float]) -> tuple[float, float]:
    """A 95 % bootstrap interval of a figure over texts, drawn with replacement."""
    draw = random.Random(SEED)
    drawn = (figure(draw.choices(rows, k=len(rows))) for _ in range(DRAWS))
    values = sorted(v for v in drawn if v == v)  # a draw whose gold holds nothing of the kind says nothing
    if not values:
        return float("nan"), float("nan")
    return values[int(0.025 * len(values))], values[max(0, int(0.975 * len(values)) - 1)]


class Scorer:
    """``score.py`` as a module: a row of counts for one text, and pooled figures for several."""

    def __init__(self, path: Path) -> None:
        spec = importlib.util.spec_from_file_location("score", path)
        if spec is None or spec.loader is None or not path.is_file():
            raise SystemExit(f"{path}: no scorer there; give the shared folder with --shared")
        self._score: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._score)

    def row(self, kind: str, gold: Path, story: Path) -> Any:
        """The counts of one text."""
        return getattr(self._score, kind)(self._score.load(gold), self._score.load(story))

    def pool(self, kind: str, rows: list[Any]) -> dict[str, Any]:
        """The figures of several texts together."""
        out: dict[str, Any] = getattr(self._score, f"sum_{kind}")(rows)
        if kind == "quotes":
            all_of, right = (sum(r[key].get("all", 0) - r[key].get("explicit", 0) for r in rows) for key in ("n", "ok"))
            out["speaker_accuracy"]["rest"] = 100 * right / max(1, all_of)
        return out

    def interval(self, kind: str, rows: list[Any], figure: Callable[[dict[str, Any]], float]) -> tuple[float, float]:
        """A 95 % bootstrap interval of a figure, texts drawn with replacement."""
        return interval(rows, lambda drawn: figure(self.pool(kind, drawn)))

    def answers(self, gold: Path, story: Path) -> list[tuple[float, bool]]:
        """(confidence, right) of every gold quotation that was found and answered."""
        g, p = json.loads(gold.read_text(encoding="utf-8")), json.loads(story.read_text(encoding="utf-8"))
        said, link = self.pairs(g, p)
        names = self.match(g, p)
        return [
            (said[j]["confidence"], names.get(said[j]["speaker"]) == q["speaker"])
            if j is not None and said[j]["speaker"]
            else (0.0, False)
            for q, j in zip(g["quotes"], link, strict=True)
        ]

    def match(self, gold: Any, story: Any) -> dict[str, str]:
        """Our characters' ids to the gold's, by the names that both list; the unnamed narrator by what they say."""
        said, link = self.pairs(gold, story)
        votes: Any = collections.defaultdict(collections.Counter)
        for q, j in zip(gold["quotes"], link, strict=True):
            if j is not None and said[j]["speaker"]:
                votes[said[j]["speaker"]][q["speaker"]] += 1
        out: dict[str, str] = self._score.match_characters(
            gold["characters"], story["characters"], story["narration"]["narrator"], votes
        )
        return out

    def key(self, name: str) -> str:
        """A name as the scorer compares it."""
        return str(self._score.key(name))

    def pairs(self, gold: Any, story: Any) -> tuple[list[Any], list[int | None]]:
        """The quotations of a story that are no thoughts, and for each gold quotation which of them it is, or None."""
        said = [q for q in story["quotes"] if q["kind"] != "thought"]
        return said, self._score.pair_quotes(gold["quotes"], said)
