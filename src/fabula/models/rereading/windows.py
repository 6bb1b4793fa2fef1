"""What the encoder reads: windows of a text that overlap, with the marks of the people in them.

A window is [CLS], a line of one piece for each person who is about, [SEP], text, [SEP]. Every word of a person's name
is the same piece: who is meant is said by the person's mark, a vector drawn by lot. So no name means anything, and
other names give the same reading.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.models.rereading.facts import Floats, traits, two_facts
from fabula.models.rereading.marked import Bools, Ints, View
from fabula.models.rereading.sizes import (
    BACK,
    CLS,
    FEATURES,
    LENGTH,
    LISTED_FORM,
    MARKS,
    NAME,
    NARRATOR_FORM,
    SEP,
    STEPS,
)


class Seen(NamedTuple):
    """The people who are mentioned in a window: their numbers (L,), and what can be counted of each, (L, TRAITS).

    ``head`` (N,) are the heads of their mentions, tokens of the text, ``piece`` the pieces of these, places in the
    window, ``of`` which of them each is, and ``named`` whether it is a name or a noun. ``two`` (M, TWO_FACTS) is what
    can be said of every two, in the order of `numpy.triu_indices`; ``earlier``, ``later`` (K,) are mentions of two,
    ``apart`` how far from one another, ``forms`` which forms both have, and ``pair`` which two they belong to.
    """

    people: Ints
    traits: Floats
    head: Ints
    piece: Ints
    of: Ints
    named: Bools
    two: Floats
    earlier: Ints
    later: Ints
    apart: Ints
    forms: Ints
    pair: Ints


class Windows(NamedTuple):
    """Windows as arrays. ``tiles`` int64 (W, 2): tokens [start, stop) of each.

    ``ids``, ``slot`` (the mark, 0 for none), ``form``, ``gender``, ``turn`` (which of three neighbouring turns, 0 for
    narration): int64 (W, LENGTH); ``features`` (W, LENGTH, 4); ``length`` (W,) how many pieces each has. The first
    piece of a token is at ``offset`` + ``View.at``. ``listed``: the people of each line, from piece 1 on;
    ``mentions``: those marked in each; ``seen``: the people that these mean.
    """

    tiles: Ints
    ids: Ints
    features: Ints
    slot: Ints
    form: Ints
    gender: Ints
    turn: Ints
    length: Ints
    offset: Ints
    listed: tuple[Ints, ...]
    mentions: tuple[Ints, ...]
    seen: tuple["Seen", ...]

    def some(self, first: int, stop: int) -> "Windows":
        """The windows [first, stop)."""
        return Windows._make(x[first:stop] for x in self)


def open_windows(view: View, tiles: Sequence[tuple[int, int]], rng: np.random.Generator) -> Windows:
    """The windows over ``tiles`` of a text; ``rng`` draws the marks, and the order in which people are listed."""
    text, people = view.text, view.people
    n = len(tiles)
    ids, slot, form, gender, turn = (np.zeros((n, LENGTH), np.int64) for _ in range(5))
    features = np.zeros((n, LENGTH, 4), np.int64)
    features[..., 2:] = FEATURES[2] - 1, FEATURES[3] - 1
    length, offset = np.zeros(n, np.int64), np.zeros(n, np.int64)
    listed, mentions, seen = [], [], []
    first, last, _, forms = text.mentions[:4].astype(np.int64)
    turn_of = _turn_of(view, tiles[0][0], max(b for _, b in tiles))
    for w, (a, b) in enumerate(tiles):
        line = np.array(view.about(a, b), np.int64)
        line = line[rng.permutation(len(line))]
        marks = dict(zip(line.tolist(), (1 + rng.permutation(MARKS)[: len(line)]).tolist(), strict=True))
        own = slice(1, 1 + len(line))
        ids[w, 0], ids[w, own], ids[w, own.stop] = CLS, NAME, SEP
        slot[w, own], gender[w, own] = [marks[p] for p in line.tolist()], people.gender[line]
        form[w, own] = np.where(line == people.narrator, NARRATOR_FORM, LISTED_FORM)
        start = len(line) + 2
        offset[w] = start - view.at[a]
        lengths = np.diff(view.at[a : b + 1])
        stop = start + int(lengths.sum())
        named = np.repeat(view.named[a:b], lengths)
        pieces = np.full(len(named), NAME, np.int64)
        pieces[~named] = text.ids[text.first[a] : text.first[b]][np.repeat(~view.named[a:b], text.lengths[a:b])]
        ids[w, start:stop], ids[w, stop] = pieces, SEP
        features[w, start:stop] = np.repeat(text.features[a:b], lengths, axis=0)
        turn[w, start:stop] = np.repeat(turn_of[a - tiles[0][0] : b - tiles[0][0]], lengths)
        length[w] = stop + 1
        i, j = np.searchsorted(view.known_first, (a, b)).tolist()
        mine = view.known[i:j]
        mine = mine[(last[mine] <= b) & np.isin(people.who[mine], line)]
        for k in mine.tolist():
            where = slice(int(view.at[first[k]] + offset[w]), int(view.at[last[k]] + offset[w]))
            who = int(people.who[k])
            slot[w, where], form[w, where], gender[w, where] = marks[who], 1 + forms[k], people.gender[who]
        listed.append(line)
        mentions.append(mine)
        seen.append(_seen(view, mine, int(offset[w])))
    tile = np.array(tiles, np.int64).reshape(-1, 2)
    return Windows(
        tile, ids, features, slot, form, gender, turn, length, offset, tuple(listed), tuple(mentions), tuple(seen)
    )


def _seen(view: View, mentions: Ints, offset: int) -> Seen:
    """The people whom some mentions of a window mean."""
    _, _, head, form = view.text.mentions[:4, mentions].astype(np.int64)
    people, of = np.unique(view.people.who[mentions], return_inverse=True)
    named = form < 2
    often = np.bincount(of, minlength=len(people))
    called = np.bincount(of, named, len(people)) > 0
    return Seen(
        people, traits(view, people, often, called), head, view.at[head] + offset, of, named, two_facts(view, people),
        *_near(head, form, of, len(people)),
    )  # fmt: skip


def _near(head: Ints, form: Ints, of: Ints, n: int) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Each mention with those shortly before it that mean somebody else of the ``n`` people."""
    later, back = np.divmod(np.arange(len(head) * BACK), BACK)
    earlier = later - 1 - back
    keep = earlier >= 0
    later, earlier = later[keep], earlier[keep]
    keep = of[later] != of[earlier]
    later, earlier = later[keep], earlier[keep]
    i, j = np.minimum(of[later], of[earlier]), np.maximum(of[later], of[earlier])
    apart = np.searchsorted(STEPS, head[later] - head[earlier], side="right")
    return earlier, later, apart, 3 * form[earlier] + form[later], i * n - i * (i + 1) // 2 + j - i - 1


def _turn_of(view: View, low: int, high: int) -> Ints:
    """Which of three neighbouring turns each of the tokens [low, high) is in, 1 to 3; 0 for narration."""
    text = view.text
    out = np.zeros(high - low, np.int64)
    inside = (text.row_part_last > low) & (text.row_part_first < high) & (text.row_turn[text.row_part_row] >= 0)
    for k in np.flatnonzero(inside).tolist():
        a, b = max(int(text.row_part_first[k]) - low, 0), int(text.row_part_last[k]) - low
        out[a:b] = 1 + text.row_turn[text.row_part_row[k]] % 3
    return out
