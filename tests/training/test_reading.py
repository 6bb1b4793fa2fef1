"""What the second reading is taught on: arrays only, no network and no training."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training" / "reading"))


from fabula.language.analyse import analyse
from fabula.models.pieces import FEATURES
from fabula.models.rereading import sizes
from fabula.models.rereading.marked import View
from fabula.models.rereading.rows import find_rows
from fabula.models.rereading.sizes import LENGTH, NAME
from fabula.models.rereading.stretch import Stretch, place, stretch_of
from fabula.models.rereading.windows import Windows, open_windows
from fabula.text.cuts import find_cuts
from fabula.text.plain import read_plain
from fabula.world import Source
from labels import bonds_of, label
from texts import Known, Rates, Text, damaged, whole

NONE = Rates((0, 0, 0, 0), (0, 0, 0, 0), 0, 0, 0, 0)
SOME = Rates((0.3, 0.3, 0.3, 0.3), (0.3, 0.3, 0.3, 0.3), 0.5, 0.2, 0.2, 0.5)


def text_of(names: tuple[int, int], n: int = 400) -> Text:
    """``n`` tokens of one piece each: twenty turns of ten tokens, each followed by ten of narration that open with a name
    of one of two people, of as many pieces as ``names`` says."""
    lengths = np.ones(n, np.int64)
    at = np.arange(10, n, 20)
    for k, i in enumerate(at.tolist()):
        lengths[i] = names[k % 2]
    first = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    ids = np.full(first[-1], 2000, np.int32)
    for k, i in enumerate(at.tolist()):
        ids[first[i] : first[i + 1]] = 3000 + 10 * names[k % 2]  # other names have other pieces
    rows = np.arange(n // 10)
    kind = np.where(rows % 2 == 0, 0, sizes.NARRATION).astype(np.int32)
    speaker = np.where(kind == 0, rows // 2 % 2, -1).astype(np.int32)
    empty = np.zeros((0, 2), np.int32)
    return Text(
        name="made", ids=ids, features=np.zeros((n, 4), np.uint8), first=first, ends=np.arange(10, n + 1, 10),
        mentions=np.stack([at, at + 1, at, np.zeros_like(at), np.arange(len(at)) % 2]).astype(np.int32),
        titles=np.zeros(n, bool), gender=np.array([1, 2]), narrator=np.array(-1), gold_quotes=np.array(20),
        row_kind=kind, row_paragraph=(rows // 2).astype(np.int32), row_turn=np.where(kind == 0, rows // 2, -1).astype(np.int32),
        row_opens=(kind == 0).astype(np.int32), row_part_row=rows, row_part_first=rows * 10, row_part_last=rows * 10 + 10,
        speaker=speaker, type=np.where(kind == 0, 2, -1), told=np.array([[r, 1 - r // 2 % 2] for r in range(0, len(rows), 2)]),
        heard=empty, scene=np.zeros(len(rows), np.int32), present=np.array([[0, 0], [0, 1]]), felt=np.zeros((0, 3), np.int32),
        bonds=np.array([[0, 1, 2]]), row_cut=np.zeros(len(rows), np.int32), says=np.ones(6, bool),
    )  # fmt: skip


def seen(text: Text, people: Known | None = None, seed: int = 1) -> tuple[Windows, Stretch]:
    view = View(text, people or whole(text))
    windows = open_windows(view, view.tiles(), np.random.default_rng(seed))
    found = stretch_of(view, windows)
    assert found is not None
    return windows, found


def flat(arrays: tuple) -> list[np.ndarray]:  # type: ignore[type-arg]
    """All arrays of a tuple, and of tuples within."""
    return [y for x in arrays for y in (flat(x) if isinstance(x, tuple) else [x])]


def test_sizes_are_those_of_the_first_reading() -> None:
    assert sizes.FEATURES == FEATURES


def test_other_names_give_the_same_arrays() -> None:
    for one, other in zip(seen(text_of((1, 3))), seen(text_of((2, 1))), strict=True):
        for field, mine, theirs in zip(one._fields, one, other, strict=True):
            if isinstance(mine, tuple):
                assert all(map(np.array_equal, flat(mine), flat(theirs))), field
            else:
                assert np.array_equal(mine, theirs), field
    windows, _ = seen(text_of((1, 3)))
    assert (windows.ids == NAME).sum() > 20  # the names are there, as places


def test_each_row_is_answered_once_and_its_speaker_is_labelled() -> None:
    text = text_of((1, 1), 1200)
    windows, s = seen(text)
    labels = label(text, whole(text), s)
    assert s.rows.tolist() == list(range(120))
    assert s.scored.all()
    turns = labels.known == 1
    assert labels.speaks[turns].sum(1).tolist() == [1] * 60
    assert [int(s.people[row.argmax()]) for row in labels.speaks[turns]] == [0, 1] * 30
    assert ((s.edges // LENGTH) < len(windows.length)).all()
    assert ((s.edges % LENGTH) < windows.length[s.edges // LENGTH]).all()


def test_every_piece_of_a_mention_has_its_person_s_mark() -> None:
    text = text_of((1, 1), 1200)
    windows, s = seen(text)
    mark = windows.slot.ravel()
    row, men = s.pair_row, s.pair_men
    for k in range(0, len(row), 97):
        piece, line = s.men_piece[men[k]], s.line[row[k], s.pair_person[k]]
        assert mark[piece] == mark[line] > 0


def test_a_settled_speaker_is_a_fact_of_their_row() -> None:
    text = text_of((1, 1))
    view = View(text, whole(text))
    found = stretch_of(view, open_windows(view, view.tiles(), np.random.default_rng(1)), {4: 1, 6: -1})
    assert found is not None
    person = found.people.tolist().index(1)
    assert found.facts[4, person, 20] == 1 == found.facts[4, 1 - person, 21]
    assert found.facts[6, :, 21].all()
    assert not found.facts[[5, 7], :, 20:22].any()


def test_nothing_is_damaged_at_no_rate_and_people_are_lost_at_some() -> None:
    text = text_of((1, 2))
    same = damaged(text, NONE, np.random.default_rng(0))
    assert np.array_equal(same.who, whole(text).who)
    counts = {len(set(damaged(text, SOME, np.random.default_rng(k)).who.tolist()) - {-1}) for k in range(30)}
    assert counts == {0, 1, 2}


def test_a_lost_person_s_lines_are_somebody_else_s() -> None:
    text = text_of((1, 1))
    lost = replace(whole(text), who=np.where(whole(text).who == 1, -1, whole(text).who))
    _, s = seen(text, lost)
    assert label(text, lost, s).known[s.turns].tolist() == [1, 2] * 10


@pytest.mark.parametrize("quoted", [True, False])
def test_rows_are_turns_and_the_narration_between_them(quoted: bool) -> None:
    language = analyse(
        read_plain("Ida rose from the chair. It had been a long and dull day.", Source("t", "", "text/plain"))
    )
    marks = [0 if quoted and i < 6 else -1 for i in range(len(language))]
    rows = find_rows(language, marks, [("speech", [(0, 6)])] if quoted else [])
    assert rows.kind.tolist() == ([0, sizes.NARRATION] if quoted else [sizes.NARRATION] * 2)
    assert rows.opens.tolist() == [1, 0]


def test_a_marked_scene_is_a_fact_of_its_first_row_and_of_who_is_told_of_in_it() -> None:
    text = replace(text_of((1, 1)), row_cut=(np.arange(40) == 20).astype(np.int32))
    view = View(text, whole(text))
    found = stretch_of(view, open_windows(view, view.tiles(), np.random.default_rng(1)))
    assert found is not None
    assert np.flatnonzero(found.row_facts[:, 12]).tolist() == [20]
    assert found.facts[:, :, 22].all()  # both are told of in either scene
    since = found.facts[:, :, 23]
    one, other = (found.people.tolist().index(p) for p in (0, 1))
    assert not since[20].any() and since[22, one] and not since[22, other] and since[24].all()


def test_where_the_text_marks_scenes() -> None:
    m = read_plain("Ida rose from her chair.\n\n* * *\n\nTom went out again.", Source("t", "", "text/plain"))
    language = analyse(m)
    rows = find_rows(language, [-1] * len(language), [], find_cuts(m))
    assert rows.cut.tolist() == [0, 1]


def test_two_are_compared_by_mentions_near_one_another() -> None:
    text = text_of((1, 3))
    windows, _ = seen(text)
    s = windows.seen[0]
    assert (s.of[s.earlier] != s.of[s.later]).all() and (s.head[s.earlier] < s.head[s.later]).all()
    assert set(s.pair.tolist()) == {0} and len(s.two) == 1
    assert s.two[0].tolist() == [0, 0, 0, 1, 1, 0, 0]  # no word shared, he and she, both named, nobody narrates


def test_bonds_are_labels_of_two() -> None:
    text = text_of((1, 1))
    people = whole(text)
    labels = label(text, people, seen(text)[1])
    two = bonds_of(labels, np.array([0, 1, 0]), np.array([1, 1, -1]))
    assert two.tolist() == [[0, 0, 1, 0, 0, 0, 0], [-1] * 7, [-1] * 7]  # of one with herself nothing is said


def test_where_some_stand_among_others() -> None:
    assert place(np.array([7, 2, 5]), np.array([2, 3, 7])).tolist() == [1, -1, 0]
