"""Measure all that is claimed: read every text, score it, write RESULTS.md and HISTORY.md.

    python -m evaluation [--only NAME,...] [--quick] [--blind] [--jobs N] [--shared ../shared]

Readings are kept under out/evaluation, so that a run that was stopped goes on where it was. Gold is read by the
scorers and, where it is said, handed over as a cast list; never otherwise. What a reader's corrections bring is
measured by ``python -m evaluation.corrections``, other marks of speech by ``python -m evaluation.conventions``.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from evaluation import blind, history, report
from evaluation.figures import Section
from evaluation.fingerprint import Fingerprint, fingerprint
from evaluation.page import write_page
from evaluation.place import Measure, Place
from evaluation.readings import Readings, forget_others
from evaluation.scoring import Scorer, settle_ties
from evaluation.tables.calibration import CALIBRATION
from evaluation.tables.casts import CASTS
from evaluation.tables.field import FIELD
from evaluation.tables.litbank import LITBANK, errors
from evaluation.tables.novels import PDNC, PDNC_CAST, people_rows, speech_errors
from evaluation.tables.pairs import PAIRS
from evaluation.tables.passages import PASSAGES
from evaluation.tables.reman import REMAN
from evaluation.tables.stories import BLIND, HELDOUT, QUICK
from evaluation.tables.swapped import BLIND_SWAPPED, SWAPPED
from evaluation.texts import NoTexts

SECRET = (BLIND, BLIND_SWAPPED)
MEASURES = (HELDOUT, SWAPPED, *SECRET, CASTS, PDNC, PDNC_CAST, LITBANK, PASSAGES, REMAN, PAIRS, FIELD, CALIBRATION)
NAMES = {m.name: m for m in MEASURES}
TELL = 5  # seconds between two lines of progress, at least


def options(words: list[str] | None = None) -> argparse.Namespace:
    """What the command is asked for."""
    known = "; ".join(f"{m.name}: {m.about}" for m in MEASURES)
    parser = argparse.ArgumentParser(
        prog="python -m evaluation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", metavar="NAME,...", help=f"only these tables ({known})")
    parser.add_argument("--quick", action="store_true", help="twelve stories in a minute, printed and not written")
    parser.add_argument("--blind", action="store_true", help="score the blind stories, too: once for each model")
    parser.add_argument("--again", metavar="WHY", help="score them again with the same weights and code, and why")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="processes; default: all cores")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder with texts and gold")
    parser.add_argument("--results", type=Path, default=Path("evaluation"), help="where the tables are written")
    parser.add_argument("--out", type=Path, default=Path("out/evaluation"), help="where readings are kept")
    return parser.parse_args(words)


def chosen(asked: argparse.Namespace) -> list[Measure]:
    """The tables to make. Raises ValueError where what is asked for does not go together."""
    if asked.quick:
        if asked.only or asked.blind:
            raise ValueError("--quick goes with neither --only nor --blind")
        return [QUICK]
    names = [n.strip() for n in asked.only.split(",")] if asked.only else [m.name for m in MEASURES if m not in SECRET]
    unknown = [n for n in names if n not in NAMES]
    if unknown:
        raise ValueError(f"--only: {unknown[0]!r} is not one of {', '.join(NAMES)}")
    secret = [m.name for m in SECRET]
    if not asked.blind and set(names) & set(secret):
        raise ValueError("the blind stories are scored with --blind only: once for each model that lands")
    # Both tables of them are one scoring, and make one row of the log.
    wanted = {*names, *secret} if asked.blind else {*names}
    return [m for m in MEASURES if m.name in wanted]


def made(place: Place, measures: list[Measure]) -> Iterator[tuple[Measure, Section]]:
    """Read what the tables need, then make them one by one."""
    started = time.monotonic()
    needed = [t for m in measures for t in m.texts(place)]
    told = 0.0

    def progress(done: int, of: int, name: str) -> None:
        nonlocal told
        took = time.monotonic() - started
        if took >= told + TELL or done == of:
            told = took
            print(f"read {done} of {of}, {took:.0f} s  {name}", file=sys.stderr, flush=True)

    place.readings.read(needed, progress)
    for m in measures:
        since = time.monotonic()
        yield m, m.section(place)
        print(f"{m.name}: scored in {time.monotonic() - since:.0f} s", file=sys.stderr, flush=True)


def write(asked: argparse.Namespace, place: Place, measures: list[Measure], model: Fingerprint) -> None:
    """Measure, and write each table as soon as it is made."""
    written: dict[str, str] = {}
    figures: dict[str, dict[str, float]] = {}
    for m, section in made(place, measures):
        command = f"python -m evaluation {'--blind' if m in SECRET else '--only ' + m.name}"
        faults = [f"{name}: {why}" for name, why in place.readings.faults(set(m.texts(place)))]
        written[m.name] = report.section_text(section, model, command, faults)
        figures[m.name] = section.headline
        if asked.quick:
            print(written[m.name])
            return
        if m is BLIND:
            continue  # nobody sees its figures before they stand in the log
        if m is BLIND_SWAPPED:
            blind.add(asked.results / "BLIND.md", model, {**figures[BLIND.name], **section.headline}, asked.again)
        report.update(asked.results / "RESULTS.md", written, list(NAMES))
        history.add(asked.results / "HISTORY.md", model, figures)
    print(f"written to {asked.results / 'RESULTS.md'}")
    if PDNC in measures and LITBANK in measures:
        page = place.out / "errors.html"
        write_page(page, errors(place), people_rows(place), speech_errors(place))
        print(f"written to {page}")


def main(words: list[str] | None = None) -> None:
    """The command."""
    asked = options(words)
    model = fingerprint()
    try:
        measures = chosen(asked)
        if asked.blind:
            blind.check(asked.results / "BLIND.md", model, asked.again)
        asked.results.mkdir(parents=True, exist_ok=True)
        kept = asked.out / "readings"
        own = f"{model.code}-{model.weights}"
        kept.mkdir(parents=True, exist_ok=True)
        forget_others(kept, own)
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            readings = Readings(kept / own, work / "hidden", asked.jobs)
            scorer = Scorer(asked.shared / "score.py")
            write(asked, Place(asked.shared, work, asked.out, asked.jobs, scorer, readings), measures, model)
    except (NoTexts, ValueError, blind.Logged) as e:
        raise SystemExit(f"python -m evaluation: {e}") from None


if __name__ == "__main__":
    settle_ties("evaluation")
    main()
