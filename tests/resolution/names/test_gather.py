"""Names gathered by the odds of pairs, in numbers made up for it."""

from fabula.resolution.names.gather import LINKAGE, gather, weigh


def test_what_speaks_most_for_it_is_joined_first() -> None:
    assert gather(3, {(0, 1): 3.0, (1, 2): 2.0, (0, 2): 2.0}) == [[0, 1, 2]]


def test_nothing_is_joined_for_nothing() -> None:
    assert gather(3, {}) == [[0], [1], [2]]
    assert gather(2, {(0, 1): -4.0}) == [[0], [1]]


def test_two_who_are_known_to_be_two_are_not_joined_by_a_third() -> None:
    odds = {(0, 1): 3.0, (0, 2): 2.5, (1, 2): -1.5}  # "Sam" of Sam Lund and Sam Okoro
    assert gather(3, odds, apart=[(1, 2)]) == [[0, 1], [2]]


def test_two_who_are_listed_are_two() -> None:
    assert gather(4, {(0, 2): 4.0, (0, 1): 4.0, (2, 3): 4.0}, fixed=[[0], [2]]) == [[0, 1], [2, 3]]


def test_it_takes_more_in_a_book_of_many_names() -> None:
    odds = {(0, 1): LINKAGE.least + 0.2}
    assert gather(20, odds)[0] == [0, 1] and gather(800, odds)[0] == [0]


def test_the_worst_pair_counts_a_little() -> None:
    assert weigh([2.0]) > weigh([2.0, -3.0]) > weigh([-3.0])
