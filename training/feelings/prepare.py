"""Read REMAN and XED as `fabula` reads a text, and keep what the encoder says of every token.

    python training/feelings/prepare.py ../shared/corpora WORK

Writes WORK/feelings.pkl: lists of passages {"h": float16 (tokens, size), "words": uint8 (tokens, 8), "sentences":
[(first, end)], "labels": float32 (sentences, 8), "known": float32 (sentences, 8), "token": {token: emotion numbers},
"source"}. REMAN's labels lie on spans, XED's on lines.
"""

import argparse
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from fabula.language.analyse import analyse
from fabula.language.emotion_words import EMOTIONS, of_tokens
from fabula.models.people import model
from fabula.models.pieces import cut_windows, model_inputs, to_pieces
from fabula.models.weights import tokenizer
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.text.plain import read_plain
from fabula.world import Source

PAGE = 60  # XED lines read as one text, a paragraph each


def vectors(language: Any, quoted: list[int]) -> np.ndarray:
    pieces = to_pieces(language, quoted, tokenizer())
    out = np.zeros((len(language), model().head["start.weight"].shape[1]), np.float16)
    for w in cut_windows(language, pieces):
        h = model().encode(*model_inputs(pieces, w))
        out[w.own : w.stop] = h[w.own - w.start :]
    return out


def of_reman(row: dict[str, Any], source: str) -> dict[str, Any]:
    m = read_plain(row["text"], Source("", "", "text/plain"))
    language = analyse(m)
    quoted = quoted_tokens(language, find_quotations(m, language))
    bounds = list(language.sentence_bounds)
    labels = np.zeros((len(bounds), len(EMOTIONS)), np.float32)
    token: dict[int, list[int]] = {}
    for s in row["spans"]:
        if s["type"] in EMOTIONS:
            k = EMOTIONS.index(s["type"])
            for t in language.tokens_in(s["start"], s["end"]):
                labels[language.sentences[t], k] = 1
                token.setdefault(t, []).append(k)
    words = of_tokens(language)
    return {
        "h": vectors(language, quoted),
        "words": words,
        "sentences": bounds,
        "labels": labels,
        "token": token,
        "source": source,
    }


def of_xed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines as paragraphs of speech, so that the encoder reads them as it reads dialogue."""
    text = "\n\n".join('"' + r["text"].replace('"', "'").strip() + '"' for r in rows)
    m = read_plain(text, Source("", "", "text/plain"))
    language = analyse(m)
    quoted = list(language.paragraphs)
    h = vectors(language, quoted)
    words, at = of_tokens(language), np.asarray(language.paragraphs)
    out = []
    for k, r in enumerate(rows):
        own = np.flatnonzero(at == k)
        if not len(own):
            continue
        labels = np.zeros((1, len(EMOTIONS)), np.float32)
        labels[0, [EMOTIONS.index(e) for e in r["emotions"]]] = 1
        out.append(
            {
                "h": h[own],
                "words": words[own],
                "sentences": [(0, len(own))],
                "labels": labels,
                "token": {},
                "source": "xed",
            }
        )
    return out


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("corpora", type=Path)
    args.add_argument("work", type=Path)
    given = args.parse_args()

    def rows(name: str) -> list[dict[str, Any]]:
        return [json.loads(x) for x in (given.corpora / name).read_text(encoding="utf-8").splitlines()]

    out = {s: [of_reman(r, "reman") for r in rows(f"reman/{s}.jsonl")] for s in ("train", "dev")}
    lines = [r for r in rows("xed/lines.jsonl") if any(c.isalpha() for c in r["text"])]
    np.random.default_rng(1).shuffle(lines)  # type: ignore[arg-type]
    pages = [lines[k : k + PAGE] for k in range(0, len(lines), PAGE)]
    with ThreadPoolExecutor(2) as pool:
        found = [x for page in pool.map(of_xed, pages) for x in page]
    out["train"] += found[1500:]
    out["xed"] = found[:1500]
    given.work.mkdir(parents=True, exist_ok=True)
    with (given.work / "feelings.pkl").open("wb") as f:
        pickle.dump(out, f)
    print({k: len(v) for k, v in out.items()})


if __name__ == "__main__":
    main()
