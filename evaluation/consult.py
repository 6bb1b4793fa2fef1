"""How far a language model's answers go, for what they cost: PDNC's dev novels, and a stand-in that knows the gold.

    python -m evaluation.consult [--shared ../shared] [--out evaluation/CONSULT.md] [--most 300] [NOVEL ...]

The stand-in (`evaluation/stand_in.py`) is a process of its own that is shown what a model is shown. It is right 90
times of 100; when it errs it names somebody else who is offered, or says that it cannot be told. Measured are the
speakers before and after 300 questions, chosen as `fabula consult` chooses, and chosen as they stand in the text: from
the first line on, and of the uncertain lines from the first on. Only the stand-in and the scorer read the gold.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from evaluation.scoring import Scorer, settle_ties
from fabula.consult.batch import Asking, Book, Tally, consult
from fabula.consult.client import Server
from fabula.consult.kept import Kept
from fabula.pipeline import Draft, draft_story
from fabula.text.open import read_file
from fabula.version import __version__
from fabula.world import Story

TEXT_ORDER = "the first uncertain lines of the text"
EVERY_LINE = "the first lines of the text, one after the other"
ORDERS = ("what teaches most", TEXT_ORDER, EVERY_LINE)


class Gain(NamedTuple):
    """One novel: in which order it was asked, how often the model is right, and the rows of the scorer."""

    title: str
    order: str
    right: int
    before: Any
    after: Any
    tally: Tally
    words: int


class _InOrder(Book):
    """A book that is asked about from its first line on."""

    def value(self, wanted: Sequence[int]) -> Mapping[int, float]:
        return {k: -float(k) for k in wanted}


@contextmanager
def stand_in(gold: Path) -> Iterator[str]:
    """A running stand-in; its address."""
    command = [
        sys.executable,
        "-m",
        "evaluation.stand_in",
        "--gold",
        str(gold),
        "--text",
        str(gold.with_suffix(".txt")),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate()


def measure(scorer: Scorer, gold: Path, draft: Draft, most: int, order: str, right: int, url: str) -> Gain:
    """One novel, asked in one order."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        kind = Book if order == ORDERS[0] else _InOrder
        book = kind(draft, place / "log.jsonl")
        about = Asking(most=most) if order == ORDERS[0] else Asking(("speakers",), 0.8, most)
        if order == EVERY_LINE:
            about = about._replace(below=1.01)
        before = _row(scorer, gold, book.story(), place / "story.json")
        tally = Tally()
        consult(book, Server(url, f"right-{right}", parallel=2), about, Kept(place / "kept.jsonl"), tally)
        after = _row(scorer, gold, book.story(), place / "story.json")
    return Gain(gold.stem, order, right, before, after, tally, len(draft.manuscript.text.split()))


def _row(scorer: Scorer, gold: Path, story: Story, place: Path) -> Any:
    rows = [
        {"kind": q.kind, "parts": q.parts, "speaker": q.speaker, "addressees": q.addressees, "confidence": q.confidence}
        for q in story.quotes
    ]
    people = [{"id": c.id, "name": c.name, "aliases": c.aliases} for c in story.characters]
    written = {"quotes": rows, "characters": people, "narration": {"narrator": story.narration.narrator}}
    place.write_text(json.dumps(written), encoding="utf-8")
    return scorer.row("quotes", gold, place)


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.consult", description=__doc__)
    parser.add_argument("novels", nargs="*", metavar="NOVEL", help="Names of PDNC's dev novels. Default: all.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("evaluation/CONSULT.md"))
    parser.add_argument("--most", type=int, default=300)
    options = parser.parse_args()
    settle_ties("evaluation.consult")
    scorer = Scorer(options.shared / "score.py")
    golds = sorted((options.shared / "corpora" / "pdnc" / "dev").glob("*.json"))
    gains: list[Gain] = []
    for gold in (g for g in golds if not options.novels or g.stem in options.novels):
        draft = draft_story(read_file(gold.with_suffix(".txt")))
        with stand_in(gold) as url:
            for order, right in (*((o, 90) for o in ORDERS), (ORDERS[0], 80)):
                gains.append(measure(scorer, gold, draft, options.most, order, right, url))
                print(_line(scorer, gains[-1:]), flush=True)
    options.out.write_text(_page(scorer, gains, options.most), encoding="utf-8")
    print(f"written to {options.out}")


def _speakers(scorer: Scorer, rows: list[Any]) -> float:
    return float(scorer.pool("quotes", rows)["speaker_accuracy"]["all"])


def _line(scorer: Scorer, gains: list[Gain], title: str = "") -> str:
    """A row of the table: one novel, or several together."""
    before, after = _speakers(scorer, [g.before for g in gains]), _speakers(scorer, [g.after for g in gains])
    asked, sent = sum(g.tally.asked for g in gains), sum(g.tally.sent for g in gains)
    words = sum(g.words for g in gains)
    cells = (
        gains[0].order, f"{gains[0].right} %", title or gains[0].title, f"{before:.1f}", f"{after:.1f}",
        f"**{after - before:+.1f}**", f"{asked:,}", f"{sent:,}", f"{words:,}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _page(scorer: Scorer, gains: list[Gain], most: int) -> str:
    rows = [
        "# A language model as a second reader",
        "",
        f"Fabula {__version__}. Made by `python -m evaluation.consult`. PDNC dev, raw; speakers right, of 100. The",
        "model is a stand-in that knows the gold and is right as often as the second column says; at most",
        f"{most} questions a novel. Tokens are counted as one for every four characters that are sent. Wanted:",
        "4 points more at 90 %, by the first lines of the text at least 2 less, and under 300,000 tokens for a novel",
        "of 100,000 words.",
        "",
        "| asked about | right | text | before | after | gain | questions | tokens sent | words of the text |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for order, right in dict.fromkeys((g.order, g.right) for g in gains):
        mine = [g for g in gains if (g.order, g.right) == (order, right)]
        rows += [_line(scorer, [g]) for g in mine]
        rows.append(_line(scorer, mine, "**together**"))
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
