"""Pooled figures and their intervals."""

import math

import pytest

from evaluation.figures import Figure, bootstrap, figure_table, measure, part, pool_counts, text_table

ROWS = [{"cast": (1, 2, 1)}, {"cast": (1, 1, 3), "bonds": (0, 2, 0)}]
CAST = Figure("cast", part("cast"), "80")


def test_counts_are_summed_before_they_are_divided() -> None:
    pooled = pool_counts(ROWS)
    assert pooled["cast"] == {"p": pytest.approx(200 / 3), "r": 50.0, "f1": pytest.approx(400 / 7), "gold": 4}


def test_what_the_gold_lacks_has_no_figure() -> None:
    assert math.isnan(part("bonds")(pool_counts(ROWS)))
    assert math.isnan(part("feelings")(pool_counts(ROWS)))
    assert "| bonds | – | – to – |" in figure_table(
        [Figure("bonds", part("bonds"))], measure(ROWS, [Figure("bonds", part("bonds"))])
    )


def test_an_interval_holds_the_figure_and_is_as_wide_as_texts_differ() -> None:
    unlike = measure([{"cast": (1, 1, 1)}, {"cast": (0, 1, 1)}] * 4, [CAST])[0]
    alike = measure([{"cast": (1, 2, 2)}] * 8, [CAST])[0]
    assert unlike.here == alike.here == 50
    assert unlike.low < 50 < unlike.high
    assert alike.low == alike.high == 50


def test_intervals_are_the_same_at_every_run() -> None:
    assert measure(ROWS, [CAST]) == measure(ROWS, [CAST])


def test_no_text_at_all_has_no_interval() -> None:
    assert all(math.isnan(x) for x in bootstrap([], lambda rows: [float("nan")])[0])


def test_tables_leave_out_columns_that_say_nothing() -> None:
    bare = CAST._replace(goal="")
    assert figure_table([bare], measure(ROWS, [bare]))[0] == "| figure | here | interval |"
    assert figure_table([CAST], measure(ROWS, [CAST]))[0] == "| figure | here | interval | goal |"


def test_a_row_can_be_several_texts() -> None:
    rows = text_table([CAST], [("one", ROWS[0]), ("both", ROWS)])
    assert rows[2:] == ["| one | 66.7 |", "| both | 57.1 |", ""]
