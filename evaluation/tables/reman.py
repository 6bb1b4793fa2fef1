"""REMAN's dev passages: who feels what, in three sentences of a novel."""

from evaluation import texts
from evaluation.feelings import count_reman
from evaluation.figures import Figure, Section, figure_table, headline, measure, part
from evaluation.passages import passages
from evaluation.place import Measure, Place
from evaluation.texts import Text

FIGURES = (
    Figure("who feels what", part("felt"), "36"),
    Figure("who feels what, precision", part("felt", "p")),
    Figure("who feels what, recall", part("felt", "r")),
    Figure("emotions alone", part("emotions")),
)


def _texts(place: Place) -> list[Text]:
    return passages(place.shared / "corpora" / "reman", "dev.jsonl", place.work / "reman")


def _section(place: Place) -> Section:
    some = _texts(place)
    values = measure([count_reman(texts.load(t.gold), place.readings[t].load()) for t in some], FIGURES)
    body = (
        "F1 of (character, emotion): right where a mention of our character overlaps the gold span. The text alone is",
        "given, so that only those count whom three sentences make a character of the cast. (Until November 2026",
        "it was measured inside the package, with everybody who is mentioned taken as somebody who may feel: 31.2.)",
        "",
        *figure_table(FIGURES, values),
    )
    return Section("reman", f"REMAN dev ({len(some)} passages)", body, headline(FIGURES, values))


REMAN = Measure("reman", "feelings in REMAN's dev passages", _texts, _section)
