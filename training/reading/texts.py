"""The packed texts, and a text's people as a reading would have them: all of gold's, or damaged."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from fabula.models.rereading.marked import Marked, People
from fabula.models.rereading.sizes import BONDS

TYPES = ("explicit", "anaphoric", "implicit")  # how gold says a speaker is given


@dataclass(frozen=True)
class Text(Marked):
    """One text with gold, as `prepare.py` packed it.

    A fifth row of ``mentions`` numbers gold's people. ``gender``: of each person 1 he, 2 she, 0 unknown. ``speaker``
    (rows,): a person, -1 not labelled, -2 somebody else; ``type``: how gold says the speaker is given. ``told``,
    ``heard`` (n, 2): (row, person). ``scene`` (rows,); ``present`` (n, 2): (scene, person). ``felt`` (n, 3): (row,
    person, emotion). ``bonds`` (n, 3): (person, person, kind). ``says``: whether gold has speakers, addressees,
    hearers, presence, feelings, bonds at all.
    """

    name: str
    ends: np.ndarray
    gender: np.ndarray
    narrator: np.ndarray
    gold_quotes: np.ndarray
    speaker: np.ndarray
    type: np.ndarray
    told: np.ndarray
    heard: np.ndarray
    scene: np.ndarray
    present: np.ndarray
    felt: np.ndarray
    bonds: np.ndarray
    says: np.ndarray

    @cached_property
    def bound(self) -> np.ndarray:
        """What binds every two people, bool (people, people, 7)."""
        a, b, kind = self.bonds.T
        out = np.zeros((len(self.gender), len(self.gender), len(BONDS)), bool)
        out[a, b, kind] = out[b, a, kind] = True
        return out


@dataclass(frozen=True)
class Read(Text):
    """A text with the people that a reading found, as `predict.py` packed it: gold's number of each, and gender;
    ``tells`` is whoever narrates. A fifth row of ``mentions`` numbers those people, not gold's.
    """

    people: np.ndarray
    tells: np.ndarray


def load(path: Path) -> list[Text]:
    """The texts of one packed file."""
    with np.load(path) as f:
        rows: dict[int, dict[str, np.ndarray]] = {}
        for key in f.files:
            k, _, what = key.partition(".")
            if what:
                rows.setdefault(int(k), {})[what] = f[key]
        return [
            (Read if "people" in rows[k] else Text)(name=str(n), **rows[k]) for k, n in enumerate(f["names"].tolist())
        ]


@dataclass(frozen=True)
class Known(People):
    """People and which of gold's each of them is, -1 for nobody; a merged one is the one who is named most."""

    gold: np.ndarray


def whole(text: Text) -> Known:
    """Gold's people, each as one; in a text that was read, those who were found."""
    if isinstance(text, Read):
        gold, gender = text.people.astype(np.int64)
        return Known(text.mentions[4].astype(np.int64), gender, int(text.tells), gold)
    who, gender = text.mentions[4].astype(np.int64), text.gender.astype(np.int64)
    return Known(who, gender, int(text.narrator), np.arange(len(gender)))


@dataclass(frozen=True)
class Rates:
    """How often a reading goes wrong with people: see count_damage.py, which counts them on the practice stories.

    ``lost`` and ``merged``: of people by how often they are named, less than 3, 10, 30 times, and more. ``split``: of
    people with two names or more. ``unnamed`` and ``stray``: of their mentions by noun or pronoun those that are
    nobody's, and somebody else's. ``genderless``: of people.
    """

    lost: tuple[float, float, float, float]
    merged: tuple[float, float, float, float]
    split: float
    unnamed: float
    stray: float
    genderless: float


def damaged(text: Text, rates: Rates, rng: np.random.Generator, share: float = 1.0) -> Known:
    """Gold's people as a reading might have them. ``share`` scales all rates: 0 leaves all as it is."""
    _, _, _, form, who = text.mentions
    who = who.astype(np.int64)
    n = len(text.gender)
    gold = np.arange(n)
    gender = text.gender.astype(np.int64)
    narrator = int(text.narrator)
    named = np.bincount(who[(form == 0) & (who >= 0)], minlength=n)
    any_ = np.bincount(who[who >= 0], minlength=n)
    bucket = np.searchsorted([3, 10, 30], named, side="right")
    becomes = np.arange(n)
    lost = rng.random(n) < share * np.array(rates.lost)[bucket]
    lost[narrator] &= narrator < 0
    becomes[lost] = -1
    for p in np.flatnonzero((rng.random(n) < share * np.array(rates.merged)[bucket]) & ~lost).tolist():
        others = np.flatnonzero((becomes == np.arange(n)) & (np.arange(n) != p) & (any_ > 0))
        if len(others) and p != narrator:
            into = int(rng.choice(others))
            if named[p] > named[into]:
                gold[into] = p
            becomes[becomes == p] = into
    new = np.where(who >= 0, becomes[np.maximum(who, 0)], -1)
    # a split takes all mentions under some of the names, and what follows them
    extra_gold, extra_gender = [], []
    for p in np.flatnonzero((rng.random(n) < share * rates.split) & (named >= 2)).tolist():
        mine = np.flatnonzero(new == p)
        words = {}
        for k in mine.tolist():
            if form[k] == 0:
                a, b = text.mentions[0, k], text.mentions[1, k]
                words[k] = tuple(text.ids[text.first[a] : text.first[b]].tolist())
        kinds = sorted(set(words.values()))
        if len(kinds) < 2:
            continue
        other = {w for w in kinds if rng.random() < 0.5}
        q = n + len(extra_gold)
        now = p
        for k in mine.tolist():
            if k in words:
                now = q if words[k] in other else p
            new[k] = now
        extra_gold.append(gold[p])
        extra_gender.append(gender[p])
    gold = np.concatenate((gold, np.array(extra_gold, np.int64)))
    gender = np.concatenate((gender, np.array(extra_gender, np.int64)))
    loose = (form > 0) & (new >= 0)
    u = rng.random(len(new))
    new[loose & (u < share * rates.unnamed)] = -1
    stray = np.flatnonzero(loose & (u >= share * rates.unnamed) & (u < share * (rates.unnamed + rates.stray)))
    for k in stray.tolist():
        near = new[max(0, k - 20) : k]
        near = near[(near >= 0) & (near != new[k])]
        if len(near):
            new[k] = rng.choice(near)
    gender[rng.random(len(gender)) < share * rates.genderless] = 0
    return Known(new, gender, narrator, gold)
