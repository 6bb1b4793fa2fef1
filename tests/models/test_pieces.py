"""Tokens to pieces and windows."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.language.analyse import analyse
from fabula.models.pieces import BEFORE, WINDOW, cut_windows, model_inputs, to_pieces
from fabula.models.weights import tokenizer
from fabula.text.plain import read_plain
from fabula.world import Language, Source


def parse(text: str) -> Language:
    return analyse(read_plain(text, Source("x", "", "text/plain")))


def test_every_token_has_a_piece_and_knows_its_case() -> None:
    language = parse("Ida met IDA, and iPhone told I of McGregor.")
    pieces = to_pieces(language, [-1] * len(language), tokenizer())
    assert (np.diff(pieces.first) > 0).all() and pieces.first[-1] == len(pieces.ids)
    cases = {w: int(pieces.features[pieces.first[i], 0]) for i, w in enumerate(language.text)}
    assert (cases["Ida"], cases["IDA"], cases["met"], cases["I"], cases["McGregor"]) == (2, 3, 0, 4, 5)


def test_curly_and_straight_marks_are_one() -> None:
    a, b = parse("“It’s late,” said Ida."), parse('"It\'s late," said Ida.')
    ids = [to_pieces(x, [-1] * len(x), tokenizer()).ids.tolist() for x in (a, b)]
    assert ids[0] == ids[1]


def test_what_is_quoted_is_a_feature() -> None:
    language = parse('"Late," said Ida.')
    pieces = to_pieces(language, [0 if w in ("Late", ",") else -1 for w in language.text], tokenizer())
    told = {w: int(pieces.features[pieces.first[i], 1]) for i, w in enumerate(language.text)}
    assert told["Late"] == 1 and told["Ida"] == 0


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Ida sat down.", "He", "no", "…", "antidisestablishmentarianism", "\n\n", "_" * 60]),
        max_size=900,
    )
)
def test_windows_answer_for_every_token_once(words: list[str]) -> None:
    language = parse(" ".join(words))
    pieces = to_pieces(language, [-1] * len(language), tokenizer())
    windows = cut_windows(language, pieces)
    assert [i for w in windows for i in range(w.own, w.stop)] == list(range(len(language)))
    for w in windows:
        ids, features, first = model_inputs(pieces, w)
        assert len(ids) == len(features) <= WINDOW and len(first) == w.stop - w.start
        assert w.start <= w.own and pieces.first[w.own] - pieces.first[w.start] <= BEFORE
