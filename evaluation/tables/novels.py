"""PDNC's dev novels, raw and with their cast given."""

from collections.abc import Sequence
from typing import Any

from evaluation import texts
from evaluation.figures import Figure, Section, figure_table, headline, measure, shown, table, text_table, third
from evaluation.people import KINDS_IN_ORDER, People, compare
from evaluation.place import Measure, Place
from evaluation.speech import SpeechErrors, add_speech


def _speaker(kind: str) -> Any:
    return lambda d: float(d["speaker_accuracy"].get(kind, 0.0))


RAW = (
    Figure("speakers", _speaker("all"), "84", "BookNLP off the shelf 40"),
    Figure("speakers, explicit", _speaker("explicit")),
    Figure("speakers, anaphoric", _speaker("anaphoric")),
    Figure("speakers, implicit", _speaker("implicit")),
    Figure("addressees, set F1", third("addressee_prf"), "64", "none found"),
    Figure("quotations found, F1 over characters of text", third("detection_prf"), "97", "about 96.6 by BookNLP"),
)
CAST = (
    Figure("speakers", _speaker("all"), "86", "ModernBERT-large 94.5"),
    Figure("speakers, explicit", _speaker("explicit"), "97", "BookNLP+ 98.6, ModernBERT-large 99.3"),
    Figure("speakers, anaphoric", _speaker("anaphoric")),
    Figure("speakers, implicit", _speaker("implicit")),
    Figure("speakers, the rest (not explicit)", _speaker("rest"), "83", "BookNLP+ 68.9, ModernBERT-large 92.4"),
    Figure("addressees, set F1", third("addressee_prf")),
)


def _found(rows: Sequence[People]) -> float:
    return 100 * sum(len(p.cast.found) for p in rows) / max(1, sum(p.cast.gold for p in rows))


def _spoken(rows: Sequence[People]) -> float:
    return 100 * sum(p.share()[0] for p in rows) / max(1, sum(p.share()[1] for p in rows))


PEOPLE = (
    Figure("major and intermediate characters found once", _found, "85"),
    Figure("names and pronouns in quotations", _spoken, "60"),
)


def speech_errors(place: Place) -> SpeechErrors:
    """Where speakers of PDNC dev go wrong."""
    out = SpeechErrors()
    for t in texts.pdnc(place.shared):
        add_speech(out, place.scorer, t.id, texts.load(t.gold), place.readings[t].load())
    return out


def people_rows(place: Place) -> list[tuple[str, People]]:
    """How PDNC dev's people were found."""
    some = texts.pdnc(place.shared)
    return [(t.id, compare(place.scorer, t.gold, place.readings[t].path)) for t in some]


def _quotes(place: Place, with_cast: bool, figures: Sequence[Figure]) -> tuple[list[str], dict[str, float], int]:
    rows = [
        (t.id, place.scorer.row("quotes", t.gold, place.readings[t].path)) for t in texts.pdnc(place.shared, with_cast)
    ]

    def pool(some: Sequence[Any]) -> Any:
        return place.scorer.pool("quotes", some)

    values = measure([r for _, r in rows], figures, pool)
    lines = [*figure_table(figures, values), *text_table(figures, rows, pool)]
    return lines, headline(figures, values), len(rows)


def _raw(place: Place) -> Section:
    lines, figures, n = _quotes(place, False, RAW)
    body = (
        "Accuracy over all gold quotations; the text alone is given. Three texts: intervals are only a hint.",
        "",
        *lines,
        *_people(people_rows(place)),
        *_by_kind(speech_errors(place)),
    )
    return Section("pdnc", f"PDNC dev, raw ({n} texts)", body, figures)


def _with_cast(place: Place) -> Section:
    lines, figures, n = _quotes(place, True, CAST)
    body = ("Names and aliases are given with `--cast`.", "", *lines)
    return Section("pdnc-cast", f"PDNC dev, with cast ({n} texts)", body, figures)


def _people(people: list[tuple[str, People]]) -> list[str]:
    """The cast of PDNC's novels, and whom the names and pronouns in quotations mean."""
    out = [
        "People: major and intermediate characters, found as exactly one person (`score.py`'s matching by names);",
        "names and pronouns in gold quotations that mean one person, resolved to that person. Nouns, and what means",
        "several people, are counted apart.",
        "",
        *figure_table(PEOPLE, measure([p for _, p in people], PEOPLE, pool=list)),
    ]
    lines = []
    for title, p in people:
        kinds = (shown(100 * p.right[k] / p.all[k]) if p.all[k] else "–" for k in KINDS_IN_ORDER)
        lines.append([title, f"{len(p.cast.found)} of {p.cast.gold}", *kinds])
    out += table(["text", "characters", *KINDS_IN_ORDER], lines, "lr" + "r" * len(KINDS_IN_ORDER))
    wrong = []
    for title, p in people:
        wrong += [f"- {title}, split: {name} ({', '.join(parts)})" for name, parts in p.cast.split]
        wrong += [f"- {title}, merged: {name} (into {into})" for name, into in p.cast.merged]
        wrong += [f"- {title}, missing: {name}" for name in p.cast.missing]
    return [*out, *wrong, *[""] * bool(wrong)]


def _by_kind(speech: SpeechErrors) -> list[str]:
    lines = [[what, value, shown(right), str(n)] for what, rows in speech.table().items() for value, right, n in rows]
    return ["Speakers by what the text gives:", "", *table(["", "", "right", "quotations"], lines, "llrr")]


PDNC = Measure("pdnc", "PDNC's dev novels, raw", lambda p: texts.pdnc(p.shared), _raw)
PDNC_CAST = Measure(
    "pdnc-cast", "PDNC's dev novels, cast given", lambda p: texts.pdnc(p.shared, with_cast=True), _with_cast
)
