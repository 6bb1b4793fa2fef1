"""A stretch of neighbouring windows as the grid takes it: its rows, its people, and what stands near what."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.models.rereading.facts import owners, pair_facts, row_facts
from fabula.models.rereading.marked import Bools, Ints, View
from fabula.models.rereading.sizes import EDGE, LENGTH, LONGEST, MARKS, PLACES, REACH, STEPS
from fabula.models.rereading.windows import Windows

Floats = npt.NDArray[np.float32]
_FREE = 9999  # pieces of context at an end of the text, where there is no more to be had


class Stretch(NamedTuple):
    """W windows, R rows, P people; the number of a piece is ``window * LENGTH + place``.

    ``rows`` numbers the rows in the text, ``people`` the people. ``edges`` (R, 3): a row's first piece, its last, and
    the piece before it; ``part_piece``, ``part_row``: all pieces of the rows. ``men_piece``: the head of each
    mention; ``pair_row``, ``pair_men``, ``pair_person``, ``pair_place``, ``pair_form``: rows with the mentions near
    them. ``line`` (R, P): the piece of each person in the line of the row's window, -1 where they are not in it.
    ``facts`` (R, P, FACTS), ``row_facts`` (R, ROW_FACTS). ``turns``: the rows that are turns. ``scored`` bool (R,):
    rows with enough context in these windows.
    """

    rows: Ints
    people: Ints
    edges: Ints
    part_piece: Ints
    part_row: Ints
    men_piece: Ints
    pair_row: Ints
    pair_men: Ints
    pair_person: Ints
    pair_place: Ints
    pair_form: Ints
    line: Ints
    facts: Floats
    row_facts: Floats
    turns: Ints
    scored: Bools


def place(people: Ints, some: Ints) -> Ints:
    """Where ``some`` stand among ``people``, -1 for whoever is none of them.

    >>> place(np.array([7, 2, 5]), np.array([2, 3, 7])).tolist()
    [1, -1, 0]
    """
    order = np.argsort(people)
    k = np.minimum(np.searchsorted(people, some, sorter=order), len(order) - 1)
    return np.where(people[order[k]] == some, order[k], -1)


def stretch_of(view: View, windows: Windows, settled: Mapping[int, int] | None = None) -> Stretch | None:
    """The stretch of some neighbouring windows; None where it has no row or no person.

    ``settled`` gives the person who speaks in some rows, as a reader's corrections do; -1 is somebody else.
    """
    text = view.text
    low, high = int(windows.tiles[0, 0]), int(windows.tiles[-1, 1])
    rows = np.flatnonzero((text.row_first >= low) & (text.row_first < high))
    often = np.bincount(np.concatenate(windows.listed), minlength=1)
    people = np.array(sorted(np.flatnonzero(often).tolist(), key=lambda p: (-often[p], p))[:MARKS], np.int64)
    if not len(rows) or not len(people):
        return None
    index = np.full(int(people.max()) + 1, -1)
    index[people] = np.arange(len(people))
    home, scored = _homes(view, windows, rows)
    line = np.full((len(windows.length), len(people)), -1)
    for w, listed in enumerate(windows.listed):
        known = np.flatnonzero((listed < len(index)) & (index[np.minimum(listed, len(index) - 1)] >= 0))
        line[w, index[listed[known]]] = w * LENGTH + 1 + known
    edges, part_piece, part_row = _pieces(view, windows, rows, home)
    owner = owners(text, low, high + 64)
    men_piece, pairs = _pairs(view, windows, rows, home, index, owner, low)
    facts = pair_facts(view, rows, people, owner, low)
    facts[..., 18] = line[home] >= 0
    for k, r in enumerate(rows.tolist()):
        if settled and r in settled:
            facts[k, :, 20], facts[k, :, 21] = people == settled[r], people != settled[r]
    turns = np.flatnonzero(text.row_turn[rows] >= 0)
    return Stretch(
        rows, people, edges, part_piece, part_row, men_piece, *pairs, line[home], facts, row_facts(view, rows), turns,
        scored,
    )  # fmt: skip


def _homes(view: View, windows: Windows, rows: Ints) -> tuple[Ints, Bools]:
    """The window in which each row has most context on its poorer side, and whether that is enough."""
    text, end_of_text = view.text, len(view.at) - 1
    begin = view.at[text.row_first[rows]]
    end = view.at[np.minimum(text.row_last[rows], windows.tiles[-1, 1])]
    margins = []
    for a, b in windows.tiles.tolist():
        left = begin - view.at[a] if a else np.full(len(rows), _FREE)
        right = view.at[b] - end if b < end_of_text else np.full(len(rows), _FREE)
        inside = (text.row_first[rows] >= a) & (text.row_first[rows] < b)
        margins.append(np.where(inside, np.minimum(left, right), -(10**6)))
    margin = np.stack(margins, 1)
    return margin.argmax(1), margin.max(1) >= EDGE


def _pieces(view: View, windows: Windows, rows: Ints, home: Ints) -> tuple[Ints, Ints, Ints]:
    """Edges of the rows, and the pieces of their parts with the rows they belong to."""
    text = view.text
    base, stop = home * LENGTH + windows.offset[home], windows.tiles[home, 1]
    first, last = view.at[text.row_first[rows]], view.at[np.minimum(text.row_last[rows], stop)]
    edges = np.stack([base + first, base + last - 1, np.maximum(base + first - 1, home * LENGTH)], 1)
    number = np.full(len(text.row_kind), -1)
    number[rows] = np.arange(len(rows))
    pieces, of = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for k in np.flatnonzero(number[text.row_part_row] >= 0).tolist():
        r = int(number[text.row_part_row[k]])
        a, b = int(text.row_part_first[k]), min(int(text.row_part_last[k]), int(stop[r]))
        if b > a:
            pieces.append(np.arange(view.at[a], view.at[b])[:LONGEST] + base[r])
            of.append(np.full(len(pieces[-1]), r))
    return edges, np.concatenate(pieces), np.concatenate(of)


def _pairs(
    view: View, windows: Windows, rows: Ints, home: Ints, index: Ints, owner: Ints, low: int
) -> tuple[Ints, tuple[Ints, Ints, Ints, Ints, Ints]]:
    """The head pieces of the mentions, and (row, mention, person, place, form) of those nearest to each row."""
    text = view.text
    pieces: list[Ints] = [np.zeros(0, np.int64)]
    columns: list[Ints] = [np.zeros((5, 0), np.int64)]
    total = 0
    for w, mine in enumerate(windows.mentions):
        of = np.flatnonzero(home == w)
        who = view.people.who[mine]
        mine = mine[(who < len(index)) & (index[np.minimum(who, len(index) - 1)] >= 0)]
        if not len(mine) or not len(of):
            continue
        head, form = text.mentions[2:4, mine].astype(np.int64)
        a, b = text.row_first[rows[of]][:, None].astype(np.int64), text.row_last[rows[of]][:, None].astype(np.int64)
        before = a - head[None]
        apart = np.maximum(np.maximum(before, head[None] - b + 1), 0)
        step = np.searchsorted(STEPS, apart, side="right")
        place = np.where(before > 0, step, len(STEPS) + 1 + step)
        place = np.where(apart == 0, 2 * (len(STEPS) + 1), place)
        between = (apart == 0) & (owner[head - low][None] != rows[of][:, None])
        place = np.where(between, PLACES - 1, place)
        keep = np.argsort(apart, axis=1, kind="stable")[:, :REACH]
        k = keep.ravel()
        row = np.repeat(of, keep.shape[1])
        person = index[view.people.who[mine]]
        columns.append(np.stack([row, total + k, person[k], np.take_along_axis(place, keep, 1).ravel(), form[k]]))
        pieces.append(view.at[head] + windows.offset[w] + w * LENGTH)
        total += len(mine)
    row, men, person, place, form = np.concatenate(columns, 1)
    return np.concatenate(pieces), (row, men, person, place, form)
