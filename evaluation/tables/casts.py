"""Who is who in whole novels: names gathered into people, by ``castscore.py``."""

from collections import Counter
from pathlib import Path
from typing import Any

from evaluation import texts
from evaluation.figures import Counts, Figure, Section, figure_table, headline, measure, part, table, text_table
from evaluation.place import Measure, Place
from evaluation.scoring import load_script
from evaluation.texts import Text

FIGURES = (
    Figure("characters found once", part("once", "r"), "82"),
    Figure("pairs of names, F1", part("pairs"), "88"),
    Figure("pairs of names, precision", part("pairs", "p")),
    Figure("pairs of names, recall", part("pairs", "r")),
    Figure("characters split", part("split", "r")),
    Figure("characters merged", part("merged", "r")),
    Figure("characters missing", part("missing", "r")),
)


def count(script: Any, gold: Any, story: Any) -> Counts:
    """The counts of one novel."""
    tally, pairs, wrong = script.one(gold, story)
    n = sum(tally.values())
    return {
        **{key: (tally[key], n, n) for key in ("once", "split", "merged", "missing")},
        "pairs": pairs,
        "not_people": (wrong, wrong, n),
    }


def overlap(shared: Path, text: Text) -> str:
    """In which annotated corpora this novel stands, too."""
    found = []
    for split in ("train", "dev"):
        if (shared / "corpora" / "litbank" / split / f"{text.id}.json").is_file():
            found.append(f"LitBank {split}")
        titles = (_letters(p.stem) for p in (shared / "corpora" / "pdnc" / split).glob("*.json"))
        if any(_letters(text.id).startswith(title) for title in titles):
            found.append(f"PDNC {split}")
    return ", ".join(found) or "–"


def _letters(title: str) -> str:
    return "".join(c for c in title.lower() if c.isalpha())


def _section(place: Place) -> Section:
    script = load_script(place.shared / "castscore.py")
    some = texts.novels(place.shared)
    rows = [(t, count(script, texts.load(t.gold), place.readings[t].load())) for t in some]
    values = measure([r for _, r in rows], FIGURES)
    stands = {t.id: overlap(place.shared, t) for t, _ in rows}
    times = Counter(where for line in stands.values() for where in line.split(", ") if where != "–")
    unseen = [r for t, r in rows if "train" not in stands[t.id]]
    body = [
        "Characters that are named three times or more, found as exactly one person who bears nobody else's names;",
        "pairs of names (by how often they occur) that belong together. The text alone is given. Of these novels",
        ", ".join(f"{n} stand in {where}" for where, n in sorted(times.items())) + ".",
        "",
        *figure_table(FIGURES, values),
        f"Names of places and things counted as people: {sum(int(r['not_people'][0]) for _, r in rows)}.",
        "",
        *text_table(FIGURES, [(t.id, r) for t, r in rows] + [(f"**in no training set ({len(unseen)})**", unseen)]),
        "Where they stand, too:",
        "",
        *table(["text", "corpora"], ([name, where] for name, where in stands.items()), "ll"),
    ]
    return Section("casts", f"Who is who in novels ({len(rows)} texts)", tuple(body), headline(FIGURES, values))


CASTS = Measure("casts", "who is who in novels", lambda p: texts.novels(p.shared), _section)
