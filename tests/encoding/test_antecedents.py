"""Which mentions before each one are scored, and that what is encoded is frozen."""

import dataclasses

import numpy as np
import pytest

from fabula.encoding.antecedents import REACH, AntecedentScores, score_antecedents
from fabula.encoding.encode import encode
from fabula.language.analyse import analyse
from fabula.models.pairs import PRON, Columns
from fabula.text.plain import read_plain
from fabula.world import Source


class Apart:
    """Scores a pair by how far apart it is."""

    def __init__(self, n: int) -> None:
        self.new = np.zeros(n, np.float32)

    def score(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        return (i - j).astype(np.float32)


def scored(words: list[int], forms: list[int]) -> AntecedentScores:
    n = len(words)
    number, zero = np.arange(n), np.zeros(n, np.int64)
    m = Columns(*(zero for _ in Columns._fields))
    return score_antecedents(m._replace(first=number, words=np.array(words), form=np.array(forms)), Apart(n))


def test_a_mention_is_compared_with_those_shortly_before_it() -> None:
    found = scored(list(range(REACH + 20)), [0] * (REACH + 20))
    assert found.before[0].tolist() == [] and found.before[3].tolist() == [0, 1, 2]
    assert len(found.before[-1]) == REACH and found.scores[-1].tolist() == list(range(REACH, 0, -1))


def test_and_with_the_same_words_further_back() -> None:
    n = REACH + 20
    words = [7, *range(100, 100 + n), 7]
    assert scored(words, [0] * (n + 2)).before[-1][0] == 0
    assert scored(words, [PRON] * (n + 2)).before[-1][0] == n + 1 - REACH  # any "she" is like any other


def test_an_encoding_is_frozen() -> None:
    language = analyse(read_plain("Ida put down the oar. She laughed.", Source("x", "", "text/plain")))
    encoding = encode(language, [-1] * len(language))
    with pytest.raises(dataclasses.FrozenInstanceError):
        encoding.types = {}  # type: ignore[misc]
    assert len(encoding.antecedents.before) == len(encoding.reading.mentions.first) >= 2
