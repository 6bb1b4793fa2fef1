"""What gold says of the rows and people of a stretch."""

from typing import NamedTuple

import numpy as np

from fabula.models.rereading.sizes import BONDS
from fabula.models.rereading.stretch import Stretch
from texts import Known, Read, Text


class Labels(NamedTuple):
    """``speaks`` bool (R, P); ``known`` (R,), 0 where gold is silent, 1 one of the people, 2 somebody else; ``told``,
    ``heard``, ``here`` bool (R, P); ``felt`` (n, 3): (row, person, emotion); ``opens`` (R,): 1 where a scene opens,
    -1 where that isn't asked; ``says`` bool (6,), as in `Text`; ``gold``: gold's number of everybody in the text,
    -1 for nobody, -2 for who isn't known; ``asks`` whether the people were found, so that some may be nobody;
    ``bound`` bool (gold's people, the same, 7), what binds two of them.
    """

    speaks: np.ndarray
    known: np.ndarray
    told: np.ndarray
    heard: np.ndarray
    here: np.ndarray
    felt: np.ndarray
    opens: np.ndarray
    says: np.ndarray
    gold: np.ndarray
    asks: bool
    bound: np.ndarray


def label(text: Text, people: Known, stretch: Stretch) -> Labels:
    """The labels of a stretch. Rows without enough context have none of speakers and scenes."""
    rows = stretch.rows
    gold = people.gold[stretch.people]
    speaker = text.speaker[rows]
    speaks = (speaker[:, None] == gold[None]) & (speaker >= 0)[:, None] & (gold >= 0)[None]
    known = np.where(speaker == -1, 0, np.where(speaks.any(1), 1, 2))
    number = np.full(len(text.row_kind), -1)
    number[rows] = np.arange(len(rows))
    everybody = max(len(text.gender), 1)

    def of_people(table: np.ndarray) -> np.ndarray:
        return table[:, np.maximum(gold, 0)] & (gold >= 0)[None]

    def pairs(found: np.ndarray) -> np.ndarray:
        out = np.zeros((len(rows), everybody), bool)
        found = found[number[found[:, 0]] >= 0]
        out[number[found[:, 0]], found[:, 1]] = True
        return of_people(out)

    last = max(text.scene.max(initial=0), text.present[:, 0].max(initial=0))  # a scene may have no row: a long letter
    scenes = np.zeros((int(last) + 1, everybody), bool)
    scenes[text.present[:, 0], text.present[:, 1]] = True
    here = np.where((text.scene[rows] >= 0)[:, None], scenes[np.maximum(text.scene[rows], 0)], False)
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
    known[~stretch.scored], opens[~stretch.scored] = 0, -1
    return Labels(
        speaks, known, pairs(text.told), pairs(text.heard), of_people(here), np.array(felt, np.int64).reshape(-1, 3),
        opens, text.says, people.gold, isinstance(text, Read), text.bound,
    )  # fmt: skip


def bonds_of(labels: Labels | None, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """What binds two by gold's numbers (M,) of each, int8 (M, 7): 1, 0, and -1 where gold doesn't say."""
    out = np.full((len(one), len(BONDS)), -1, np.int8)
    if labels is not None and labels.says[5]:
        known = (one >= 0) & (other >= 0) & (one != other)
        out[known] = labels.bound[one[known], other[known]]
    return out
