"""A text whose people are known, as the second reading takes it: rows, mentions, and pieces with every name masked."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from fabula.models.rereading.sizes import AWAY, LENGTH, LISTED, STRIDE

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_NOWHERE = 10**9


@dataclass(frozen=True)
class Marked:
    """A text with its rows, and the mentions that may be somebody's.

    ``ids`` (pieces,); ``first`` (tokens + 1,), the first piece of each token; ``features`` (tokens, 4), see
    `fabula.models.pieces`. ``mentions`` (4 or more, mentions), in text order: tokens [first, last), head, form.
    ``titles`` bool (tokens,): words of a name that stay when names are masked. ``row_cut``: whether the text marks a
    new scene between the row before and this one; for the other ``row_*`` see `fabula.models.rereading.rows`. Any
    integers will do.
    """

    ids: Ints
    features: Ints
    first: Ints
    mentions: Ints
    titles: Bools
    row_kind: Ints
    row_paragraph: Ints
    row_turn: Ints
    row_opens: Ints
    row_part_row: Ints
    row_part_first: Ints
    row_part_last: Ints
    row_cut: Ints

    @cached_property
    def lengths(self) -> Ints:
        """Pieces of each token."""
        return np.diff(self.first)

    @cached_property
    def row_first(self) -> Ints:
        """The first token of each row."""
        out = np.zeros(len(self.row_kind), np.int64)
        out[self.row_part_row[::-1]] = self.row_part_first[::-1]
        return out

    @cached_property
    def row_last(self) -> Ints:
        """The token after the last of each row."""
        out = np.zeros(len(self.row_kind), np.int64)
        out[self.row_part_row] = self.row_part_last
        return out

    @cached_property
    def marked_scene(self) -> Ints:
        """Of each row the number of the scene that it is in, by the text's own marks."""
        out: Ints = np.cumsum(self.row_cut, dtype=np.int64)
        return out

    @cached_property
    def marked_starts(self) -> Ints:
        """The first token of each scene but the first, by the text's own marks."""
        return self.row_first[np.flatnonzero(self.row_cut)]

    @cached_property
    def spoken(self) -> Bools:
        """Of each token whether it stands in a turn."""
        turn = np.zeros(len(self.lengths) + 1, np.int64)
        of_turn = self.row_turn[self.row_part_row] >= 0
        np.add.at(turn, self.row_part_first[of_turn], 1)
        np.add.at(turn, self.row_part_last[of_turn], -1)
        return np.asarray(np.cumsum(turn)[:-1] > 0)

    def word(self, token: int) -> tuple[int, ...]:
        """The pieces of a token: equal ones are equal words."""
        return tuple(self.ids[self.first[token] : self.first[token + 1]].tolist())

    @cached_property
    def after_turn(self) -> Ints:
        """For each row how many paragraphs after the last turn of speech before it, 0 to 3."""
        last, out = -9, np.zeros(len(self.row_kind), np.int64)
        for r, (kind, p) in enumerate(zip(self.row_kind.tolist(), self.row_paragraph.tolist(), strict=True)):
            out[r] = min(3, p - last)
            last = p if kind == 0 else last
        return out


@dataclass(frozen=True)
class People:
    """Who is meant: ``who`` int64 (mentions,) numbers a person for each mention, -1 for nobody known. ``gender`` of
    each person is 1 for he, 2 for she, 0 for what isn't known. ``narrator`` is a person, -1 for none.
    """

    who: Ints
    gender: Ints
    narrator: int


class View:
    """A text and its people together: where each token's pieces lie when every word of a name is one piece.

    ``at`` int64 (tokens + 1,): the first piece of each token. ``named`` bool (tokens,). ``known``: the mentions that
    are somebody's, ``known_first`` their first tokens.
    """

    def __init__(self, text: Marked, people: People) -> None:
        self.text, self.people = text, people
        first, last, _, form = text.mentions[:4]
        self.known: Ints = np.flatnonzero(people.who >= 0)
        self.known_first: Ints = first[self.known].astype(np.int64)
        named = np.zeros(len(text.lengths), bool)
        for k in self.known[form[self.known] == 0].tolist():
            named[first[k] : last[k]] = True
        self.named: Bools = named & ~text.titles
        self.at: Ints = np.concatenate(([0], np.cumsum(np.where(self.named, 1, text.lengths)))).astype(np.int64)

    @cached_property
    def often(self) -> Ints:
        """How often each person is mentioned by name, noun and pronoun, (people, 3)."""
        out = np.zeros((len(self.people.gender), 3), np.int64)
        np.add.at(out, (self.people.who[self.known], self.text.mentions[3][self.known]), 1)
        return out

    @cached_property
    def spoken(self) -> npt.NDArray[np.float32]:
        """The share of each person's mentions that stands in turns, (people,)."""
        inside = self.text.spoken[self.text.mentions[2][self.known]]
        who, n = self.people.who[self.known], len(self.people.gender)
        share = np.bincount(who, inside, n) / np.maximum(np.bincount(who, minlength=n), 1)
        return share.astype(np.float32)

    @cached_property
    def called(self) -> tuple[list[set[tuple[int, ...]]], list[set[tuple[int, ...]]]]:
        """The words of each person's names, without titles, and the nouns for each: [(pieces of a word), ...]."""
        text, n = self.text, len(self.people.gender)
        names: list[set[tuple[int, ...]]] = [set() for _ in range(n)]
        nouns: list[set[tuple[int, ...]]] = [set() for _ in range(n)]
        for k in self.known.tolist():
            a, b, head, form = text.mentions[:4, k].tolist()
            who = int(self.people.who[k])
            if form == 0:
                names[who].update(text.word(i) for i in range(a, b) if not text.titles[i])
            elif form == 1:
                nouns[who].add(text.word(head))
        return names, nouns

    @cached_property
    def about_from(self) -> tuple[Ints, Bools]:
        """By scene and person: the first token at which somebody is mentioned in it, int64 (scenes, people), a very
        high number for nowhere; and whether that is ever in narration, bool (scenes, people)."""
        text = self.text
        shape = (len(text.marked_starts) + 1, len(self.people.gender))
        head, who = text.mentions[2][self.known].astype(np.int64), self.people.who[self.known]
        scene = np.searchsorted(text.marked_starts, head, side="right")
        first = np.full(shape, _NOWHERE)
        np.minimum.at(first, (scene, who), head)
        told = np.zeros(shape, bool)
        outside = ~text.spoken[head]
        told[scene[outside], who[outside]] = True
        return first, told

    def tiles(self, shift: int = 0) -> list[tuple[int, int]]:
        """The windows of the whole text, tokens [start, stop), the first one cut short by ``shift`` pieces."""
        room = LENGTH - LISTED - 3  # [CLS], and [SEP] twice
        end = len(self.at) - 1
        out: list[tuple[int, int]] = []
        p = -shift
        while not out or out[-1][1] < end:
            a = int(np.searchsorted(self.at, max(0, p)))
            if a >= end:
                break
            b = int(np.searchsorted(self.at, max(0, p + room), side="right")) - 1
            out.append((a, max(min(b, end), a + 1)))
            p += STRIDE
        return out

    def about(self, a: int, b: int) -> list[int]:
        """The people of the window [a, b): those mentioned in it, the most first; the last before it; the narrator."""
        who = self.people.who[self.known]
        i, j, far = np.searchsorted(self.known_first, (a, b, a - AWAY)).tolist()
        counts = np.bincount(who[i:j], minlength=1)
        inside = [int(p) for p in np.argsort(-counts, kind="stable") if counts[p]]
        before = list(dict.fromkeys(who[far:i][::-1].tolist()))
        found = list(dict.fromkeys((*inside[: LISTED - 2], *before, *inside)))
        narrator = self.people.narrator
        if narrator >= 0 and narrator not in found[:LISTED]:
            found = [*found[: LISTED - 1], narrator]
        return found[:LISTED]
