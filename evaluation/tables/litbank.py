"""LitBank's dev texts: mentions, whom they mean, events."""

from collections.abc import Sequence
from typing import Any

from evaluation import texts
from evaluation.errors import Errors, add_errors
from evaluation.figures import Figure, Section, figure_table, headline, measure, text_table, third
from evaluation.place import Measure, Place

FIGURES = (
    Figure("coreference, CoNLL F1", lambda d: float(d["conll_f1"]), "71.4", "BookNLP 76.4 small, longdoc 80.2"),
    Figure("entities", third("entities_prf"), "87.6", "BookNLP 88.2 small, 90.0 big"),
    Figure("entities without pronouns", third("entities_no_pronouns_prf"), "", "LitBank's BERT tagger 77.6"),
    Figure("realis events", third("events_prf"), "69.3", "BookNLP 70.6 small, 74.1 big"),
    Figure("quotations' speakers, B3 F1", lambda d: float(d["quote_speaker_b3_f1"])),
)


def errors(place: Place) -> Errors:
    """Where mentions and chains go wrong."""
    out = Errors()
    for t in texts.litbank(place.shared):
        add_errors(out, t.id, texts.load(t.gold), place.readings[t].load())
    return out


def _section(place: Place) -> Section:
    some = texts.litbank(place.shared)
    rows = [(t.id, place.scorer.row("coref", t.gold, place.readings[t].path)) for t in some]

    def pool(drawn: Sequence[Any]) -> Any:
        return place.scorer.pool("coref", drawn)

    values = measure([r for _, r in rows], FIGURES, pool)
    body = (
        "F1; the text alone is given; predicted mentions, singletons kept. The openings of *The Age of Innocence* and",
        "*The Invisible Man* are here, and the whole novels in PDNC train.",
        "",
        *figure_table(FIGURES, values),
        *text_table(FIGURES, rows, pool),
    )
    return Section("litbank", f"LitBank dev ({len(rows)} texts)", body, headline(FIGURES, values))


LITBANK = Measure("litbank", "LitBank's dev texts", lambda p: texts.litbank(p.shared), _section)
