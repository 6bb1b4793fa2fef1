"""The dev novels rewritten into other conventions of marking speech, with the same gold.

    python -m evaluation.conventions [--shared ../shared] [--jobs 2]

PDNC prints straight double marks only. Each novel is read again in curly, single and angled marks, and with dashes, and
a table of what changes goes to evaluation/CONVENTIONS.md.
"""

import argparse
import json
import re
import tempfile
from concurrent.futures import ProcessPoolExecutor
from itertools import accumulate
from pathlib import Path
from typing import Any

from evaluation.scoring import Scorer, settle_ties
from fabula import read, save

MARKS = {"straight": '""', "curly": "“”", "single": "‘’", "angled": "«»", "dash": ""}
OUT = Path("evaluation/CONVENTIONS.md")
_DASH = re.compile(r"^\s*(?:—|--|–)\s*\w", re.MULTILINE)
_BREAK = re.compile(r"\n[ \t]*\n")


def rewrite(text: str, convention: str) -> tuple[str, list[int]]:
    """The text in a convention, and for each code point of the old text, and its end, where it is in the new one.

    In a paragraph marks open and close by turns. With dashes a paragraph that opens with a mark opens with a dash and
    has no other; one that opens otherwise keeps its marks.

    >>> rewrite('"No," he said.', "curly")[0]
    '“No,” he said.'
    >>> rewrite('"No," he said. "Never."', "dash")
    ('—No, he said. Never.', [0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 14, 15, 16, 17, 18, 19, 20, 20])
    """
    if convention == "as printed":
        return text, list(range(len(text) + 1))
    out: list[str] = []
    at = 0
    for cut in [*(m.end() for m in _BREAK.finditer(text)), len(text)]:
        paragraph = text[at:cut]
        at = cut
        dash = convention == "dash" and paragraph.lstrip().startswith('"')
        seen = 0
        for c in paragraph:
            if c != '"' or (convention == "dash" and not dash):
                out.append(c)
                continue
            out.append(("—" if seen == 0 else "") if dash else MARKS[convention][seen % 2])
            seen += 1
    return "".join(out), [0, *accumulate(len(c) for c in out)]


def move(gold: dict[str, Any], place: list[int]) -> dict[str, Any]:
    """The gold with the spans of its quotations moved."""
    quotes = [{**q, "spans": [[place[a], place[b]] for a, b in q["spans"]]} for q in gold["quotes"]]
    return {**gold, "quotes": quotes}


def printed_with_dashes(shared: Path) -> list[Path]:
    """LitBank's texts whose paragraphs open with dashes and which have no double marks at all."""
    out = []
    for path in sorted((shared / "corpora/litbank").glob("*/*.txt")):
        text = path.read_text(encoding="utf-8")
        if len(_DASH.findall(text)) >= 3 and not set('"“«') & set(text):
            out.append(path.with_suffix(".json"))
    return out


def as_pdnc(gold: dict[str, Any]) -> dict[str, Any]:
    """LitBank's quotations in the shape of PDNC's, so that one scorer finds them; nobody is named."""
    quotes = [
        {"spans": [[q["start"], q["end"]]], "speaker": q["speaker"], "type": None, "addressees": []}
        for q in gold["quotes"]
    ]
    return {"characters": [], "quotes": quotes}


def read_one(job: tuple[str, Path, Path]) -> tuple[str, str, Path, Path]:
    """Rewrite a novel, read it, and save its gold and its story."""
    convention, path, folder = job
    text, place = rewrite(path.with_suffix(".txt").read_text(encoding="utf-8"), convention)
    stem = folder / f"{path.stem}-{convention}"
    stem.with_suffix(".txt").write_text(text, encoding="utf-8")
    gold = stem.with_suffix(".gold.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    gold.write_text(json.dumps(as_pdnc(told) if convention == "as printed" else move(told, place)), encoding="utf-8")
    save(read(stem.with_suffix(".txt")), stem.with_suffix(".json"))
    return convention, path.stem, gold, stem.with_suffix(".json")


def main() -> None:
    """Read every novel in every convention and write the table."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.conventions", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    settle_ties("evaluation.conventions")
    scorer = Scorer(options.shared / "score.py")
    golds = sorted((options.shared / "corpora/pdnc/dev").glob("*.json"))
    rows: dict[str, list[Any]] = {c: [] for c in MARKS}
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(options.jobs) as pool:
        jobs = [(c, g, Path(folder)) for c in MARKS for g in golds]
        dashes = printed_with_dashes(options.shared)
        jobs += [("as printed", g, Path(folder)) for g in dashes]
        rows["as printed"] = []
        for convention, stem, gold, story in pool.map(read_one, jobs):
            rows[convention].append(scorer.row("quotes", gold, story))
            print(f"{convention}: {stem}", flush=True)
    out = [
        "# How much the marks matter",
        "",
        f"Made by `python -m evaluation.conventions`: PDNC dev, raw, {len(golds)} texts, rewritten into other",
        "conventions of marking speech with the same gold; pooled over quotations. With dashes, paragraphs that do not",
        "open with a mark keep theirs. Targets: within a point of straight marks, four with dashes.",
        "",
        "| convention | quotations found (F1) | speaker, all | explicit | anaphoric | implicit | addressees |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    printed = scorer.pool("quotes", rows.pop("as printed"))
    for convention, counts in rows.items():
        s = scorer.pool("quotes", counts)
        kinds = " | ".join(
            f"{s['speaker_accuracy'].get(k, 0.0):.1f}" for k in ("all", "explicit", "anaphoric", "implicit")
        )
        out.append(f"| {convention} | {s['detection_prf'][2]:.1f} | {kinds} | {s['addressee_prf'][2]:.1f} |")
    out += [
        "",
        f"LitBank's texts that print dashes ({len(dashes)} of its 85, {printed['quotations']} quotations): quotations",
        f"found, F1 over characters, {printed['detection_prf'][2]:.1f}.",
    ]
    OUT.write_text("\n".join([*out, ""]), encoding="utf-8")
    print(f"written to {OUT}")


if __name__ == "__main__":
    main()
