"""A novel of PDNC read as `fabula` reads it up to who could be speaking, beside what its gold says."""

import collections
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fabula.encoding.encode import encode
from fabula.language import Language
from fabula.language.analyse import analyse
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.quotations.turn import Turn
from fabula.resolution.coreference.resolve import corefer, settle
from fabula.resolution.names.find import find_cast
from fabula.resolution.speakers.attribute import attribute
from fabula.resolution.speakers.candidates import Candidates
from fabula.resolution.speakers.surroundings import Surroundings
from fabula.text.cuts import find_cuts
from fabula.text.open import read_file
from fabula.world import Cast, CastEntry, Quotation


@dataclass
class Novel:
    """``said`` are the gold quotations by the number of their turn; ``names`` gold characters by their id here."""

    name: str
    language: Language
    cast: Cast
    turns: tuple[Turn, ...]
    cuts: tuple[int, ...]
    around: Surroundings
    candidates: tuple[Candidates, ...]
    quotes: tuple[Quotation, ...]
    said: dict[int, dict[str, Any]]
    names: dict[str, str]

    def right(self, k: int) -> np.ndarray:
        """Which candidates of turn ``k`` are its speaker, bool (candidates,)."""
        return np.array([is_one(w, [self.said[k]["speaker"]], self.names) for w in self.candidates[k].who])

    def told(self, k: int, who: tuple[str, ...]) -> np.ndarray:
        """Which of ``who`` turn ``k`` is said to, bool."""
        return np.array([is_one(w, self.said[k]["addressees"], self.names) for w in who])


def is_one(who: str, gold: list[str], names: dict[str, str]) -> bool:
    return "_group" in gold if who.startswith("group:") else names.get(who) in gold


def load_scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_novel(path: Path, language: Language | None = None, given: bool = False) -> Novel:
    """Read the novel beside a gold file. ``language`` is its parse, if there is one; ``given`` gives its cast list."""
    score = load_scorer(path.resolve().parents[3] / "score.py")
    gold = json.loads(path.read_text(encoding="utf-8"))
    manuscript = read_file(path.with_suffix(".txt"))
    language = language or analyse(manuscript)
    turns, cuts = find_quotations(manuscript, language), find_cuts(manuscript)
    quoted = quoted_tokens(language, turns)
    encoding = encode(language, quoted)
    m = encoding.reading.mentions
    cast_list = gold["characters"] if given else ()
    entries = tuple(CastEntry(c["name"], tuple(c["aliases"]), c["pronouns"]) for c in cast_list)
    named = find_cast(manuscript, language, quoted, m, encoding, entries, cuts)
    cast = settle(named, corefer(language, m, encoding.antecedents, named, cuts), encoding.narrowest_at)
    quotes, candidates = attribute(language, cast, turns, cuts)
    found = corefer(language, m, encoding.antecedents, named, cuts, quotes)
    cast = settle(named, found, encoding.narrowest_at)
    people = [{"id": c.id, "name": c.name, "aliases": list(c.aliases)} for c in cast.characters]
    link = score.pair_quotes(gold["quotes"], [{"parts": [list(p) for p in t.parts]} for t in turns])
    said: dict[int, dict[str, Any]] = {}
    for g, j in zip(gold["quotes"], link, strict=True):
        if j is not None:
            said.setdefault(j, g)
    votes: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for k, g in said.items():
        if quotes[k].speaker:
            votes[quotes[k].speaker or ""][g["speaker"]] += 1
    names = score.match_characters(gold["characters"], people, cast.narration.narrator, votes)
    around = Surroundings(language, cast, turns, cuts)
    return Novel(path.stem, language, cast, turns, tuple(cuts), around, candidates, quotes, said, names)
