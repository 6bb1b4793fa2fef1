"""Mentions joined to entities, on scores made by hand, by antecedents alone."""

import numpy as np

from fabula.encoding.antecedents import score_antecedents
from fabula.models.pairs import Columns
from fabula.resolution.coreference.chain import Lean, chain
from fabula.resolution.coreference.rank import Asked

HE, SHE, NAME = 3, 4, 16


def mentions(*rows: tuple[int, int]) -> Columns:
    """(form, kind) of each mention; each is a token of its own, with words of its own."""
    n = len(rows)
    number = np.arange(n)
    none = np.full(n, -1)
    form, kind = (np.array(c) for c in zip(*rows, strict=True))
    zero = np.zeros(n, np.int64)
    return Columns(number, number + 1, number, form, zero, zero, zero, none, kind, zero, zero, number, none, none, none)


class Scores:
    """Antecedents whose scores are a table."""

    def __init__(self, table: dict[tuple[int, int], float], n: int, new: float = 0.0) -> None:
        self.table = table
        self.new = np.full(n, new, np.float32)

    def score(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        return np.array([self.table.get(p, -5.0) for p in zip(i.tolist(), j.tolist(), strict=True)], np.float32)


def join(m: Columns, table: dict[tuple[int, int], float], **given: object) -> list[int]:
    n = len(m.first)
    args: dict[str, object] = {"known": {}, "genders": (), "barred": {}, "ranking": None, **given}
    entity, sure = chain(m, score_antecedents(m, Scores(table, n)), **args)  # type: ignore[arg-type]
    assert ((sure >= 0) & (sure <= 1)).all()
    return entity.tolist()


def test_a_mention_joins_what_fits_best_or_is_new() -> None:
    m = mentions((0, NAME), (0, NAME), (2, HE), (2, SHE))
    assert join(m, {(2, 0): 1.0, (2, 1): 3.0}) == [0, 1, 1, 2]


def test_many_weak_signs_of_one_entity_are_a_strong_one() -> None:
    m = mentions((0, NAME), (0, NAME), (0, NAME), (2, HE))
    table = {(1, 0): 5.0, (3, 0): 1.0, (3, 1): 1.0, (3, 2): 1.3}
    assert join(m, table) == [0, 0, 1, 0]


def test_who_is_known_holds_and_a_known_gender_bars() -> None:
    m = mentions((0, NAME), (0, NAME), (2, SHE))
    table = {(2, 0): 4.0, (2, 1): 1.0, (1, 0): 9.0}
    assert join(m, table, known={0: 0, 1: 1}, genders=(1, 2)) == [0, 1, 1]


def test_a_pronoun_settles_who_is_he_from_then_on() -> None:
    m = mentions((0, NAME), (2, HE), (2, SHE))
    assert join(m, {(1, 0): 3.0, (2, 0): 3.0, (2, 1): 3.0}) == [0, 0, 1]


def test_whoever_cannot_be_meant_is_not() -> None:
    m = mentions((0, NAME), (0, NAME), (2, HE))
    table = {(2, 0): 4.0, (2, 1): 1.0}
    assert join(m, table, known={0: 0, 1: 1}, genders=(0, 0), barred={2: frozenset((0,))}) == [0, 1, 1]


def test_the_same_words_are_found_far_back() -> None:
    n = 150
    rows = [(1, 9)] + [(2, SHE)] * (n - 2) + [(1, 9)]
    m = mentions(*rows)
    same = m.words.copy()
    same[-1] = same[0]
    m = m._replace(words=same)
    assert join(m, {(n - 1, 0): 2.0})[-1] == 0


def test_leaning_to_what_is_new() -> None:
    m = mentions((0, NAME), (1, 9))
    args = {"known": {}, "genders": (), "barred": {}, "ranking": None}
    c = score_antecedents(m, Scores({(1, 0): 0.5}, 2))
    assert chain(m, c, **args)[0].tolist() == [0, 0]  # type: ignore[arg-type]
    assert chain(m, c, **args, lean=Lean((0.0, 1.0, 0.0)))[0].tolist() == [0, 1]  # type: ignore[arg-type]


def test_a_ranking_is_asked_whom_pronouns_mean_and_nothing_that_is_known() -> None:
    m = mentions((0, NAME), (0, NAME), (2, HE), (2, HE))
    seen = []

    def last(asked: Asked) -> np.ndarray:
        seen.append(asked.mention)
        return np.arange(len(asked.features), dtype=np.float32) - 9.0 * (np.arange(len(asked.features)) == 2)

    given = {"known": {0: 0, 1: 1, 2: 0}, "genders": (0, 0), "ranking": last}
    assert join(m, {}, **given) == [0, 1, 0, 1] and seen == [3]
    assert join(m, {}, **given, barred={3: frozenset((1,))}) == [0, 1, 0, 0]
