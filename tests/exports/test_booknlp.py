"""BookNLP's files, read back as its users read them."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

import fabula
from fabula import FabulaError, Story
from fabula.exports import booknlp


@pytest.fixture(scope="module")
def folder(lamp_room: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("booknlp")
    booknlp.save(lamp_room, out, "lamp")
    return out


def table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep="\t", quoting=csv.QUOTE_NONE, keep_default_na=False)


def test_columns(folder: Path) -> None:
    assert list(table(folder / "lamp.tokens").columns) == [
        "paragraph_ID", "sentence_ID", "token_ID_within_sentence", "token_ID_within_document", "word", "lemma", "byte_onset",
        "byte_offset", "POS_tag", "fine_POS_tag", "dependency_relation", "syntactic_head_ID", "event",
    ]  # fmt: skip
    assert list(table(folder / "lamp.entities").columns) == ["COREF", "start_token", "end_token", "prop", "cat", "text"]
    assert list(table(folder / "lamp.quotes").columns) == [
        "quote_start", "quote_end", "mention_start", "mention_end", "mention_phrase", "char_id", "quote",
    ]  # fmt: skip


def test_tokens_point_at_the_text(folder: Path, lamp_room: Story) -> None:
    tokens = table(folder / "lamp.tokens")
    for row in tokens.itertuples():
        assert lamp_room.text[row.byte_onset : row.byte_offset] == row.word
    assert list(tokens.token_ID_within_document) == list(range(len(tokens)))
    assert (tokens.token_ID_within_sentence >= 0).all() and tokens.sentence_ID.is_monotonic_increasing


def test_end_tokens_are_inclusive_and_quotations_run_from_mark_to_mark(folder: Path) -> None:
    tokens, quotes, entities = (table(folder / f"lamp.{x}") for x in ("tokens", "quotes", "entities"))
    for row in quotes.itertuples():
        words = list(tokens.word[row.quote_start : row.quote_end + 1])
        assert " ".join(words) == row.quote
        assert words[0] == words[-1] == '"'
    for row in entities.itertuples():
        words = list(tokens.word[row.start_token : row.end_token + 1])
        assert words[0] in row.text and words[-1] in row.text


def test_a_speaker_who_is_not_known_is_the_literal_none(tmp_path: Path) -> None:
    booknlp.save(fabula.read_text('"It is late."'), tmp_path, "x")
    (row,) = table(tmp_path / "x.quotes").itertuples()
    assert (row.mention_start, row.mention_end, row.mention_phrase, row.char_id) == ("None",) * 4


def test_book(folder: Path, lamp_room: Story) -> None:
    book = json.loads((folder / "lamp.book").read_text(encoding="utf-8"))
    first = book["characters"][0]
    assert set(first) == {"agent", "patient", "mod", "poss", "id", "g", "count", "mentions"}
    assert set(first["mentions"]) == {"proper", "common", "pronoun"}
    hester = next(
        c for c in book["characters"] if c["mentions"]["proper"] and c["mentions"]["proper"][0]["n"] == "Hester"
    )
    assert hester["g"]["argmax"] == "she/her"
    assert "trimmed" in {a["w"] for a in hester["agent"]}


def test_the_narrator_is_entity_0(tmp_path: Path) -> None:
    story = fabula.read_text("I sat on the wall. My shoes were wet. Ruth laughed at me, and I laughed.")
    booknlp.save(story, tmp_path, "x")
    entities = table(tmp_path / "x.entities")
    assert set(entities.COREF[entities.text.isin(["I", "My", "me"])]) == {0}


def test_a_loaded_story_has_no_tokens_to_write(lamp_room: Story, tmp_path: Path) -> None:
    fabula.save(lamp_room, tmp_path / "story.json")
    with pytest.raises(FabulaError, match="read the text again"):
        booknlp.save(fabula.load(tmp_path / "story.json"), tmp_path, "x")
