"""Whom a pronoun means, of all who may be meant: what is said of each, and what was learned of it."""

import hashlib
import json
from importlib.resources import files

import numpy as np
import pytest

import fabula
from fabula.models.coreference import head
from fabula.models.pairs import HE, NAME, PRON, PROP, SHE, Columns
from fabula.resolution.coreference.met import Met
from fabula.resolution.coreference.rank import FEATURES, OF_ENTITY, SILENCE, Asked, Describer, Speech, chosen, ranked


def mentions(*rows: tuple[int, int, int]) -> Columns:
    """(form, kind, turn) of each mention; each is a token and a sentence of its own."""
    n = len(rows)
    number = np.arange(n)
    form, kind, quote = (np.array(c) for c in zip(*rows, strict=True))
    zero, none = np.zeros(n, np.int64), np.full(n, -1)
    return Columns(
        number, number + 1, number, form, zero, number, zero, quote, kind, zero, zero, number, none, none, none
    )


def ask(m: Columns, entity: list[int], genders: list[int], speech: Speech = SILENCE) -> Asked:
    """Who may be meant by the last of some mentions, where those before it are known."""
    met = Met(np.array(genders, np.int64), m)
    for k, e in enumerate(entity):
        met.add(e, k)
    k = len(entity)
    describe = Describer(m, np.zeros(k + 1, np.int64), speech, met, len(genders))
    return describe(k, np.array(entity, np.int64), np.arange(k), np.zeros(k, np.float32), -5.0)


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
    for genders, speech in (([1, 2], SILENCE), ([0, 0], SILENCE._replace(narrator=0))):
        for flip in (False, True):
            order = [1, 0] if flip else [0, 1]
            asked = ask(m, order, genders, speech)
            who, sure = chosen(asked, head()(asked.features), frozenset())
            assert who == 1 and 0.5 < sure <= 1


def test_who_speaks_is_not_who_is_spoken_of() -> None:
    m = mentions((PROP, NAME, -1), (PROP, NAME, -1), (PRON, HE, 0))
    for speaker in (0, 1):
        speech = Speech(-1, np.array([speaker]), np.zeros((1, 2), bool))
        asked = ask(m, [0, 1], [1, 1], speech)
        assert chosen(asked, head()(asked.features), frozenset())[0] == 1 - speaker


def test_who_is_spoken_to_is_marked() -> None:
    m = mentions((PROP, NAME, -1), (PROP, NAME, -1), (PRON, HE, 0))
    speech = Speech(-1, np.array([-1]), np.array([[False, True]]))
    assert ask(m, [0, 1], [1, 1], speech).features[:, OF_ENTITY.index("is spoken to here")].tolist() == [0, 1, 0]
    nobody_listed = Speech(-1, np.array([-1]), np.zeros((1, 0), bool))
    assert not ask(m, [0, 1], [], nobody_listed).features[:, OF_ENTITY.index("is spoken to here")].any()


def test_nobody_was_mentioned_yet() -> None:
    asked = ask(mentions((PRON, HE, -1)), [], [])
    assert len(asked.entities) == 0 and asked.features.shape == (1, FEATURES)
    assert chosen(asked, head()(asked.features), frozenset()) == (None, 1.0)


def test_a_story_without_a_cast_is_read() -> None:
    assert fabula.read_text('"He came back. He was cold, and they took him in."\n\n"He did. Then he left."\n').quotes


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


def test_it_was_taught_on_the_people_model_that_ships() -> None:
    folder = files("fabula.models")
    about, people = (json.loads((folder / f).read_text(encoding="utf-8")) for f in ("coreference.json", "people.json"))
    assert about["people"] == people["sha256"]
