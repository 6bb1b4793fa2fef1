"""What the network reads: a stretch of a text in windows that overlap, with the marks of its people and its rows.

A window is [CLS], a line of one piece for each person who is about, [SEP], and text. Every word of a person's name
is the same piece: who is meant is said by the person's mark, a vector drawn by lot. So no name means anything, and
other names give the same reading. Every row is answered for by the window in which it has most text on either side.
"""

from dataclasses import dataclass

import numpy as np

from sizes import FEATURES, NARRATION
from texts import People, Text

LENGTH = 512  # pieces of a window
LISTED = 20  # people in its line at most
MARKS = 32  # people of a stretch at most
STRIDE = 330  # pieces from window to window: what remains is context that two windows share
AWAY = 1500  # tokens back from which people are still about
REACH = 48  # mentions of a window that a row is compared with at most, the nearest
EDGE = 40  # pieces of context that a row must have on either side to be scored, where the text goes on
CLS, SEP, NAME = 101, 102, 103  # [CLS], [SEP]; [MASK] stands for every word of a name
STEPS = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256])
PLACES = 2 * (len(STEPS) + 1) + 2  # before, after, in the row, between its parts
FORMS = 3
FACTS = 22
ROW_FACTS = 12
LISTED_FORM, NARRATOR_FORM = 4, 5  # forms of the pieces of the line; mentions in the text have 1 to 3


@dataclass(frozen=True)
class Stretch:
    """A stretch as arrays. W windows, P people, R rows; piece numbers are ``window * LENGTH + place``.

    ``ids``, ``slot`` (mark, 0 for none), ``form``, ``gender``, ``turn`` (which of three neighbouring turns, 0
    narration): (W, LENGTH); ``features`` (W, LENGTH, 4); ``length`` (W,). ``edges`` (R, 3): a row's first piece,
    last, and the piece before it. ``part_piece``, ``part_row``: the pieces of the rows. ``men_piece``: the head of
    each mention; ``pair_row``, ``pair_men``, ``pair_person``, ``pair_place``, ``pair_form``: rows with the mentions
    near them. ``line`` (R, P): the piece of each person in the line of the row's window, -1 where they are not in
    it. ``facts`` (R, P, FACTS), ``row_facts`` (R, ROW_FACTS). ``turns``: the rows that are turns.

    Labels: ``speaks`` bool (R, P); ``speaker_known`` (R,), 0 not, 1 one of the people, 2 somebody else; ``told``,
    ``heard``, ``here`` bool (R, P); ``felt`` (n, 3); ``opens`` (R,) -1 unknown, 0, 1; ``says`` (5,); ``scored``
    bool (R,). ``rows`` numbers the rows in the text, ``people`` those of `People`, ``type`` how gold says the
    speaker is given.
    """

    ids: np.ndarray
    features: np.ndarray
    slot: np.ndarray
    form: np.ndarray
    gender: np.ndarray
    turn: np.ndarray
    length: np.ndarray
    edges: np.ndarray
    part_piece: np.ndarray
    part_row: np.ndarray
    men_piece: np.ndarray
    pair_row: np.ndarray
    pair_men: np.ndarray
    pair_person: np.ndarray
    pair_place: np.ndarray
    pair_form: np.ndarray
    line: np.ndarray
    facts: np.ndarray
    row_facts: np.ndarray
    turns: np.ndarray
    speaks: np.ndarray
    speaker_known: np.ndarray
    told: np.ndarray
    heard: np.ndarray
    here: np.ndarray
    felt: np.ndarray
    opens: np.ndarray
    says: np.ndarray
    scored: np.ndarray
    rows: np.ndarray
    people: np.ndarray
    type: np.ndarray


class View:
    """A text with its people as they are given: where each token's pieces lie when names are masked."""

    def __init__(self, text: Text, people: People) -> None:
        self.text, self.people = text, people
        first, last, _, form, _ = text.mentions
        named = np.zeros(len(text.lengths), bool)
        for a, b in zip(first[(form == 0) & (people.who >= 0)], last[(form == 0) & (people.who >= 0)], strict=True):
            named[a:b] = True
        self.named = named & ~text.titles
        self.at = np.concatenate(([0], np.cumsum(np.where(self.named, 1, text.lengths))))
        self.with_who = np.flatnonzero(people.who >= 0)  # mentions that are somebody's, in order
        self.first = first[self.with_who]

    def tiles(self, shift: int = 0, stride: int = STRIDE) -> list[tuple[int, int]]:
        """The windows of the whole text, tokens [start, stop), the first one cut short by ``shift`` pieces."""
        room = LENGTH - LISTED - 3  # [CLS], and [SEP] twice
        out, p = [], -shift
        while True:
            a = int(np.searchsorted(self.at, max(0, p)))
            b = int(np.searchsorted(self.at, max(0, p + room), side="right")) - 1
            b = max(min(b, len(self.at) - 1), a + 1)
            if a >= len(self.at) - 1:
                break
            out.append((a, b))
            if b >= len(self.at) - 1:
                break
            p += stride
        return out


def about(view: View, a: int, b: int) -> list[int]:
    """The people of a window: those mentioned in it, the most first; those mentioned last before it; the narrator."""
    who, at = view.people.who[view.with_who], view.first
    i, j, far = np.searchsorted(at, (a, b, a - AWAY))
    counts = np.bincount(who[i:j], minlength=1)
    inside = [int(p) for p in np.argsort(-counts, kind="stable") if counts[p]]
    before = list(dict.fromkeys(who[far:i][::-1].tolist()))
    found = list(dict.fromkeys((*inside[: LISTED - 2], *before, *inside)))
    narrator = view.people.narrator
    if narrator >= 0 and narrator not in found[:LISTED]:
        found = [*found[: LISTED - 1], narrator]
    return found[:LISTED]


def build(
    view: View, tiles: list[tuple[int, int]], rng: np.random.Generator, settled: dict[int, int] | None = None
) -> Stretch | None:
    """The stretch of some neighbouring windows; None where it holds no row.

    ``settled`` gives the person who speaks in some rows, as a reader's corrections do; -1 is somebody else.
    """
    text, people = view.text, view.people
    lists = [about(view, a, b) for a, b in tiles]
    often = np.bincount([p for ps in lists for p in ps], minlength=1)
    union = sorted((p for p in np.flatnonzero(often).tolist()), key=lambda p: (-often[p], p))[:MARKS]
    index = {p: k for k, p in enumerate(union)}
    lists = [[p for p in ps if p in index] for ps in lists]
    marks = 1 + rng.permutation(MARKS)[: len(union)]
    n, count = len(tiles), len(view.at) - 1

    rows = np.flatnonzero((text.row_first >= tiles[0][0]) & (text.row_first < tiles[-1][1]))
    if not len(rows):
        return None
    begin = view.at[text.row_first[rows]]
    end = view.at[np.minimum(text.row_last[rows], tiles[-1][1])]
    left = np.stack([begin - view.at[a] if a else np.full(len(rows), 9999) for a, _ in tiles], 1)
    right = np.stack([view.at[b] - end if b < count else np.full(len(rows), 9999) for _, b in tiles], 1)
    inside = np.stack([(text.row_first[rows] >= a) & (text.row_first[rows] < b) for a, b in tiles], 1)
    margin = np.where(inside, np.minimum(left, right), -(10**6))
    home = margin.argmax(1)
    scored = margin.max(1) >= EDGE
    number = np.full(len(text.row_kind), -1)
    number[rows] = np.arange(len(rows))

    shape = (n, LENGTH)
    ids, slot, form, gender, turn = (np.zeros(shape, np.int64) for _ in range(5))
    features = np.zeros((*shape, 4), np.int64)
    features[..., 2:] = FEATURES[2] - 1, FEATURES[3] - 1
    length = np.zeros(n, np.int64)
    line_piece = np.full((n, len(union)), -1)
    offset = np.zeros(n, np.int64)  # a token's first piece is at offset + view.at
    men: list[np.ndarray] = []
    first, last, head, forms, _ = text.mentions.astype(np.int64)
    owner = _owner(text, tiles[0][0], tiles[-1][1] + 64)
    turn_of = np.concatenate((np.where(text.row_turn >= 0, 1 + text.row_turn % 3, 0), [0]))  # the last: no row
    for w, (a, b) in enumerate(tiles):
        order = [lists[w][k] for k in rng.permutation(len(lists[w]))]
        ids[w, 0] = CLS
        for k, p in enumerate(order, 1):
            ids[w, k], slot[w, k], gender[w, k] = NAME, marks[index[p]], people.gender[p]
            form[w, k] = NARRATOR_FORM if p == people.narrator else LISTED_FORM
            line_piece[w, index[p]] = w * LENGTH + k
        start = len(order) + 2
        ids[w, start - 1] = SEP
        offset[w] = start - view.at[a]
        lengths = view.at[a + 1 : b + 1] - view.at[a:b]
        size = int(lengths.sum())
        stop = start + size
        named = np.repeat(view.named[a:b], lengths)
        plain = np.repeat(~view.named[a:b], text.lengths[a:b])
        got = np.full(size, NAME)
        got[~named] = text.ids[text.first[a] : text.first[b]][plain]
        ids[w, start:stop], ids[w, stop] = got, SEP
        features[w, start:stop] = np.repeat(text.features[a:b], lengths, axis=0)
        turn[w, start:stop] = np.repeat(turn_of[owner[a - tiles[0][0] : b - tiles[0][0]]], lengths)
        length[w] = stop + 1
        i, j = np.searchsorted(view.first, (a, b))
        mine = view.with_who[i:j]
        mine = mine[(last[mine] <= b)]
        for k in mine.tolist():
            p = index.get(int(people.who[k]))
            if p is not None:
                x, y = view.at[first[k]] + offset[w], view.at[last[k]] + offset[w]
                slot[w, x:y], form[w, x:y], gender[w, x:y] = marks[p], 1 + forms[k], people.gender[union[p]]
        men.append(np.array([k for k in mine.tolist() if int(people.who[k]) in index], np.int64))

    # rows: their pieces
    at_home = offset[home]
    stop_of = np.array([b for _, b in tiles])[home]
    row_last = np.minimum(text.row_last[rows], stop_of)
    base = home * LENGTH
    edges = np.stack(
        [
            base + view.at[text.row_first[rows]] + at_home,
            base + view.at[row_last] - 1 + at_home,
            base + np.maximum(view.at[text.row_first[rows]] - 1 + at_home, 0),
        ],
        1,
    )
    pieces, of_row = [], []
    for k in np.flatnonzero(number[text.row_part_row] >= 0).tolist():
        r = number[text.row_part_row[k]]
        a, b = text.row_part_first[k], min(text.row_part_last[k], stop_of[r])
        if b > a:
            x = np.arange(view.at[a], view.at[b])[:160] + at_home[r] + base[r]
            pieces.append(x)
            of_row.append(np.full(len(x), r))
    # pairs of rows and mentions
    men_piece, pair = [], []
    total = 0
    for w in range(n):
        mine = men[w]
        at_home_rows = np.flatnonzero(home == w)
        if len(mine) and len(at_home_rows):
            men_piece.append(view.at[head[mine]] + offset[w] + w * LENGTH)
            pair.append(_pairs(text, rows, at_home_rows, mine, total, owner, tiles[0][0]))
            total += len(mine)
    pairs = np.concatenate(pair, 1) if pair else np.zeros((4, 0), np.int64)
    all_men = np.concatenate([m for w, m in enumerate(men) if len(m) and (home == w).any()] or [np.zeros(0, np.int64)])
    person = np.array([index[int(p)] for p in people.who[all_men]], np.int64)
    facts = _facts(view, rows, union, owner, tiles[0][0])
    facts[..., 18] = line_piece[home] >= 0
    for k, r in enumerate(rows.tolist()):
        if settled and r in settled:
            facts[k, :, 20], facts[k, :, 21] = np.array(union) == settled[r], np.array(union) != settled[r]
    row_facts = _row_facts(view, rows)
    labels = _labels(text, people, rows, union)
    return Stretch(
        ids, features, slot, form, gender, turn, length, edges,
        np.concatenate(pieces), np.concatenate(of_row),
        np.concatenate(men_piece) if men_piece else np.zeros(0, np.int64),
        pairs[0], pairs[1], person[pairs[1]], pairs[2], pairs[3],
        line_piece[home], facts, row_facts, np.flatnonzero(text.row_turn[rows] >= 0),
        *labels, text.says, scored, rows, np.array(union), text.type[rows],
    )  # fmt: skip


def _owner(text: Text, low: int, high: int) -> np.ndarray:
    """The row of each of the tokens [low, high), int64; -1 for tokens in none, and past the end of the text."""
    out = np.full(high - low, -1)
    for k in np.flatnonzero((text.row_part_last > low) & (text.row_part_first < high)).tolist():
        out[max(text.row_part_first[k] - low, 0) : text.row_part_last[k] - low] = text.row_part_row[k]
    return out


def _pairs(
    text: Text, rows: np.ndarray, of_window: np.ndarray, mine: np.ndarray, total: int, owner: np.ndarray, low: int
) -> np.ndarray:
    """(row, mention, place, form) of the rows of a window with the mentions nearest to each, int64 (4, pairs)."""
    head, form = text.mentions[2:4, mine].astype(np.int64)
    a, b = text.row_first[rows[of_window]][:, None], text.row_last[rows[of_window]][:, None]
    before, after = a - head[None], head[None] - b + 1
    apart = np.maximum(np.maximum(before, after), 0)
    step = np.searchsorted(STEPS, apart, side="right")
    within = apart == 0
    place = np.where(before > 0, step, len(STEPS) + 1 + step)
    place = np.where(within, 2 * (len(STEPS) + 1), place)
    # in the row, or in the narration between its parts
    place = np.where(within & (owner[head - low][None] != rows[of_window][:, None]), PLACES - 1, place)
    keep = np.argsort(apart, axis=1, kind="stable")[:, :REACH]
    r = np.repeat(of_window, keep.shape[1])
    k = keep.ravel()
    return np.stack([r, total + k, np.take_along_axis(place, keep, 1).ravel(), form[k].astype(np.int64)])


def _facts(view: View, rows: np.ndarray, union: list[int], owner: np.ndarray, low: int) -> np.ndarray:
    """What can be counted of each row and person, float32 (rows, people, FACTS)."""
    text, people = view.text, view.people
    out = np.zeros((len(rows), len(union), FACTS), np.float32)
    index = np.full(int(people.who.max(initial=0)) + 2, -1)
    index[union] = np.arange(len(union))
    mine = view.with_who[index[people.who[view.with_who]] >= 0]
    person = index[people.who[mine]]
    at, form = text.mentions[2][mine], text.mentions[3][mine]
    total = np.bincount(person, minlength=len(union))
    seen = np.full(len(union), -(10**6))
    named = np.full(len(union), -(10**6))
    j = int(np.searchsorted(at, low - 3 * AWAY))
    last_end = int(text.row_first[rows[0]]) - 40
    kinds = np.concatenate((text.row_kind, [3]))  # the last: no row
    for k, r in enumerate(rows.tolist()):
        a, b = int(text.row_first[r]), int(text.row_last[r])
        while j < len(at) and at[j] < a:
            seen[person[j]] = at[j]
            if form[j] == 0:
                named[person[j]] = at[j]
            j += 1
        out[k, :, 0:5] = np.arange(5)[None] == np.searchsorted([12, 48, 160, 600], a - seen)[:, None]
        out[k, :, 5:7] = ((a - named) < np.array([[30], [150]])).T
        out[k, :, 7] = (seen >= last_end) & (seen < a)
        i = j
        while i < len(at) and at[i] < b + 14 and at[i] < low + len(owner):
            of = owner[at[i] - low]
            if of == r:
                out[k, person[i], 8 + form[i]] = 1
            elif at[i] < b:
                out[k, person[i], 11 + (form[i] > 0)] = 1  # between the parts
            elif kinds[of] == NARRATION:
                out[k, person[i], 13 + (form[i] > 0)] = 1  # right after it
            i += 1
        last_end = b
    out[:, :, 15] = np.log1p(total) / 6
    gender = people.gender[union]
    out[:, :, 16], out[:, :, 17] = gender == 1, gender == 2
    out[:, :, 19] = np.array(union) == people.narrator
    return out


def _row_facts(view: View, rows: np.ndarray) -> np.ndarray:
    """What can be said of each row, float32 (rows, ROW_FACTS)."""
    text = view.text
    out = np.zeros((len(rows), ROW_FACTS), np.float32)
    out[np.arange(len(rows)), text.row_kind[rows]] = 1
    out[np.arange(len(rows)), 4 + text.after_turn[rows]] = 1
    out[:, 8] = text.row_opens[rows]
    out[:, 9] = text.ids[text.first[text.row_last[rows]] - 1] == 1029  # "?"
    out[:, 10] = np.log1p(text.row_last[rows] - text.row_first[rows]) / 5
    out[:, 11] = view.people.narrator >= 0
    return out


def _labels(text: Text, people: People, rows: np.ndarray, union: list[int]) -> tuple[np.ndarray, ...]:
    gold = people.gold[union]
    speaker = text.speaker[rows]
    speaks = (speaker[:, None] == gold[None]) & (speaker >= 0)[:, None] & (gold >= 0)[None]
    known = np.where(speaker == -1, 0, np.where(speaks.any(1), 1, 2))
    number = np.full(len(text.row_kind), -1)
    number[rows] = np.arange(len(rows))

    def table(pairs: np.ndarray) -> np.ndarray:
        out = np.zeros((len(rows), max(len(text.gender), 1)), bool)
        pairs = pairs[number[pairs[:, 0]] >= 0]
        out[number[pairs[:, 0]], pairs[:, 1]] = True
        return out[:, np.maximum(gold, 0)] & (gold >= 0)[None]

    scenes = np.zeros((int(text.scene.max(initial=0)) + 1, max(len(text.gender), 1)), bool)
    scenes[text.present[:, 0], text.present[:, 1]] = True
    here = np.where((text.scene[rows] >= 0)[:, None], scenes[np.maximum(text.scene[rows], 0)], False)
    here = here[:, np.maximum(gold, 0)] & (gold >= 0)[None]
    felt = [
        (number[r], k, e)
        for r, p, e in text.felt.tolist()
        if number[r] >= 0
        for k in np.flatnonzero(gold == p).tolist()
    ]
    opens = np.full(len(rows), -1)
    if text.says[3]:
        before = np.concatenate(([-1], text.scene))[rows]
        opens = np.where(text.row_opens[rows] == 1, (text.scene[rows] != before).astype(np.int64), -1)
    return (
        speaks, known, table(text.told), table(text.heard), here, np.array(felt, np.int64).reshape(-1, 3), opens,
    )  # fmt: skip
