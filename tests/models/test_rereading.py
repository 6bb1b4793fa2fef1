"""The network that reads again: as it was taught, the same for other lots, and silent where nothing is."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fabula.models.rereading import network
from fabula.models.rereading.grid import Answers
from fabula.models.rereading.identity import Identity, Said, gather
from fabula.models.rereading.marked import Marked, People
from fabula.models.rereading.network import reread

SAMPLE = Path(__file__).with_name("reading.npz")
Given = tuple[Marked, People, dict[str, np.ndarray]]


@pytest.fixture(scope="module")
def given() -> Given:
    """A story as the network was given it, and what the trained one said of it before it was rounded to int8."""
    with np.load(SAMPLE) as f:
        held = {k: f[k] for k in f.files}
    text = Marked(**{x.name: held[x.name] for x in fields(Marked)})
    people = People(held["people.who"], held["people.gender"], int(held["people.narrator"]))
    return text, people, {k.removeprefix("said."): v for k, v in held.items() if k.startswith("said.")}


def read(given: Given, **how: Any) -> tuple[Answers, Identity]:
    """What the package says, for everybody."""
    n = len(given[1].gender)
    rows, identity = reread(given[0], given[1], **{"threads": 1, **how})
    return rows.of(np.append(np.arange(n), -1), n), identity


@pytest.fixture(scope="module")
def said(given: Given) -> tuple[Answers, Identity]:
    return read(given)


def test_the_package_says_what_the_trained_network_said(given: Given, said: tuple[Answers, Identity]) -> None:
    trained, (answers, identity) = given[2], said
    for mine, name in ((answers.speaks, "speaks"), (answers.addressed, "told"), (answers.hears, "heard"),
                       (answers.present, "here"), (answers.opens, "opens")):  # fmt: skip
        assert np.abs(mine - trained[name]).mean() < 0.03, name
    turns = given[0].row_turn >= 0
    assert (answers.speaks[turns].argmax(1) == trained["speaks"][turns].argmax(1)).mean() > 0.9
    assert ((identity.real > 0) == (trained["real"] > 0)).mean() > 0.85
    i, j = identity.both.T
    assert np.abs(identity.same - trained["same"][i, j]).mean() < 0.5


def test_probabilities_are_probabilities(said: tuple[Answers, Identity]) -> None:
    for x in said[0]:
        assert np.isfinite(x).all() and (x >= 0).all() and (x <= 1).all()
    np.testing.assert_allclose(said[0].speaks.sum(1), 1, atol=1e-4)


def test_how_many_threads_changes_nothing(given: Given, said: tuple[Answers, Identity]) -> None:
    again, identity = read(given, threads=2)
    assert all(
        np.array_equal(np.asarray(a), np.asarray(b))
        for a, b in zip((*again, *identity), (*said[0], *said[1]), strict=True)
    )


def test_other_lots_say_nearly_the_same(
    given: Given, said: tuple[Answers, Identity], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "_SEED", 77)
    again, _ = read(given)
    turns = given[0].row_turn >= 0
    assert (again.speaks[turns].argmax(1) == said[0].speaks[turns].argmax(1)).mean() > 0.8


def test_what_a_reader_settled_is_heard(given: Given) -> None:
    row = int(np.flatnonzero(given[0].row_turn >= 0)[3])
    plain, _ = read(given)
    last = int(plain.speaks[row, :-1].argmin())
    settled, _ = read(given, settled={row: last})
    assert settled.speaks[row, last] > plain.speaks[row, last]


def test_nobody_and_nothing() -> None:
    empty = np.zeros(0, np.int64)
    text = Marked(empty, np.zeros((0, 4), np.int64), np.zeros(1, np.int64), np.zeros((4, 0), np.int64),
                  np.zeros(0, bool), *(empty,) * 8)  # fmt: skip
    answers, identity = reread(text, People(empty, empty, -1))
    assert len(answers.speaks) == 0 and len(identity.real) == 0


def test_what_windows_say_of_two_is_their_mean() -> None:
    one = Said(
        np.array([2, 0]), np.array([1, 3], np.float32), np.array([4], np.float32), np.zeros((1, 7)), np.array([8])
    )
    other = Said(
        np.array([0, 2]), np.array([5, 1], np.float32), np.array([2], np.float32), np.ones((1, 7)), np.array([9])
    )
    found = gather([one, other], 4)
    assert found.real.tolist() == [4, -9, 1, -9]
    assert found.both.tolist() == [[0, 2]] and found.same.tolist() == [3] and found.bonds.tolist() == [[1] * 7]
    assert found.where.tolist() == [[9] * 7]


def test_what_was_encoded_is_not_encoded_again(given: Given, said: tuple[Answers, Identity]) -> None:
    kept: dict[bytes, Any] = {}
    first, _ = read(given, kept=kept)
    before = set(kept)
    again, _ = read(given, kept=kept)
    assert before and set(kept) == before
    assert np.array_equal(first.speaks, said[0].speaks) and np.array_equal(again.speaks, said[0].speaks)
