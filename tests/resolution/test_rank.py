"""Whom a pronoun means, of all who may be meant: what is said of each, and what was learned of it."""

import hashlib
import json
from importlib.resources import files

import numpy as np
import pytest

import fabula
from fabula.models.coreference import head
from fabula.models.pairs import HE, NAME, PRON, PROP, SHE, Columns
from fabula.resolution.coreference.met import Met, says
from fabula.resolution.coreference.rank import FEATURES, NOTHING_SAID, Asked, Describer, Said, chosen, ranked


def mentions(*rows: tuple[int, int, int]) -> Columns:
    """(form, kind, turn) of each mention; each is a token and a sentence of its own."""
    n = len(rows)
    number = np.arange(n)
    form, kind, quote = (np.array(c) for c in zip(*rows, strict=True))
    zero, none = np.zeros(n, np.int64), np.full(n, -1)
    return Columns(
        number, number + 1, number, form, zero, number, zero, quote, kind, zero, zero, number, none, none, none
    )


def ask(m: Columns, entity: list[int], genders: list[int], said: Said = NOTHING_SAID) -> Asked:
    """Who may be meant by the last of some mentions, where those before it are known."""
    met = Met(np.array(genders, np.int64), m)
    for k, e in enumerate(entity):
        met.add(e, k)
    k = len(entity)
    describe = Describer(m, np.zeros(k + 1, np.int64), said, len(genders), says(m))
    return describe(k, met, np.array(entity, np.int64), np.arange(k), np.zeros(k, np.float32), -5.0)


def test_who_is_asked_about() -> None:
    m = mentions((PROP, NAME, -1), (PRON, HE, -1), (PRON, 0, -1), (1, 9, -1), (1, 13, -1))
    assert ranked(m).tolist() == [False, True, False, True, True]
    assert ranked(m._replace(type=np.full(5, 3))).tolist() == [False, True, False, False, False]


def test_each_who_may_be_meant_has_a_row_and_somebody_new_the_last() -> None:
    asked = ask(mentions((PROP, NAME, -1), (PROP, NAME, -1), (PROP, NAME, -1), (PRON, SHE, -1)), [1, 0, 1], [0, 0])
    assert asked.entities.tolist() == [0, 1] and asked.features.shape == (3, FEATURES)
    assert asked.features.dtype == np.float32 and np.isfinite(asked.features).all()
    assert np.exp(asked.features[:, 0]).sum() == pytest.approx(1, abs=1e-4)  # shares of the probability


def test_she_is_she_and_not_who_tells_the_story() -> None:
    """Two were named as lately and fit as well: one is he, or tells the story."""
    m = mentions((PROP, NAME, -1), (PROP, NAME, -1), (PRON, SHE, -1))
    for genders, said in (([1, 2], NOTHING_SAID), ([0, 0], NOTHING_SAID._replace(narrator=0))):
        for flip in (False, True):
            order = [1, 0] if flip else [0, 1]
            asked = ask(m, order, genders, said)
            who, sure = chosen(asked, head()(asked.features), ())
            assert who == 1 and 0.5 < sure <= 1


def test_who_speaks_is_not_who_is_spoken_of() -> None:
    m = mentions((PROP, NAME, -1), (PROP, NAME, -1), (PRON, HE, 0))
    for speaker in (0, 1):
        said = Said(-1, np.array([speaker]), np.zeros((1, 2), bool))
        asked = ask(m, [0, 1], [1, 1], said)
        assert chosen(asked, head()(asked.features), ())[0] == 1 - speaker


def test_whoever_is_barred_is_not_chosen() -> None:
    asked = ask(mentions((PROP, NAME, -1), (PROP, NAME, -1), (PRON, SHE, -1)), [0, 1], [1, 2])
    assert chosen(asked, np.array([1.0, 3.0, 2.0]), frozenset((1,)))[0] is None
    assert chosen(asked, np.array([1.0, 3.0, -2.0]), frozenset((1,)))[0] == 0


def test_entities_are_remembered_beyond_the_room_there_was() -> None:
    n = 300
    m = mentions(*[(PRON, HE, -1)] * n)
    met = Met(np.zeros(0, np.int64), m)
    assert [met.add(None, k) for k in range(n)] == list(range(n))
    assert met.size[:n].tolist() == [1] * n and met.last[:n].tolist() == list(range(n))


def test_in_a_text_the_narrator_is_not_she() -> None:
    story = fabula.read_text(
        "I had told Dagny about the boat. She laughed. She put her cup down and went to the window.\n\n"
        '"You never could row, Petra," said Dagny.\n\n"I can row," I said.\n'
    )
    who = {story.text[m.start : m.end]: m.entity for m in story.mentions}
    names = {c.id: c.name for c in story.characters}
    assert names.get(who["She"] or "") == "Dagny"


def test_the_manifest_names_the_file() -> None:
    folder = files("fabula.models")
    manifest = json.loads((folder / "coreference.json").read_text(encoding="utf-8"))
    assert manifest["sha256"] == hashlib.sha256((folder / "coreference.npz").read_bytes()).hexdigest()
