"""Read every dev text and every practice story, score them, write RESULTS.md.

    python -m evaluation [--shared ../shared] [--jobs 2] [--out evaluation/RESULTS.md]

Beside the report it writes out/errors.html, a page that shows where people go wrong, with examples. Scores are those
of ``score.py`` in the shared folder. Gold is read by the scorer and, for the protocol "with cast", handed over as a
cast list; never otherwise.
"""

import argparse
import json
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from evaluation.calibration import calibration
from evaluation.errors import Errors, add_errors
from evaluation.feelings import reman
from evaluation.page import write_page
from evaluation.people import People, compare
from evaluation.report import write_report
from evaluation.scoring import Scorer, settle_ties
from evaluation.speech import SpeechErrors, add_speech
from fabula import read, save

KINDS = {"pdnc": "quotes", "pdnc with cast": "quotes", "litbank": "coref", "stories": "story"}

PAGE = Path("out/errors.html")


def find_texts(shared: Path) -> dict[str, list[Path]]:
    """The gold files of each set, in order."""
    corpora = shared / "corpora"
    return {
        "stories": sorted(p for p in (shared / "stories").glob("*.json")),
        "pdnc": sorted((corpora / "pdnc" / "dev").glob("*.json")),
        "pdnc with cast": sorted((corpora / "pdnc" / "dev").glob("*.json")),
        "litbank": sorted((corpora / "litbank" / "dev").glob("*.json")),
    }


def read_one(job: tuple[str, Path, Path]) -> tuple[str, Path, Path]:
    """Read the text beside a gold file and save its story.json."""
    name, gold, out = job
    cast = None
    if name == "pdnc with cast":
        cast = out.with_suffix(".cast.json")
        people = json.loads(gold.read_text(encoding="utf-8"))["characters"]
        given = [{"name": c["name"], "aliases": c["aliases"]} for c in people]
        cast.write_text(json.dumps(given), encoding="utf-8")
    save(read(gold.with_suffix(".txt"), cast=cast), out)
    return job


def main() -> None:
    """Run the whole evaluation."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("evaluation/RESULTS.md"))
    options = parser.parse_args()
    settle_ties("evaluation")
    scorer = Scorer(options.shared / "score.py")
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(options.jobs) as pool:
        jobs = [
            (name, gold, Path(folder) / f"{name}-{gold.stem}.json".replace(" ", "-"))
            for name, golds in find_texts(options.shared).items()
            for gold in golds
        ]
        rows: dict[str, list[tuple[str, Any]]] = {name: [] for name in KINDS}
        sure: list[tuple[float, bool]] = []
        people: list[tuple[str, People]] = []
        errors, speech = Errors(), SpeechErrors()
        for name, gold, story in pool.map(read_one, jobs):
            print(f"{name}: {gold.stem}", flush=True)
            rows[name].append((gold.stem, scorer.row(KINDS[name], gold, story)))
            both = (json.loads(p.read_text(encoding="utf-8")) for p in (gold, story))
            if name == "pdnc":
                sure.extend(scorer.answers(gold, story))
                people.append((gold.stem, compare(scorer, gold, story)))
                add_speech(speech, scorer, gold.stem, *both)
            if name == "litbank":
                add_errors(errors, gold.stem, *both)
    felt = reman(options.shared / "corpora" / "reman" / "dev.jsonl")
    write_report(options.out, scorer, rows, calibration(sure), people, speech, felt)
    write_page(PAGE, errors, people, speech)
    print(f"written to {options.out} and {PAGE}")


if __name__ == "__main__":
    main()
