"""The same stories with all names swapped: what a reading that does not depend on names would not lose."""

from collections.abc import Callable, Sequence
from typing import Any

from evaluation import texts
from evaluation.figures import Counts, Figure, Section, between, bootstrap, part, pool_counts, shown, table
from evaluation.place import Measure, Place
from evaluation.tables.stories import count
from evaluation.texts import SEEDS, Text

FIGURES = (
    Figure("cast, those present", part("cast_present"), "2.0"),
    Figure("cast, all", part("cast")),
    Figure("speakers", part("speaker"), "2.0"),
    Figure("speakers, explicit", part("speaker_explicit")),
    Figure("speakers, anaphoric", part("speaker_anaphoric")),
    Figure("speakers, implicit", part("speaker_implicit")),
    Figure("addressees", part("addressees")),
    Figure("hearers", part("heard_by")),
    Figure("who is present", part("present")),
)

Row = tuple[Counts, list[Counts]]  # of one story: with its own names, and with those of each seed


def losses(rows: Sequence[Row], figures: Sequence[Figure] = FIGURES) -> list[float]:
    """Of each figure: with their own names, with others (the mean over the seeds), and the difference."""
    own = pool_counts([r for r, _ in rows])
    others = [pool_counts(some) for some in zip(*(r for _, r in rows), strict=True)]
    out = []
    for f in figures:
        before, after = f.of(own), sum(f.of(o) for o in others) / len(others)
        out += [before, after, before - after]
    return out


def _section(place: Place, name: str, title: str, some: list[Text]) -> Section:
    copies = texts.swapped(some, place.shared, place.work)
    rows: list[Row] = [
        (count(place, own), [count(place, copies[seed][k]) for seed in SEEDS]) for k, own in enumerate(some)
    ]
    values = bootstrap(rows, losses)
    lines = []
    headline = {}
    for k, f in enumerate(FIGURES):
        own, other, loss = values[3 * k : 3 * k + 3]
        lines.append([f.name, shown(own.here), shown(other.here), shown(loss.here), between(loss), f.goal])
        headline[f"{f.name}, lost"] = loss.here
    body = (
        f"Names swapped by `swap_gold.py`, seeds {', '.join(map(str, SEEDS))}: the mean of the three. Its names are in",
        "no list and no training. The interval is that of the loss, over texts.",
        "",
        *table(["figure", "own names", "others", "lost", "interval", "at most"], lines, "lrrrcr"),
    )
    return Section(name, f"{title}, all names swapped ({len(some)} texts)", body, headline)


def _measure(name: str, about: str, some: Callable[[Any], list[Text]], title: str) -> Measure:
    def needed(place: Place) -> list[Text]:
        own = some(place.shared)
        return [*own, *(t for copies in texts.swapped(own, place.shared, place.work).values() for t in copies)]

    return Measure(name, about, needed, lambda p: _section(p, name, title, some(p.shared)))


SWAPPED = _measure("swapped", "the held quarter with all names swapped", texts.heldout, "The held quarter")
BLIND_SWAPPED = _measure("blind-swapped", "blind with all names swapped", texts.blind, "Blind stories")
