"""What feelings and bonds are weighed from."""

import numpy as np

from fabula.bonds.find import KINDS, features, talk
from fabula.bonds.signs import Sign
from fabula.bonds.weights import WEIGHTS as BOND_WEIGHTS
from fabula.feelings.find import probabilities, tokens_of
from fabula.feelings.weights import WEIGHTS
from fabula.language.analyse import analyse
from fabula.models.rereading.rows import find_rows
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.resolution.judged import Tied
from fabula.text.plain import read_plain
from fabula.world import Quotation, Source


def test_a_tag_too_short_to_be_a_row_belongs_to_its_turn() -> None:
    m = read_plain('"No," she sobbed.\n\nTom went slowly out of the room.', Source("t", "", "text/plain"))
    language = analyse(m)
    turns = find_quotations(m, language)
    parts = [(t.kind, [(r.start, r.stop) for p in t.parts if len(r := language.tokens_in(*p))]) for t in turns]
    rows = find_rows(language, quoted_tokens(language, turns), parts)
    first, second = tokens_of(language, rows)
    assert "sobbed" in {language.text[i] for i in first}
    assert {language.text[i] for i in second} >= {"Tom", "room"}
    assert len(first) + len(second) == len(language)


def test_the_second_reading_moves_what_is_felt() -> None:
    row = np.zeros((2, 8, len(WEIGHTS)), np.float32)
    row[1, 0, list(WEIGHTS).index("second reading")] = 4
    p = probabilities(row)
    assert p.shape == (2, 8) and p[1, 0] > p[0, 0] and (p[1, 1:] == p[0, 1:]).all()


def test_a_bond_is_weighed_from_the_second_reading_and_from_signs() -> None:
    odds = np.array([1, -2, -3, -3, -3, -3, -3], np.float32)
    sign = Sign("ida", "tom", "family", True, "mother", (0, 5), 1.6)
    of = features(Tied(odds, np.full(7, -1)), {"family": [sign]}, 3, 2)
    assert len(of) == len(KINDS) and all(len(x) == len(BOND_WEIGHTS) for x in of)
    assert of[0][:3] == [1, 0, 1.6] and of[1][:4] == [-2, -3, 0, 1.6]
    assert features(None, {}, 0, 0)[0][5] == 1  # never about together


def test_who_talk_with_one_another() -> None:
    quotes = [
        Quotation("q1", "speech", ((0, 5),), "tom", addressees=("ida",)),
        Quotation("q2", "speech", ((6, 9),), "ida", addressees=("tom",)),
    ]
    said, met = talk(quotes, ())
    assert said == {("ida", "tom"): 2} and not met
