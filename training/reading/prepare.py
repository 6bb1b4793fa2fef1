"""Every text with gold packed into arrays, once.

    python training/reading/prepare.py ../shared WORK [--jobs 2]

Writes WORK/stories.npz (the practice stories that may be learnt from), WORK/written.npz (those of training/stories,
built into WORK/written), WORK/held.npz (the held quarter: measured on, never learnt from), WORK/pdnc.npz, WORK/dev.npz
(PDNC dev) and WORK/litbank.npz, and WORK/data.json with hashes of what was read. Ten minutes on two cores. A text's
arrays are named NUMBER.NAME; `Text` in texts.py says what they hold.
"""

import argparse
import collections
import hashlib
import importlib.util
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
from training.stories.build import build

from fabula.language.analyse import analyse
from fabula.models.people import read as read_people
from fabula.models.pieces import to_pieces
from fabula.models.rereading.rows import find_rows
from fabula.models.rereading.sizes import BONDS, EMOTIONS
from fabula.models.threads import one_thread
from fabula.models.weights import tokenizer
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.resolution.rereading import titles_of
from fabula.text.cuts import find_cuts
from fabula.text.open import read_file
from laid import GENDERS, Mentions, lay
from texts import TYPES

STORIES = ("stories", "written", "held")  # with all that gold can say
NOBODY, SOMEBODY = -1, -2  # not labelled; somebody who is none of the people (a crowd, a voice)


def sets(shared: Path) -> dict[str, list[Path]]:
    """The gold files of each set of ``shared``."""
    held = set((shared / "stories/heldout.txt").read_text(encoding="utf-8").split())
    stories = sorted((shared / "stories").glob("*.json"))
    corpora = shared / "corpora"
    return {
        "stories": [p for p in stories if p.stem not in held],
        "held": [p for p in stories if p.stem in held],
        "litbank": sorted((corpora / "litbank/train").glob("*.json")),
        "pdnc": sorted((corpora / "pdnc/train").glob("*.json")),
        "dev": sorted((corpora / "pdnc/dev").glob("*.json")),
    }


def with_written(shared: Path, work: Path) -> dict[str, list[Path]]:
    """The gold files of each set of ``shared``, and of training/stories."""
    return sets(shared) | {"written": build(shared, work / "written")}


def scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@one_thread
def pack(job: tuple[str, Path, Path]) -> dict[str, np.ndarray]:
    """The arrays of one text."""
    kind, path, shared = job
    gold = json.loads(path.read_text(encoding="utf-8"))
    m = read_file(path.with_suffix(".txt"))
    language = analyse(m)
    turns = find_quotations(m, language)
    quoted = quoted_tokens(language, turns)
    pieces = to_pieces(language, quoted, tokenizer())
    parts = [(t.kind, [(r.start, r.stop) for p in t.parts if len(r := language.tokens_in(*p))]) for t in turns]
    cuts = tuple(find_cuts(m))
    rows = find_rows(language, quoted, parts, cuts)
    if kind == "litbank":
        people, mentions = _litbank_people(gold, language, quoted)
        narrator = -1
    else:
        people = [c for c in gold["characters"] if not c["id"].startswith("_")]
        number = {c["id"]: k for k, c in enumerate(people)}
        narrator = number.get((gold.get("narration") or {}).get("narrator") or "", -1)
        reading = read_people(language, quoted, threads=1)
        mentions = lay(m.text, language, reading, people, narrator, cuts)
    number = {c["id"]: k for k, c in enumerate(people)}
    link = scorer(shared / "score.py").pair_quotes(
        gold["quotes"], [{"parts": [list(p) for p in t.parts]} for t in turns]
    )
    said: dict[int, Any] = {}
    for q, j in zip(gold["quotes"], link, strict=True):
        if j is not None:
            said.setdefault(j, q)
    out = {
        "ids": pieces.ids.astype(np.int32),
        "features": pieces.features[pieces.first[:-1]].astype(np.uint8),  # the same for all pieces of a token
        "first": pieces.first.astype(np.int32),
        "ends": np.array([b for _, b in language.sentence_bounds], np.int32),
        "mentions": np.stack(mentions).astype(np.int32),
        "titles": titles_of(language, np.stack(mentions)),
        "gender": np.array([GENDERS.get(c.get("pronouns") or "", 0) for c in people], np.int32),
        "narrator": np.array(narrator),
        "gold_quotes": np.array(len(gold["quotes"])),
    }
    out.update({f"row_{k}": v for k, v in rows._asdict().items()})
    out.update(_labels(kind, gold, language, rows, said, number))
    return out


def _litbank_people(gold: Any, language: Any, quoted: list[int]) -> tuple[list[Any], Mentions]:
    """LitBank's persons, with its own mentions of them; "I" and "you" in quotations are left out as in `lay`."""
    from fabula.language.syntax import head_of
    from fabula.models.pairs import FORMS, PRON, describe
    from laid import _first_or_second

    spans = {}
    for x in gold["mentions"]:
        tokens = language.tokens_in(x["start"], x["end"])
        if x["type"] == "PER" and x["entity"] and len(tokens):
            spans[tokens[0], tokens[-1] + 1] = (FORMS.index(x["form"]), x["entity"])
    order = sorted(spans)
    forms = np.array([spans[s][0] for s in order], np.int64)
    kinds = describe(language, quoted, order, forms, np.zeros(len(order), np.int64)).kind
    people = [{"id": e} for e in dict.fromkeys(spans[s][1] for s in order)]
    number = {c["id"]: k for k, c in enumerate(people)}
    rows = [
        (a, b, head_of(language, a, b), spans[a, b][0], number[spans[a, b][1]])
        for (a, b), kind in zip(order, kinds.tolist(), strict=True)
        if not (quoted[a] >= 0 and spans[a, b][0] == PRON and _first_or_second(kind))
    ]
    return people, Mentions(*np.array(rows, np.int32).reshape(-1, 5).T)


def _labels(kind: str, gold: Any, language: Any, rows: Any, said: dict[int, Any], number: dict[str, int]) -> Any:
    """What gold says of each row; -1 where it says nothing."""
    n = len(rows.kind)
    speaker, type_ = np.full(n, NOBODY, np.int32), np.full(n, -1, np.int32)
    of_row: dict[str, list[tuple[int, int]]] = {"told": [], "heard": []}
    for r, t in enumerate(rows.turn.tolist()):
        q = said.get(t)
        if q is None:
            continue
        who = q["speaker"]
        speaker[r] = number.get(who, NOBODY if who in ("_unknowable", None) else SOMEBODY)
        type_[r] = TYPES.index(q["type"]) if q.get("type") in TYPES else -1
        of_row["told"] += [(r, number[x]) for x in q.get("addressees") or () if x in number]
        of_row["heard"] += [(r, number[x]) for x in q.get("heard_by") or () if x in number]
    starts = np.zeros(n, np.int64)
    starts[rows.part_row[::-1]] = rows.part_first[::-1]
    at = np.array([language.starts[i] for i in starts.tolist()], np.int64)
    scene = np.full(n, -1, np.int32)
    present, felt = [], []
    for k, s in enumerate(gold.get("scenes") or ()):
        scene[(at >= s["start"]) & (at < s["end"])] = k
        present += [(k, number[x]) for x in s["present"] if x in number]
    ends = np.zeros(n, np.int64)
    ends[rows.part_row] = rows.part_last
    until = np.array([language.ends[i - 1] for i in ends.tolist()], np.int64)
    for f in gold.get("feelings") or ():
        if f["character"] in number:
            a, b = f["span"]
            shared = np.minimum(b, until) - np.maximum(a, at)
            felt += [
                (r, number[f["character"]], EMOTIONS.index(f["emotion"]))
                for r in np.flatnonzero(shared * 2 >= np.minimum(b - a, until - at)).tolist()
                if shared[r] > 0
            ]

    def pairs(x: list[Any], width: int) -> np.ndarray:
        return np.array(x, np.int32).reshape(-1, width)

    return {
        "speaker": speaker,
        "type": type_,
        "told": pairs(of_row["told"], 2),
        "heard": pairs(of_row["heard"], 2),
        "scene": scene,
        "present": pairs(present, 2),
        "felt": pairs(felt, 3),
        "bonds": pairs(bonds_of(gold, number), 3),
        # which of speakers, addressees, hearers, presence, feelings and bonds gold has at all
        "says": np.array([True, kind != "litbank", *[kind in STORIES] * 4]),
    }


def bonds_of(gold: Any, number: dict[str, int]) -> list[tuple[int, int, int]]:
    """(person, person, kind) of gold's bonds."""
    found = gold.get("bonds") or ()
    return [
        (number[b["a"]], number[b["b"]], BONDS.index(b["kind"])) for b in found if b["a"] in number and b["b"] in number
    ]


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("shared", type=Path)
    args.add_argument("work", type=Path)
    args.add_argument("--jobs", type=int, default=2)
    given = args.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    hashes = {}
    with ProcessPoolExecutor(given.jobs) as pool:
        for name, paths in with_written(given.shared, given.work).items():
            if not paths:
                raise SystemExit(f"{given.shared}: no texts of {name} here")
            digest = hashlib.sha256()
            for p in paths:
                digest.update(p.read_bytes() + p.with_suffix(".txt").read_bytes())
            hashes[name] = {"sha256": digest.hexdigest(), "texts": len(paths)}
            if (given.work / f"{name}.npz").exists():
                continue
            arrays: dict[str, np.ndarray] = {"names": np.array([p.stem for p in paths])}
            counts: collections.Counter[str] = collections.Counter()
            for k, row in enumerate(pool.map(pack, [(name, p, given.shared) for p in paths])):
                arrays.update({f"{k}.{what}": v for what, v in row.items()})
                counts += collections.Counter(
                    pieces=len(row["ids"]), rows=len(row["row_kind"]), mentions=row["mentions"].shape[1],
                    speakers=int((row["speaker"] >= 0).sum()), quotes=int(row["gold_quotes"]),
                )  # fmt: skip
            with (given.work / f"{name}.part").open("wb") as f:
                np.savez_compressed(f, **arrays)  # type: ignore[arg-type]
            (given.work / f"{name}.part").rename(given.work / f"{name}.npz")
            print(name, len(paths), dict(counts), file=sys.stderr, flush=True)
    (given.work / "data.json").write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
