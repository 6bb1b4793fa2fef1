"""RESULTS.md: every figure with its split, protocol, number of texts and interval."""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from evaluation.calibration import Calibration
from evaluation.feelings import Row, f1
from evaluation.people import KINDS_IN_ORDER, People
from evaluation.scoring import Scorer, interval
from evaluation.speech import SpeechErrors
from fabula import __version__

Rows = dict[str, list[tuple[str, Any]]]
Figure = Callable[[dict[str, Any]], float]
Lines = list[tuple[str, Figure, str, str]]


def _speaker(kind: str) -> Figure:
    return lambda d: float(d["speaker_accuracy"].get(kind, 0.0))


def _third(key: str) -> Figure:
    return lambda d: float(d[key][2])


def _f1(key: str) -> Figure:
    """F1 of one key of a story's row; NaN where the gold holds nothing of the kind."""
    return lambda d: float(d[key]["f1"]) if d.get(key, {}).get("gold") else float("nan")


def _part(key: str, part: str) -> Figure:
    """Precision ("p") or recall ("r") of one key of a story's row."""
    return lambda d: float(d[key][part]) if d.get(key, {}).get("gold") else float("nan")


def _shown(value: float) -> str:
    return "–" if value != value else f"{value:.1f}"


# (what, figure, at least, wanted or published)
QUOTES: Lines = [
    ("speaker, all", _speaker("all"), "66", "BookNLP off the shelf 40"),
    ("speaker, explicit", _speaker("explicit"), "90", ""),
    ("speaker, anaphoric", _speaker("anaphoric"), "62", ""),
    ("speaker, implicit", _speaker("implicit"), "52", ""),
    ("quotations found, F1 over characters of text", _third("detection_prf"), "97", "about 96.6 by BookNLP"),
    ("addressees, set F1", _third("addressee_prf"), "55", "none found"),
]
CAST: Lines = [
    ("speaker, all", _speaker("all"), "", "ModernBERT-large 94.5"),
    ("speaker, explicit", _speaker("explicit"), "96", "BookNLP+ 98.6, ModernBERT-large 99.3"),
    ("speaker, the rest", _speaker("rest"), "70", "BookNLP+ 68.9, ModernBERT-large 92.4"),
]
COREF: Lines = [
    ("coreference, CoNLL F1", lambda d: float(d["conll_f1"]), "68", "BookNLP 76.4 small, longdoc 80.2"),
    ("entities, F1", _third("entities_prf"), "84", "BookNLP 88.2 small, 90.0 big"),
    ("entities without pronouns, F1", _third("entities_no_pronouns_prf"), "73", "LitBank's BERT tagger 77.6"),
    ("realis events, F1", _third("events_prf"), "66", "BookNLP 70.6 small, 74.1 big"),
    ("quotations' speakers, B3 F1", lambda d: float(d["quote_speaker_b3_f1"]), "", ""),
]
STORY: Lines = [
    ("cast", _f1("cast"), "", ""),
    ("speaker", _f1("speaker"), "85", ""),
    ("addressees", _f1("addressees"), "75", ""),
    ("heard by", _f1("heard_by"), "75", ""),
    ("thoughts", _f1("thought"), "60", ""),
    ("not speech, kept out", _f1("not_speech_kept_out"), "80", ""),
    ("scene breaks", _f1("scene_breaks"), "65", ""),
    ("present", _f1("present"), "80", ""),
    ("feelings, recall with at most 2.5 answers", _part("feelings_recall", "r"), "55", ""),
    ("bonds", _f1("bonds"), "50", ""),
    ("contradictions, precision", _part("contradictions", "p"), "50", ""),
    ("contradictions, recall", _part("contradictions", "r"), "35", ""),
    ("in the dark", _f1("in_the_dark"), "", ""),
]
SETS = {
    "stories": ("story", STORY, "Practice stories", "F1 by `score.py story`; the text alone is given"),
    "pdnc": ("quotes", QUOTES, "PDNC dev, raw", "accuracy over all gold quotations; the text alone is given"),
    "pdnc with cast": ("quotes", CAST, "PDNC dev, with cast", "names and aliases are given with `--cast`"),
    "litbank": ("coref", COREF, "LitBank dev", "the text alone is given; predicted mentions, singletons kept"),
}


def write_report(
    path: Path,
    scorer: Scorer,
    rows: Rows,
    sure: Calibration,
    people: list[tuple[str, People]],
    speech: SpeechErrors,
    felt: list[Row],
) -> None:
    """Write the report."""
    out = [
        "# What was measured",
        "",
        f"Fabula {__version__}. Made by `python -m evaluation`; scores by `score.py` of the shared folder, in",
        "percent. Intervals: 95 %, bootstrap over texts (1,000 draws); with three or four texts they are only a hint.",
        "",
    ]
    for name, (kind, figures, title, protocol) in SETS.items():
        counts = [r for _, r in rows[name]]
        if counts:
            out += _table(scorer, kind, figures, f"{title} ({len(counts)} texts)", protocol, counts)
            out += _each(scorer, kind, figures, rows[name])
    out += _people(people)
    out += _felt(felt)
    out += ["## Speakers by what the text gives (PDNC dev, raw)", "", "Pooled over quotations; in percent.", ""]
    out += ["| | | right | quotations |", "| --- | --- | ---: | ---: |"]
    for what, values in speech.table().items():
        out += [f"| {what} | {value} | {right:.1f} | {n} |" for value, right, n in values]
    out += [
        "",
        "## Confidence (PDNC dev, raw)",
        "",
        f"Expected calibration error {sure.error:.3f} (first target 0.05); {100 * sure.answered:.0f} % of all",
        "quotations are answered at 95 % precision (first target 50 %).",
        "",
        "| said to be sure | right | quotations |",
        "| ---: | ---: | ---: |",
        *(f"| {100 * a:.0f} % | {100 * b:.0f} % | {n} |" for a, b, n in sure.bins),
        "",
    ]
    path.write_text("\n".join(out), encoding="utf-8")


def _felt(rows: list[Row]) -> Iterator[str]:
    """REMAN dev, and the network that judges pairs, as its manifest says."""
    yield from (f"## Feelings of REMAN dev ({len(rows)} passages)", "")
    yield "F1 of (character, emotion): right where a mention of our character overlaps the gold span. REMAN's passages"
    yield from ("are three sentences long, so that a person is whoever is mentioned, named or not.", "")
    yield from ("| figure | here | interval |", "| --- | ---: | :---: |")
    for what, pick in (("who feels what", [r.felt for r in rows]), ("emotions alone", [r.emotions for r in rows])):
        low, high = interval(pick, f1)
        yield f"| {what} | {f1(pick):.1f} | {low:.1f} to {high:.1f} |"
    manifest = json.loads((files("fabula.models") / "contradiction.json").read_text(encoding="utf-8"))
    yield from ("", "## The network that judges pairs of claims, alone", "", manifest["scores"]["protocol"] + ".", "")
    for name, figures in manifest["scores"]["exported"].items():
        yield f"- {name}: " + ", ".join(f"{what} {value}" for what, value in figures.items())
    yield ""


def _people(people: list[tuple[str, People]]) -> list[str]:
    """The cast of PDNC's novels, and whom the names and pronouns in quotations mean."""

    def cast(rows: list[People]) -> float:
        return 100 * sum(len(p.cast.found) for p in rows) / sum(p.cast.gold for p in rows)

    def spoken(rows: list[People]) -> float:
        shares = [p.share() for p in rows]
        return 100 * sum(right for right, _ in shares) / sum(total for _, total in shares)

    every = [p for _, p in people]
    out = [
        f"## People of PDNC dev, raw ({len(every)} texts)",
        "",
        "Major and intermediate characters, found as exactly one person (`score.py`'s matching by names); names and",
        "pronouns in gold quotations that mean one person, resolved to that person. Nouns, and what means several",
        "people, are counted apart.",
        "",
        "| figure | here | interval | at least |",
        "| --- | ---: | :---: | ---: |",
    ]
    for what, figure, least in (
        ("characters found once", cast, 85),
        ("names and pronouns in quotations", spoken, 60),
    ):
        low, high = interval(every, figure)
        out.append(f"| {what} | {figure(every):.1f} | {low:.1f} to {high:.1f} | {least} |")
    out += ["", "| text | characters | " + " | ".join(KINDS_IN_ORDER) + " |", "| --- |" + " ---: |" * 7]
    for title, p in people:
        kinds = (_shown(100 * p.right[k] / p.all[k]) if p.all[k] else "–" for k in KINDS_IN_ORDER)
        out.append(f"| {title} | {len(p.cast.found)} of {p.cast.gold} | " + " | ".join(kinds) + " |")
    out.append("")
    for title, p in people:
        for name, parts in p.cast.split:
            out.append(f"- {title}, split: {name} ({', '.join(parts)})")
        out += [f"- {title}, merged: {name} (into {into})" for name, into in p.cast.merged]
        out += [f"- {title}, missing: {name}" for name in p.cast.missing]
    return [*out, ""]


def _table(scorer: Scorer, kind: str, figures: Lines, title: str, protocol: str, counts: list[Any]) -> list[str]:
    pooled = scorer.pool(kind, counts)
    out = [
        f"## {title}",
        "",
        f"{protocol[0].upper()}{protocol[1:]}.",
        "",
        "| figure | here | interval | at least | published |",
    ]
    out.append("| --- | ---: | :---: | ---: | --- |")
    for what, figure, least, published in figures:
        low, high = scorer.interval(kind, counts, figure)
        out.append(f"| {what} | {_shown(figure(pooled))} | {_shown(low)} to {_shown(high)} | {least} | {published} |")
    return [*out, ""]


def _each(scorer: Scorer, kind: str, figures: Lines, rows: list[tuple[str, Any]]) -> list[str]:
    out = ["| text | " + " | ".join(w for w, *_ in figures) + " |", "| --- |" + " ---: |" * len(figures)]
    for stem, row in rows:
        one = scorer.pool(kind, [row])
        out.append(f"| {stem} | " + " | ".join(_shown(figure(one)) for _, figure, *_ in figures) + " |")
    return [*out, ""]
