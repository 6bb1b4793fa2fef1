"""Looked up once or asked for every token: the answers are those of spaCy's pipeline."""

from pathlib import Path

import pytest

from fabula.language.analyse import load_lemmas, load_model

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").iterdir())
ODD = (
    "I'm gon na go. You got ta see it. Let's stay. C'm on! Y' all ain't. There's a man, there were two; it is said "
    "they're."
)


@pytest.mark.parametrize("text", [ODD, ODD.upper(), *(p.read_text(encoding="utf-8") for p in EXAMPLES)])
def test_words_are_as_in_the_whole_pipeline(text: str) -> None:
    lemmas = load_lemmas()
    for _ in range(2):  # the second time all of them are remembered
        doc = load_model()(text)
        found = lemmas.look_up(doc)
        for name in ("attribute_ruler", "lemmatizer"):
            doc = load_model().get_pipe(name)(doc)
        assert found == [(t.pos_, t.lemma_.lower()) for t in doc]


def test_no_more_is_remembered_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    lemmas, doc = load_lemmas(), load_model()(ODD)
    whole = lemmas.look_up(doc)
    monkeypatch.setattr("fabula.language.lemmas.MOST", 0)
    assert lemmas.look_up(doc) == whole and len(lemmas._known) <= len(doc)


def test_rules_of_several_words_are_asked_everywhere() -> None:
    several = load_lemmas()._of_several
    met = {rule for rule, *_ in several.match(load_model()(ODD))}
    assert len(several.patterns) / 2 < len(met) <= len(several.patterns)
