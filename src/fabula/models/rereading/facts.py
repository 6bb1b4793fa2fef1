"""What can be counted of a row, and of a row and a person."""

import numpy as np
import numpy.typing as npt

from fabula.models.rereading.marked import Bools, Ints, Marked, View
from fabula.models.rereading.sizes import AWAY, FACTS, NARRATION, QUESTION, ROW_FACTS, TRAITS, TWO_FACTS

Floats = npt.NDArray[np.float32]
_BEFORE = 10**6


def owners(text: Marked, low: int, high: int) -> Ints:
    """The row of each of the tokens [low, high), int64; -1 for tokens in none, and past the end of the text."""
    out = np.full(high - low, -1)
    for k in np.flatnonzero((text.row_part_last > low) & (text.row_part_first < high)).tolist():
        out[max(int(text.row_part_first[k]) - low, 0) : int(text.row_part_last[k]) - low] = text.row_part_row[k]
    return out


def pair_facts(view: View, rows: Ints, people: Ints, owner: Ints, low: int) -> Floats:
    """Float32 (rows, people, FACTS). ``owner`` gives the rows of the tokens from ``low`` on.

    0 to 4: how long ago somebody was mentioned; 5, 6: was named shortly before; 7: was mentioned since the row
    before; 8 to 10: is mentioned in the row, by name, noun or pronoun; 11, 12: between its parts, by name or not; 13,
    14: in the narration right after it; 15: how often in the text; 16, 17: he, she; 18: is in the line of the row's
    window; 19: narrates; 20, 21: a reader said that this is the speaker, or that another is (18, 20 and 21 are filled
    in later); 22: is told of between the same two scene marks; 23: was mentioned since the last of them.
    """
    text, given = view.text, view.people
    out = np.zeros((len(rows), len(people), FACTS), np.float32)
    index = np.full(int(given.who.max(initial=0)) + 2, -1)
    index[people] = np.arange(len(people))
    mine = view.known[index[given.who[view.known]] >= 0]
    person = index[given.who[mine]]
    at, form = text.mentions[2][mine], text.mentions[3][mine]
    seen = np.full(len(people), -_BEFORE)
    named = np.full(len(people), -_BEFORE)
    kinds = np.concatenate((text.row_kind, [NARRATION]))  # the last: no row
    j = int(np.searchsorted(at, low - 3 * AWAY))
    last_end = int(text.row_first[rows[0]]) - 40
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
        while i < len(at) and at[i] < min(b + 14, low + len(owner)):
            of = owner[at[i] - low]
            if of == r:
                out[k, person[i], 8 + form[i]] = 1
            elif at[i] < b:
                out[k, person[i], 11 + (form[i] > 0)] = 1
            elif kinds[of] == NARRATION:
                out[k, person[i], 13 + (form[i] > 0)] = 1
            i += 1
        last_end = b
    out[:, :, 15] = np.log1p(np.bincount(person, minlength=len(people))) / 6
    gender = given.gender[people]
    out[:, :, 16], out[:, :, 17] = gender == 1, gender == 2
    out[:, :, 19] = people == given.narrator
    since, told = view.about_from
    scene = text.marked_scene[rows]
    at_scene = np.ix_(scene, people)
    out[:, :, 22] = told[at_scene]
    out[:, :, 23] = since[at_scene] < text.row_first[rows][:, None]
    return out


def two_facts(view: View, people: Ints) -> Floats:
    """Float32 (M, TWO_FACTS) of every two of some people, in the order of `numpy.triu_indices`.

    0, 1: they share a word of their names, a noun; 2, 3: both are he or both she, one is he and the other she; 4, 5:
    both have a name, one of them has; 6: one narrates.
    """
    names, nouns = view.called
    i, j = np.triu_indices(len(people), 1)
    gender = view.people.gender[people]
    known = (gender[i] > 0) & (gender[j] > 0)
    named = np.array([bool(names[p]) for p in people.tolist()], bool)
    tells = people == view.people.narrator
    out = np.zeros((len(i), TWO_FACTS), np.float32)
    for column, words in ((0, names), (1, nouns)):
        mine = [words[p] for p in people.tolist()]
        out[:, column] = [not mine[a].isdisjoint(mine[b]) for a, b in zip(i.tolist(), j.tolist(), strict=True)]
    out[:, 2], out[:, 3] = known & (gender[i] == gender[j]), known & (gender[i] != gender[j])
    out[:, 4], out[:, 5], out[:, 6] = named[i] & named[j], named[i] ^ named[j], tells[i] | tells[j]
    return out


def traits(view: View, people: Ints, seen: Ints, named: Bools) -> Floats:
    """Float32 (people, TRAITS) of some people.

    0 to 2: how often each is mentioned in the text by name, noun and pronoun; 3 to 5: he, she, unknown; 6: narrates; 7:
    which share of it stands in speech; 8: how often in the window, ``seen``; 9: by a name or noun there, ``named``.
    """
    out = np.zeros((len(people), TRAITS), np.float32)
    out[:, :3] = np.log1p(view.often[people]) / 4
    out[np.arange(len(people)), 3 + np.array([2, 0, 1])[view.people.gender[people]]] = 1
    out[:, 6] = people == view.people.narrator
    out[:, 7] = view.spoken[people]
    out[:, 8], out[:, 9] = np.log1p(seen) / 3, named
    return out


def row_facts(view: View, rows: Ints) -> Floats:
    """Float32 (rows, ROW_FACTS): 0 to 3 its kind; 4 to 7 paragraphs since a turn; 8 opens its paragraph; 9 asks; 10 how
    long; 11 somebody narrates; 12 the text marks a scene before it."""
    text = view.text
    out = np.zeros((len(rows), ROW_FACTS), np.float32)
    out[np.arange(len(rows)), text.row_kind[rows]] = 1
    out[np.arange(len(rows)), 4 + text.after_turn[rows]] = 1
    out[:, 8] = text.row_opens[rows]
    out[:, 9] = text.ids[text.first[text.row_last[rows]] - 1] == QUESTION
    out[:, 10] = np.log1p(text.row_last[rows] - text.row_first[rows]) / 5
    out[:, 11] = view.people.narrator >= 0
    out[:, 12] = text.row_cut[rows]
    return out
