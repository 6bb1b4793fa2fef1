"""Short stories with complete gold: the held quarter, and those that nobody looks at."""

from collections import Counter
from itertools import combinations
from typing import Any

from evaluation import texts
from evaluation.figures import Counts, Figure, Section, figure_table, headline, measure, part, text_table
from evaluation.place import Measure, Place
from evaluation.texts import Text

ANNOTATOR = "annotator, twice"  # how far two readings of one story by the annotator agree (stories/README.md)

FIGURES = (
    Figure("cast, those present", part("cast_present"), "80", "92 to 99"),
    Figure("cast, all", part("cast"), "72", "93 to 96"),
    Figure("speakers", part("speaker"), "82", "99.8 to 99.9"),
    Figure("speakers, explicit", part("speaker_explicit")),
    Figure("speakers, anaphoric", part("speaker_anaphoric")),
    Figure("speakers, implicit", part("speaker_implicit")),
    Figure("addressees", part("addressees"), "70", "98"),
    Figure("hearers", part("heard_by"), "74", "97 to 99"),
    Figure("who is present", part("present"), "80", "96 to 99"),
    Figure("scene breaks", part("scene_breaks"), "75", "94 to 98"),
    Figure("thoughts", part("thought"), "75"),
    Figure("marked words that are no speech, kept out", part("not_speech_kept_out")),
    Figure("feelings, recall with at most 2.5 answers", part("feelings_recall", "r"), "48", "77 to 89"),
    Figure("bonds", part("bonds"), "42", "83 to 86"),
    Figure("bonds, the cheap answer", part("cheap_bonds")),
    Figure("bonds, whatever the kind", part("bonds_any_kind"), "55"),
    Figure("bonds, whatever the kind, the cheap answer", part("cheap_bonds_any_kind")),
    Figure("contradictions, precision", part("contradictions", "p")),
    Figure("contradictions, recall", part("contradictions", "r")),
    Figure("contradictions", part("contradictions"), "35", "15 of 15"),
    Figure("who is in the dark", part("in_the_dark"), "35"),
    Figure("stories without a lie in which none is reported", part("quiet", "r"), "87.5"),
)
BLIND_GOALS = {
    "cast, those present": "78",
    "cast, all": "70",
    "hearers": "72",
    "who is present": "78",
    "scene breaks": "65",
    "thoughts": "",
    "contradictions": "",
    "who is in the dark": "",
    "stories without a lie in which none is reported": "",
}

KINDS = {"T": "amateur authors of the web", "V": "published 1890 to 1965", "J": "who knows what, and what people feel"}
OTHERS = "written for this, other kinds"

PROTOCOL = (
    "F1 by `score.py story`, pooled over the texts; the text alone is given. *The cheap answer*: everybody who is",
    "together in two scenes of our reading is in friendship.",
    "",
)


def count(place: Place, text: Text) -> Counts:
    """The counts of one story by the scorer, with those of the cheap answer to bonds beside them."""
    gold, story = texts.load(text.gold), place.readings[text].load()
    row: dict[str, Any] = place.scorer.count("story", gold, story)
    cheap = place.scorer.count("story", gold, {**story, "bonds": cheap_bonds(story)})
    return {**row, **{f"cheap_{key}": cheap[key] for key in ("bonds", "bonds_any_kind")}}


def cheap_bonds(story: dict[str, Any]) -> list[dict[str, str]]:
    """Friendship between all who are together in two scenes: what a learned answer must beat."""
    met = Counter(pair for s in story["scenes"] for pair in combinations(sorted(set(s["present"])), 2))
    return [{"a": a, "b": b, "kind": "friendship"} for (a, b), n in met.items() if n >= 2]


def _heldout(place: Place, some: list[Text], title: str) -> Section:
    named = [(t.id, count(place, t)) for t in some]
    rows = [r for _, r in named]
    values = measure(rows, FIGURES)
    kinds: dict[str, list[Counts]] = {}
    for name, row in named:
        kinds.setdefault(KINDS.get(name[0], OTHERS), []).append(row)
    by_kind = [(f"{kind} ({len(kinds[kind])})", kinds[kind]) for kind in (*KINDS.values(), OTHERS) if kind in kinds]
    shortly = [f for f in FIGURES if f.goal]
    return Section(
        "heldout",
        title,
        (
            *PROTOCOL,
            *figure_table(FIGURES, values, ANNOTATOR),
            lies_reported(rows),
            "",
            *text_table(shortly, by_kind),
        ),
        headline(FIGURES, values),
    )


def _write_rows(place: Place, some: list[Text]) -> None:
    """A row for each text of the held quarter, whose errors may be looked at, into a folder that git ignores."""
    lines = text_table(FIGURES, [(t.id, count(place, t)) for t in some])
    (place.out / "heldout.md").write_text("\n".join(["# The held quarter, text by text", "", *lines]), encoding="utf-8")


def lies_reported(rows: list[Counts]) -> str:
    """In how many stories without a lie one is reported."""
    quiet = [r["quiet"][0] for r in rows if "quiet" in r]
    return f"Stories without a lie in which one is reported: {len(quiet) - sum(map(int, quiet))} of {len(quiet)}."


def _held_section(place: Place) -> Section:
    some = texts.heldout(place.shared)
    _write_rows(place, some)
    return _heldout(place, some, f"Practice stories, the held quarter ({len(some)} texts)")


def _quick_section(place: Place) -> Section:
    some = texts.quick(place.shared)
    return _heldout(place, some, f"Practice stories, {len(some)} of the held quarter")


def _blind_section(place: Place) -> Section:
    some = texts.blind(place.shared)
    rows = [count(place, t) for t in some]
    figures = tuple(f._replace(goal=BLIND_GOALS.get(f.name, f.goal), beside="") for f in FIGURES)
    values = measure(rows, figures)
    body = (
        "Scored once for each model that lands, and never looked at: `evaluation/BLIND.md` lists every scoring.",
        *PROTOCOL,
        *figure_table(figures, values),
        lies_reported(rows),
        "",
    )
    return Section("blind", f"Blind stories ({len(some)} texts)", body, headline(FIGURES, values))


HELDOUT = Measure(
    "heldout",
    "held quarter of the practice stories",
    lambda p: texts.heldout(p.shared),
    _held_section,
)
QUICK = Measure("heldout", "twelve of them", lambda p: texts.quick(p.shared), _quick_section)
BLIND = Measure("blind", "stories that nobody looks at", lambda p: texts.blind(p.shared), _blind_section)
