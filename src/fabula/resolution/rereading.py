"""The text read again, knowing who is who: what the second network says of every turn and person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.language import Language
from fabula.language.english import table
from fabula.models.pairs import HE, ME, PER_TYPE, PLURAL_NOUN, PRON, PROP, SHE, WE, YOU, Columns
from fabula.models.pieces import Pieces
from fabula.models.rereading.identity import Identity
from fabula.models.rereading.marked import Marked, People
from fabula.models.rereading.network import Kept, Reader, RowAnswers, reread
from fabula.models.rereading.rows import Rows, find_rows
from fabula.quotations.turn import Turn
from fabula.resolution.coreference.resolve import Coreference
from fabula.world import Cast

_FORMS = {"PROP": 0, "NOM": 1, "PRON": 2}
_GENDERS = {"he": 1, "she": 2}
_STAY = frozenset(("of", "the", "and", "de", "von", "'s"))  # in a name, with titles and kin words: all else is masked
Ints = npt.NDArray[np.int64]


class Given(NamedTuple):
    """What is read again. ``quoted[i]`` is the number of the turn token i stands in, or -1; ``mentions`` are those of
    the first reading; ``cuts`` are the paragraphs that open a scene by the text's own marks.
    """

    language: Language
    pieces: Pieces
    turns: Sequence[Turn]
    quoted: Sequence[int]
    mentions: Columns
    cuts: Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class Rereading:
    """What the second network said.

    ``ids`` are the people of its columns: ids of characters, and of strangers (`stranger`). ``rows`` are its rows;
    ``row_of`` gives the row of each turn, -1 for a turn without words. ``mentions`` int64 (4, mentions), tokens
    [first, last), head, form, and ``who``, the column of each, are what it was read with.
    """

    ids: tuple[str, ...]
    rows: Rows
    row_of: Ints
    answers: RowAnswers
    identity: Identity
    mentions: Ints
    who: Ints


def reread_text(
    given: Given,
    cast: Cast,
    coreference: Coreference,
    settled: Mapping[int, str | None] | None = None,
    network: Reader | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    threads: int | None = None,
    kept: Kept | None = None,
) -> Rereading:
    """Read a text again. ``coreference`` gives people to its mentions.

    ``settled`` are the speakers a reader settled, by turn; None is "it cannot be told". ``kept`` holds windows that
    were encoded before.
    """
    text, rows, people, ids = mark(given, cast, coreference)
    number = {id: k for k, id in enumerate(ids)}
    row_of = np.full(len(given.turns), -1)
    row_of[rows.turn[rows.turn >= 0]] = np.flatnonzero(rows.turn >= 0)
    speak = {int(row_of[k]): number.get(x or "", -1) for k, x in (settled or {}).items() if row_of[k] >= 0}
    answers, identity = reread(text, people, speak, network, progress, threads, kept)
    return Rereading(ids, rows, row_of, answers, identity, text.mentions, people.who)


def mark(given: Given, cast: Cast, coreference: Coreference) -> tuple[Marked, Rows, People, tuple[str, ...]]:
    """What the network is given: the text with its rows and mentions, whose those are, and the id of each."""
    language, pieces = given.language, given.pieces
    parts = [(t.kind, [(r.start, r.stop) for p in t.parts if len(r := language.tokens_in(*p))]) for t in given.turns]
    rows = find_rows(language, given.quoted, parts, given.cuts)
    mentions, titles, people, ids = mark_people(language, given.quoted, given.mentions, cast, coreference)
    text = Marked(
        pieces.ids, pieces.features[pieces.first[:-1]], pieces.first, mentions, titles,
        *(x.astype(np.int64) for x in rows),
    )  # fmt: skip
    return text, rows, people, ids


def mark_people(
    language: Language, quoted: Sequence[int], m: Columns, cast: Cast, found: Coreference
) -> tuple[Ints, npt.NDArray[np.bool_], People, tuple[str, ...]]:
    """``mentions`` and ``titles`` of `Marked`, the people that those mean, and the id of each."""
    mentions, who = _mentions(m, cast, found, quoted)
    order = tuple(dict.fromkeys(who))  # people are numbered as they come: other names give them the same numbers
    number = {id: k for k, id in enumerate(order)}
    pronouns = {c.id: c.pronouns for c in cast.characters}
    people = People(
        np.array([number[x] for x in who], np.int64),
        np.array([_GENDERS.get(pronouns.get(x) or "", 0) for x in order], np.int64),
        number.get(cast.narration.narrator or "", -1),
    )
    return mentions, titles_of(language, mentions), people, order


def _mentions(m: Columns, cast: Cast, found: Coreference, quoted: Sequence[int]) -> tuple[Ints, list[str]]:
    """The mentions of people, int64 (4, mentions): tokens [first, last), head, form; and whose each of them is.

    In quotations "I" and "you" are left out: who they are follows from who speaks, which is what is asked. Entities
    that bear no character's name are people as well, if they may be somebody: see `stranger`.
    """
    named = {r.head for r in cast.references if r.form == "PROP" and r.entity}
    ids = {**dict(enumerate(found.ids)), **{e: stranger(e) for e in _strangers(m, found)}}
    columns = (m.first, m.last, m.head, m.form, m.type, m.kind, m.quote, found.entity)
    rows = [
        (a, b, h, form, ids[e])
        for a, b, h, form, type_, kind, quote, e in zip(*(c.tolist() for c in columns), strict=True)
        if e in ids and (type_ == PER_TYPE or h in named) and not (quote >= 0 and kind in (ME, WE, YOU))
    ]
    heads = {h for _, _, h, form, _ in rows if form == PROP}
    rows += [
        (r.first, r.last, r.head, _FORMS[r.form], r.entity)
        for r in cast.references
        if r.form == "PROP" and r.entity and not r.entity.startswith("group:") and r.head not in heads
    ]
    rows.sort(key=lambda r: (r[0], r[1], r[2]))
    return np.array([r[:4] for r in rows], np.int64).reshape(-1, 4).T, [r[4] for r in rows]


def stranger(entity: int) -> str:
    """How somebody is called here whom the network found and the names did not."""
    return f"#{entity}"


def _strangers(m: Columns, found: Coreference) -> set[int]:
    """The entities that are no characters and may be one person: a name, a noun for one person, "he" or "she"."""
    one = (m.form == PROP) | (m.kind == HE) | (m.kind == SHE) | ((m.form != PRON) & (m.kind != PLURAL_NOUN))
    may = one & (m.type == PER_TYPE) & (found.entity >= len(found.ids))
    return set(found.entity[may].tolist())


def titles_of(language: Language, mentions: Ints) -> npt.NDArray[np.bool_]:
    """For each token of a name whether it stays when names are masked: a title, a kin word, "of", a dot."""
    keep = {t.rstrip(".") for t in table("titles")} | set(table("kinship")) | _STAY
    out = np.zeros(len(language), bool)
    for a, b in mentions[:2, mentions[3] == PROP].T.tolist():
        for i in range(a, b):
            out[i] = language.lower[i].rstrip(".") in keep or not language.text[i][0].isalnum()
    return out
