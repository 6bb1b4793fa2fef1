"""LitBank and PDNC as training examples: parsed, cut into word pieces, gold as token spans.

    python training/people/prepare.py ../shared/corpora WORK

Writes WORK/litbank-train.pkl, WORK/litbank-dev.pkl and WORK/pdnc-train.pkl, and WORK/data.json with the hashes of what
was read. Nothing of the dev sets of PDNC is read. Five minutes on one core.
"""

import argparse
import collections
import hashlib
import json
import pickle
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from fabula.language import Language
from fabula.language.analyse import analyse
from fabula.models.pairs import FORMS, TYPES
from fabula.models.pieces import Pieces, to_pieces
from fabula.models.weights import tokenizer
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.text.open import read_file

PRONOUNS = frozenset(
    "i me my mine myself you your yours yourself he him his himself she her hers herself it its they them their "
    "themselves we us our ours ourselves".split()
)


def read(path: Path, tok: Tokenizer) -> tuple[str, Language, list[int], Pieces]:
    manuscript = read_file(path)
    language = analyse(manuscript)
    quoted = quoted_tokens(language, find_quotations(manuscript, language))
    return manuscript.text, language, quoted, to_pieces(language, quoted, tok)


def span_of(language: Language, start: int, end: int) -> tuple[int, int] | None:
    """The tokens [first, last) that cover exactly these code points, give or take what hangs on a token's end."""
    r = language.tokens_in(start, end)
    if not len(r):
        return None
    return r.start, r.stop


def example(
    name: str, language: Language, quoted: list[int], pieces: Pieces, spans: list[tuple[int, int]],
    labels: list[tuple[int, int, int]], events: np.ndarray | None,
) -> dict[str, Any]:  # fmt: skip
    """What training reads of a text: ``labels`` are (type, form, entity) of each of the ``spans``, tokens in order."""
    return {
        "id": name,
        "language": language,
        "quoted": quoted,
        "pieces": pieces,
        "spans": spans,
        "labels": np.array(labels, np.int64).reshape(-1, 3),
        "events": events,
    }


def litbank(path: Path, tok: Tokenizer) -> dict[str, Any]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    _, language, quoted, pieces = read(path.with_suffix(".txt"), tok)
    spans, exact = {}, 0
    entity_numbers: dict[str, int] = {}
    for m in gold["mentions"]:
        s = span_of(language, m["start"], m["end"])
        if s is None:
            continue
        exact += language.starts[s[0]] == m["start"] and language.ends[s[1] - 1] == m["end"]
        who = entity_numbers.setdefault(m["entity"], len(entity_numbers)) if m["entity"] else -1
        spans[s] = (TYPES.index(m["type"]), FORMS.index(m["form"]), who)
    events = sorted({i for a, b in gold["events"] for i in language.tokens_in(a, b)})
    share = exact / max(1, len(gold["mentions"]))
    print(f"{path.stem[:40]:40} {len(language):6} tokens, {share:.3f} of mentions on tokens", file=sys.stderr)
    labels = [spans[x] for x in sorted(spans)]
    return example(gold["id"], language, quoted, pieces, sorted(spans), labels, np.array(events, np.int64))


def pdnc(path: Path, tok: Tokenizer) -> dict[str, Any]:
    """A novel with what PDNC says of its mentions: names and pronouns inside quotations, and the tags' pronouns.

    Names outside quotations are labelled where only one character bears them.
    """
    gold = json.loads(path.read_text(encoding="utf-8"))
    text, language, quoted, pieces = read(path.with_suffix(".txt"), tok)
    number = {c["id"]: k for k, c in enumerate(gold["characters"])}
    spans: dict[tuple[int, int], int] = {}
    inside: list[tuple[int, int]] = []
    for q in gold["quotes"]:
        inside += [tuple(p) for p in q["spans"]]
        for m in q["mentions"]:
            s = span_of(language, m["start"], m["end"])
            if s and len(m["characters"]) == 1 and m["characters"][0] in number:
                spans[s] = number[m["characters"][0]]
        if q["speaker"] not in number:
            continue
        for a, b in q["spans"]:
            for i in language.tokens_in(a, b):
                if language.lower[i] in ("i", "me", "my", "myself"):
                    spans[i, i + 1] = number[q["speaker"]]
        # "said he": the pronoun of the tag, which PDNC gives as words without a place
        tag = q.get("referring_expression") or ""
        if q["type"] in ("anaphoric", "explicit") and tag and tag != "nan":
            a, b = q["spans"][0][0], q["spans"][-1][1]
            pattern = re.compile(r"\s+".join(map(re.escape, tag.split())))
            for m in pattern.finditer(text, max(0, a - 120), min(len(text), b + 120)):
                if any(x <= m.start() < y for x, y in q["spans"]):
                    continue
                for i in language.tokens_in(m.start(), m.end()):
                    if language.lower[i] in ("he", "she", "i"):
                        spans[i, i + 1] = number[q["speaker"]]
                        break
    in_gold = np.zeros(len(text) + 1, bool)
    for a, b in inside:
        in_gold[a:b] = True
    bearers = collections.defaultdict(set)
    for c in gold["characters"]:
        for alias in {c["name"], *c["aliases"]}:
            w = tuple(re.findall(r"\w+", alias))
            if w and w[0][0].isupper() and w[0].lower() not in ("the", "a", "an", "my", "his", "her"):
                bearers[w].add(c["id"])
    known = {w: number[next(iter(who))] for w, who in bearers.items() if len(who) == 1}
    longest = max(map(len, known), default=1)
    plain = [re.sub(r"\W", "", w) for w in language.text]
    i = 0
    while i < len(language):
        for n in range(min(longest, len(language) - i), 0, -1):
            w = tuple(plain[i : i + n])
            if w in known and not in_gold[language.starts[i]] and w[-1]:
                spans.setdefault((i, i + n), known[w])
                i += n - 1
                break
        i += 1
    rows = []
    for (a, b), who in sorted(spans.items()):
        word = language.lower[a]
        named = any(language.tag[k] in ("NNP", "NNPS") for k in range(a, b))
        form = 2 if b - a == 1 and word in PRONOUNS else 0 if named else 1
        rows.append((0, form, who))
    print(f"{path.stem[:40]:40} {len(language):6} tokens, {len(rows)} mentions", file=sys.stderr)
    return example(gold["id"], language, quoted, pieces, sorted(spans), rows, None)


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("corpora", type=Path)
    args.add_argument("work", type=Path)
    given = args.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    tok = tokenizer()
    hashes = {}
    for name, maker, folder in (
        ("litbank-dev", litbank, given.corpora / "litbank/dev"),
        ("litbank-train", litbank, given.corpora / "litbank/train"),
        ("pdnc-train", pdnc, given.corpora / "pdnc/train"),
    ):
        paths = sorted(folder.glob("*.json"))
        if not paths:
            raise SystemExit(f"{folder}: no texts here")
        digest = hashlib.sha256()
        for p in paths:
            digest.update(p.read_bytes() + p.with_suffix(".txt").read_bytes())
        hashes[name] = {"sha256": digest.hexdigest(), "texts": len(paths)}
        with (given.work / f"{name}.pkl").open("wb") as f:
            pickle.dump([maker(p, tok) for p in paths], f)
    (given.work / "data.json").write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
