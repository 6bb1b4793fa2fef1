"""The scorers of the shared folder, as modules."""

import collections
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation.texts import NoTexts


def settle_ties(module: str) -> None:
    """Start ``module`` anew with sets in one order: the scorer settles ties between names by it, and Python shuffles
    it at every start.
    """
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]])


def load_script(path: Path) -> Any:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise NoTexts(f"{path}: no scorer there; give the shared folder with --shared")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Scorer:
    """``score.py`` as a module: a row of counts for one text, and pooled figures for several."""

    def __init__(self, path: Path) -> None:
        self._score = load_script(path)

    def row(self, kind: str, gold: Path, story: Path) -> Any:
        """The counts of one text."""
        return self.count(kind, self._score.load(gold), self._score.load(story))

    def count(self, kind: str, gold: Any, story: Any) -> Any:
        """`row`, both files read."""
        return getattr(self._score, kind)(gold, story)

    def pool(self, kind: str, rows: Sequence[Any]) -> dict[str, Any]:
        """The figures of several texts together."""
        out: dict[str, Any] = getattr(self._score, f"sum_{kind}")(rows)
        if kind == "quotes":
            all_of, right = (sum(r[key].get("all", 0) - r[key].get("explicit", 0) for r in rows) for key in ("n", "ok"))
            out["speaker_accuracy"]["rest"] = 100 * right / max(1, all_of)
        return out

    def answers(self, gold: Any, story: Any) -> list[tuple[float, bool]]:
        """(confidence, right) of every gold quotation; 0 where it was not found or has no answer."""
        said, link = self.pairs(gold, story)
        names = self.match(gold, story)
        return [
            (said[j]["confidence"], names.get(said[j]["speaker"]) == q["speaker"])
            if j is not None and said[j]["speaker"]
            else (0.0, False)
            for q, j in zip(gold["quotes"], link, strict=True)
        ]

    def match(self, gold: Any, story: Any, thoughts: bool = False) -> dict[str, str]:
        """Our characters' ids to the gold's, by the names that both list; the unnamed narrator by what they say."""
        said, link = self.pairs(gold, story, thoughts)
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

    def pairs(self, gold: Any, story: Any, thoughts: bool = False) -> tuple[list[Any], list[int | None]]:
        """The quotations of a story, with or without thoughts, and for each gold quotation which it is, or None."""
        said = [q for q in story["quotes"] if thoughts or q["kind"] != "thought"]
        return said, self._score.pair_quotes(gold["quotes"], said)
