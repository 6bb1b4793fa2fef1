"""Short passages in which it is marked who feels what, or what binds two, packed as texts of a few passages each.

    python training/reading/passages.py ../shared WORK

Writes WORK/passages.npz: `corpora/passages` without the files that are kept to measure on (`HELD`), and REMAN's
training passages in which somebody feels each emotion that is marked. A passage is a paragraph, cut from the one
before.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from fabula.language.analyse import analyse
from fabula.language.syntax import head_of
from fabula.models.pairs import NOM, PRON, PROP
from fabula.models.pieces import to_pieces
from fabula.models.rereading.rows import find_rows
from fabula.models.rereading.sizes import BONDS, EMOTIONS
from fabula.models.weights import tokenizer
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.resolution.rereading import titles_of
from fabula.text.cuts import find_cuts
from fabula.text.plain import read_plain
from fabula.world import Source

TOGETHER = 5  # passages in a text: about a window
HELD = ("feelings-train-13", "feelings-train-14", "feelings-train-15", "feelings-train-16",
        "bonds-train-9", "bonds-train-10", "bonds-train-11")  # fmt: skip
BREAK = "\n\n* * *\n\n"
SPOKEN = frozenset("i me my mine myself we us our ours you your yours yourself".split())
PRONOUNS = SPOKEN | frozenset("he him his himself she her hers herself they them their theirs it its who whose".split())
GENDERS = {**dict.fromkeys(("he", "him", "his", "himself"), 1), **dict.fromkeys(("she", "her", "hers", "herself"), 2)}
Span = tuple[int, int]


class Passage:
    """``people`` gives each person's spans, in code points; ``felt`` is (person, emotion, span), ``bonds`` (person,
    person, kind); None where that isn't marked."""

    def __init__(
        self, text: str, people: dict[str, list[Span]], felt: list[tuple[str, str, Span]] | None,
        bonds: list[tuple[str, str, str]] | None,
    ) -> None:  # fmt: skip
        self.text, self.people, self.felt, self.bonds = text, people, felt, bonds


def written(shared: Path) -> Iterator[Passage]:
    """The passages written for this project."""
    for path in sorted((shared / "corpora/passages").glob("*.jsonl")):
        if path.stem in HELD:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = row["text"]
            felt = bonds = None
            if "feelings" in row:
                felt = [
                    (f["who"], f["emotion"], (at := text.index(f["words"]), at + len(f["words"])))
                    for f in row["feelings"]
                    if f["emotion"] in EMOTIONS
                ]
            else:
                bonds = [(b["a"], b["b"], b["kind"]) for b in row["bonds"] if b["kind"] in BONDS]
            yield Passage(text, _spans(text, row["people"]), felt, bonds)


def _spans(text: str, people: dict[str, list[str]]) -> dict[str, list[Span]]:
    """Where the words for each person stand, the longest first, no two over one another."""
    taken = np.zeros(len(text), bool)
    out: dict[str, list[Span]] = {who: [] for who in people}
    words = [(w, who) for who, ws in people.items() for w in dict.fromkeys(ws)]
    for w, who in sorted(words, key=lambda x: -len(x[0])):
        for hit in re.finditer(r"(?<!\w)" + re.escape(w) + r"(?!\w)", text):
            if not taken[slice(*hit.span())].any():
                taken[slice(*hit.span())] = True
                out[who].append(hit.span())
    return out


def reman(shared: Path) -> Iterator[Passage]:
    """REMAN's training passages; a character is one under all spans of equal words."""
    for line in (shared / "corpora/reman/train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        spans = {s["id"]: s for s in row["spans"]}
        people: dict[str, list[Span]] = {}
        name: dict[str, str] = {}
        for s in row["spans"]:
            if s["type"] == "character":
                name[s["id"]] = text[s["start"] : s["end"]].lower()
                people.setdefault(name[s["id"]], []).append((s["start"], s["end"]))
        whose = {r["emotion"]: r["target"] for r in row["relations"] if r["type"] == "experiencer"}
        marked = [s for s in row["spans"] if s["type"] in (*EMOTIONS, "other-emotion")]
        if any(whose.get(s["id"]) not in name for s in marked) or not people:
            continue
        felt = [(name[whose[s["id"]]], s["type"], (s["start"], s["end"])) for s in marked if s["type"] in EMOTIONS]
        assert all(k in spans for k in whose.values())
        yield Passage(text, people, felt, None)


def pack(passages: list[Passage]) -> dict[str, np.ndarray]:
    """The arrays of a text of some passages, as `prepare.py` packs them."""
    text = BREAK.join(p.text for p in passages)
    m = read_plain(text, Source("passages", "", "text/plain"))
    if m.text != text:
        raise ValueError("a passage is changed when it is read")
    language = analyse(m)
    turns = find_quotations(m, language)
    quoted = quoted_tokens(language, turns)
    pieces = to_pieces(language, quoted, tokenizer())
    parts = [(t.kind, [(r.start, r.stop) for p in t.parts if len(r := language.tokens_in(*p))]) for t in turns]
    rows = find_rows(language, quoted, parts, tuple(find_cuts(m)))
    mentions: list[tuple[int, int, int, int, int]] = []
    gender: list[int] = []
    felt: list[tuple[int, int, int]] = []
    bonds: list[tuple[int, int, int]] = []
    narrator = -1
    shift = 0
    for p in passages:
        number = {who: len(gender) + k for k, who in enumerate(p.people)}
        for who, spans in p.people.items():
            found = {GENDERS.get(text[a + shift : b + shift].lower(), 0) for a, b in spans} - {0}
            gender.append(found.pop() if len(found) == 1 else 0)
            for a, b in spans:
                tokens = language.tokens_in(a + shift, b + shift)
                if not len(tokens) or (quoted[tokens[0]] >= 0 and language.lower[tokens[0]] in SPOKEN):
                    continue
                first, last = tokens[0], tokens[-1] + 1
                head = head_of(language, first, last)
                form = PRON if language.lower[head] in PRONOUNS else PROP if language.text[head][0].isupper() else NOM
                mentions.append((first, last, head, form, number[who]))
        felt += [
            (r, number[who], EMOTIONS.index(emotion))
            for who, emotion, (a, b) in p.felt or ()
            for r in _rows_of(rows, language.tokens_in(a + shift, b + shift))
        ]
        bonds += [(number[a], number[b], BONDS.index(kind)) for a, b, kind in p.bonds or ()]
        shift += len(p.text) + len(BREAK)
    marked = np.array(sorted(mentions), np.int64).reshape(-1, 5).T
    n = len(rows.kind)

    def table_of(x: list[Any], width: int) -> np.ndarray:
        return np.array(sorted(set(x)), np.int32).reshape(-1, width)

    asks = [passages[0].felt is not None, passages[0].bonds is not None]
    return {
        "ids": pieces.ids.astype(np.int32),
        "features": pieces.features[pieces.first[:-1]].astype(np.uint8),
        "first": pieces.first.astype(np.int32),
        "ends": np.array([b for _, b in language.sentence_bounds], np.int32),
        "mentions": marked.astype(np.int32),
        "titles": titles_of(language, marked),
        "gender": np.array(gender, np.int32),
        "narrator": np.array(narrator),
        "gold_quotes": np.array(0),
        **{f"row_{k}": v for k, v in rows._asdict().items()},
        "speaker": np.full(n, -1, np.int32),
        "type": np.full(n, -1, np.int32),
        "told": table_of([], 2),
        "heard": table_of([], 2),
        "scene": np.full(n, -1, np.int32),
        "present": table_of([], 2),
        "felt": table_of(felt, 3),
        "bonds": table_of(bonds, 3),
        "says": np.array([False, False, False, False, *asks]),
    }


def _rows_of(rows: Any, tokens: range) -> list[int]:
    """The rows that share tokens with a span."""
    if not len(tokens):
        return []
    inside = (rows.part_first < tokens[-1] + 1) & (rows.part_last > tokens[0])
    return sorted(set(rows.part_row[inside].tolist()))


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("shared", type=Path)
    args.add_argument("work", type=Path)
    given = args.parse_args()
    every = [*written(given.shared), *reman(given.shared)]
    arrays: dict[str, np.ndarray] = {}
    names = []
    for asks in (True, False):
        mine = [p for p in every if (p.felt is not None) == asks]
        np.random.default_rng(1).shuffle(mine)  # type: ignore[arg-type]
        for k in range(0, len(mine), TOGETHER):
            try:
                packed = pack(mine[k : k + TOGETHER])
            except ValueError:
                continue
            if packed["mentions"].shape[1]:
                arrays.update({f"{len(names)}.{what}": v for what, v in packed.items()})
                names.append(f"passages-{len(names)}")
    arrays["names"] = np.array(names)
    with (given.work / "passages.part").open("wb") as f:
        np.savez_compressed(f, **arrays)  # type: ignore[arg-type]
    (given.work / "passages.part").rename(given.work / "passages.npz")
    print(len(every), "passages,", len(names), "texts")


if __name__ == "__main__":
    main()
