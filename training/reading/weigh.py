"""Choose what stands on top of the second reading: from which odds two are one, from which probability somebody hears.

    python training/reading/weigh.py ../shared WORK

Reads the held quarter with the installed package (it was not learnt from), and for each choice prints what is best on
all its texts, and what choosing on four fifths of them gives on the fifth. The drafts lie in `.run/names/drafts`, the
second readings in WORK/weigh. Five minutes on one core.
"""

import argparse
import hashlib
import itertools
import json
import pickle
import sys
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
from training.names.texts import Text, draft

from fabula.constraints.compile import compile_constraints
from fabula.models.threads import one_thread
from fabula.resolution import parts
from fabula.resolution.addressees.find import find_addressees
from fabula.resolution.identities import BOUNDS, Bounds, identify
from fabula.resolution.judged import ABSENT, Judged
from fabula.resolution.presence.breaks import OPENS, find_breaks, openings
from fabula.resolution.presence.find import HERE, find_presence
from fabula.resolution.presence.hearers import HEARS, find_hearers
from fabula.resolution.presence.unmarked import find_unmarked
from fabula.resolution.speakers.attribute import decide
from fabula.resolution.speakers.candidates import Candidates
from fabula.resolution.speakers.features import FEATURES, INDEX
from fabula.resolution.weighed import Weighed
from fabula.text.cuts import opening_paragraphs, scene_starts
from prepare import scorer, sets

FOLDS = 5
KEYS = ("cast", "cast_present", "speaker", "speaker")  # of casts: one that speaks less rightly is no better
Rows = list[dict[str, list[int]]]


class Case(NamedTuple):
    """A text read twice: ``read`` is the second reading, before anybody is joined."""

    gold: Any
    frozen: parts.Frozen
    found: Any
    read: Any


@one_thread
def read_case(kind: str, path: Path, kept: Path) -> Case:
    """A text of the held quarter or of PDNC dev, read or taken from ``kept``."""
    if kept.exists():
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
    d = draft(Text(path.stem, kind, path.with_suffix(".txt"), path, False))
    f = parts.freeze(d.manuscript, d.language, d.turns, d.encoding, compile_constraints(d.manuscript, (), ()))
    cuts = opening_paragraphs(d.manuscript, scene_starts(d.manuscript))
    found = parts.found_cast(f, cuts)
    read = parts.reading(f, found, parts.coreference(f, found, cuts, ()), {}).reading
    case = Case(json.loads(path.read_text(encoding="utf-8")), f, found, read)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps(case, protocol=5))
    return case


def cast_of(case: Case, bounds: Bounds, absent: float = ABSENT) -> tuple[Any, Judged, parts.Names]:
    """The cast by some bounds, and what the second reading says of it."""
    f = case.frozen
    cast, whose = identify(f.language, f.manuscript.text, case.found, case.read, (), bounds)
    names = parts.constrained(f, cast)
    return (
        cast,
        parts.judged(f, parts.Reread(case.read, cast, whose), names.people, scene_starts(f.manuscript), absent),
        names,
    )


def told(cast: Any, quotes: Sequence[Any] = (), scenes: Sequence[Any] = ()) -> Any:
    """A prediction as the scorer takes it."""
    return {
        "characters": [{"id": c.id, "name": c.name, "aliases": list(c.aliases)} for c in cast.characters],
        "narration": {"narrator": cast.narration.narrator},
        "quotes": [
            {"id": q.id, "kind": q.kind, "parts": [list(p) for p in q.parts], "speaker": q.speaker,
             "addressees": list(q.addressees), "heard_by": list(q.heard_by)} for q in quotes
        ],
        "scenes": [{"start": p.start, "end": p.end, "present": list(p.here())} for p in scenes],
    }  # fmt: skip


def f1(score: Any, rows: Sequence[Any], keys: Sequence[str]) -> float:
    """The mean F1 of some figures over texts."""
    total = score.sum_story(rows)
    return float(np.mean([total[k]["f1"] if k in total else 0.0 for k in keys]))


def choose(score: Any, tables: dict[Any, list[Any]], keys: Sequence[str], standing: Any) -> Any:
    """The best of some values by their rows of figures, a row a text; says what choosing on other texts gives."""
    n = len(next(iter(tables.values())))
    fold = np.arange(n) % FOLDS

    def best(use: np.ndarray) -> Any:
        return max(tables, key=lambda v: f1(score, [r for r, u in zip(tables[v], use, strict=True) if u], keys))

    crossed = [tables[best(fold != fold[k])][k] for k in range(n)]
    chosen = best(np.ones(n, bool))
    say = {"chosen": f1(score, tables[chosen], keys), "crossed": f1(score, crossed, keys)}
    if standing in tables:
        say["standing"] = f1(score, tables[standing], keys)
    print("+".join(dict.fromkeys(keys)), chosen, {k: round(v, 1) for k, v in say.items()}, flush=True)
    return chosen


def climb(
    score: Any, cases: Sequence[Case], start: Bounds, steps: dict[str, Sequence[float]], rows: Callable[..., Any]
) -> Bounds:
    """Bounds, one after the other, each the best with the others as they are; twice over."""
    tables: dict[Bounds, list[Any]] = {}
    now = start
    for _, name in itertools.product(range(2), steps):
        here = [now._replace(**{name: x}) for x in steps[name]]
        for b in here:
            if b not in tables:
                tables[b] = [rows(c, b) for c in cases]
        now = max(here, key=lambda b: f1(score, tables[b], KEYS))
    chosen: Bounds = choose(score, tables, KEYS, BOUNDS)
    return chosen


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("shared", type=Path)
    args.add_argument("work", type=Path)
    args.add_argument("--quick", action="store_true", help="bounds and weights of speakers stay as they are")
    given = args.parse_args()
    score = scorer(given.shared / "score.py")
    weights = hashlib.sha256((files("fabula.models") / "reading.onnx").read_bytes()).hexdigest()[:12]
    kept = given.work / "weigh" / weights
    paths = sets(given.shared)
    held = [read_case("story", p, kept / f"{p.stem}.pkl") for p in paths["held"]]

    def of_cast(c: Case, b: Bounds) -> Any:
        cast, judged, _ = cast_of(c, b)
        row = score.story(c.gold, told(cast, [_said(c, judged, k) for k in range(len(c.frozen.turns))]))
        return {k: row[k] for k in dict.fromkeys(KEYS)}

    steps = {
        "same": (-2, -1.5, -1, -0.5, 0, 0.5, 1, 9), "stranger": (-0.5, 0, 0.5, 1, 1.5, 2, 9),
        "person": (-9, -4, -3, -2, -1.5, -1, -0.5, 0), "trust": (0, 0.25, 0.5, 1), "both": (-0.5, 0, 0.5, 1, 2),
        "talk": (0, 0.3, 0.5, 0.7, 1, 1.5), "silent": (-3, -2.5, -2.2, -2, 9),
    }  # fmt: skip
    bounds = BOUNDS if given.quick else climb(score, held, BOUNDS, steps, of_cast)
    talk = [_spoken(c, bounds) for c in held]
    absences = {}
    for absent in (0.0, 1.0, 2.0, 3.0, 4.0, 5.0):
        absences[absent] = []
        for c, t in zip(held, talk, strict=True):
            judged = cast_of(c, bounds, absent)[1]
            quotes = find_addressees(t.quotes, judged)
            there = find_presence(
                c.frozen.language, t.cast, [s for s, _ in t.starts], len(c.frozen.manuscript.text), c.frozen.quoted,
                quotes, judged,
            )  # fmt: skip
            quotes = find_hearers(there, there, quotes, judged)
            absences[absent].append(score.story(c.gold, told(t.cast, quotes, there)))
    choose(score, absences, ("addressees", "heard_by", "present"), ABSENT)
    if not given.quick:
        speakers(score, talk)
    rest(score, talk)


def _said(c: Case, judged: Judged, k: int) -> Any:
    """A quotation with whoever the second reading alone takes for its speaker."""
    from fabula.world import Quotation

    turn = c.frozen.turns[k]
    sure = judged.of_turn(k, judged.answers.speaks)
    who = max(sure, key=lambda w: sure[w]) if sure else None
    return Quotation(f"q{k + 1}", turn.kind, turn.parts, who)


class Talk(NamedTuple):
    """A text with its cast settled, and the candidates of its turns."""

    case: Case
    cast: Any
    judged: Judged
    starts: Any
    cuts: Any
    candidates: tuple[Candidates, ...]
    types: list[Any]
    quotes: tuple[Any, ...]


def _spoken(c: Case, bounds: Bounds) -> Talk:
    f = c.frozen
    _, judged, names = cast_of(c, bounds)
    cuts = opening_paragraphs(f.manuscript, scene_starts(f.manuscript))
    chained = parts.coreference(f, names.cast, cuts, ())
    said = parts.speakers(f, chained.cast, cuts, {}, judged)
    _, starts = parts.breaks(f, chained.cast, said.quotes, judged, scene_starts(f.manuscript))
    return Talk(c, chained.cast, judged, starts, cuts, said.candidates, [q.type for q in said.quotes], said.quotes)


def speakers(score: Any, talk: Sequence[Talk]) -> None:
    """What the rules, the links of the chain and the second reading weigh."""
    from fabula.resolution.speakers import attribute, learn, weights

    vector, links = np.array(weights.VECTOR), dict(weights.LINKS)
    own = np.ones(len(FEATURES))
    own[INDEX["reread"]] = 0

    def rows(scale: float, link: float, reread: float) -> Rows:
        """Of every text the figures by these weights."""
        w = vector * own * scale
        w[INDEX["reread"]] = reread
        learn.UNTAUGHT = learn.Taught(w, {})
        attribute.LINKS = {k: v * link for k, v in links.items()}
        out = []
        for t in talk:
            quotes = decide(t.case.frozen.turns, t.candidates, t.cuts, {}, t.types)
            row = score.story(t.case.gold, told(t.cast, quotes))
            out.append({k: row[k] for k in row if k.startswith("speaker")})
        return out

    grid = [(s, k, r) for s in (0.25, 0.5, 0.75, 1.0) for k in (0.25, 0.5, 1.0) for r in (0.5, 1.0, 1.5, 2.0, 3.0)]
    tables = {v: rows(*v) for v in grid}
    best = choose(score, tables, ("speaker",), (1.0, 1.0, float(vector[INDEX["reread"]])))
    for v in (best, (0.0, 0.0, 1.0), (1.0, 1.0, 0.0)):
        total = score.sum_story(rows(*v))
        print("   rules, links, second reading:", v, {k: round(x["f1"], 1) for k, x in total.items()}, flush=True)
    rows(1.0, 1.0, float(vector[INDEX["reread"]]))


def rest(score: Any, talk: Sequence[Talk]) -> None:
    """From which probability somebody is spoken to, hears, is there, and a paragraph opens a scene."""
    quotes = [find_addressees(t.quotes, t.judged) for t in talk]

    def table(what: Callable[[Talk, tuple[Any, ...], Any], Any], values: Sequence[Any]) -> dict[Any, Rows]:
        return {v: [score.story(t.case.gold, what(t, q, v)) for t, q in zip(talk, quotes, strict=True)] for v in values}

    some = [round(x, 2) for x in np.arange(0.2, 0.71, 0.05).tolist()]
    choose(
        score,
        table(lambda t, _, v: told(t.cast, find_addressees(t.quotes, t.judged, *v)),
              [(a, b) for a in some for b in (0.05, 0.1, 0.2, 0.3) if b < a]),
        ("addressees",), (0.5, 0.25),
    )  # fmt: skip

    def scenes(t: Talk, q: Any, here: Weighed, opens: Weighed | None = None) -> Any:
        f, starts = t.case.frozen, t.starts
        if opens is not None:
            marked = scene_starts(f.manuscript)
            ruled = find_unmarked(f.manuscript, f.language, t.cast, f.quoted, q, f.encoding.types, marked)
            _, starts = find_breaks(openings(f.manuscript, t.judged), ruled, marked, opens)
        return find_presence(
            f.language, t.cast, [s for s, _ in starts], len(f.manuscript.text), f.quoted, q, t.judged, here
        )

    pairs = [Weighed(a, b) for a in (-1.5, -1, -0.5, 0, 0.5, 1, 1.5) for b in (0, 0.5, 1, 1.5, 2, 3)]
    some_weights = [Weighed(a, b) for a in (-2, -1, 0, 1) for b in range(5)]
    opens = choose(
        score,
        table(lambda t, q, v: told(t.cast, q, scenes(t, q, HERE, v)), some_weights),
        ("scene_breaks", "present"), OPENS,
    )  # fmt: skip
    here = choose(score, table(lambda t, q, v: told(t.cast, q, scenes(t, q, v, opens)), pairs), ("present",), HERE)
    found = {id(q): scenes(t, q, here, opens) for t, q in zip(talk, quotes, strict=True)}
    heard = table(lambda t, q, v: told(t.cast, find_hearers(found[id(q)], found[id(q)], q, t.judged, v)), some)
    choose(score, heard, ("heard_by",), HEARS)


if __name__ == "__main__":
    main()
