"""Reading texts: each once, and none stops the others."""

import json
from pathlib import Path

import pytest

from evaluation import readings as reading_module
from evaluation.readings import DIED, Readings, empty_story, forget_others
from evaluation.texts import NoTexts, Text, beside

STORY = '"It is late," said Ida. "Are you coming, Tom?"\n\n"No," said Tom.\n'


@pytest.fixture
def texts(tmp_path: Path) -> list[Text]:
    for name in ("good", "lost"):
        (tmp_path / f"{name}.txt").write_text(STORY, "utf-8")
        (tmp_path / f"{name}.json").write_text("{}", "utf-8")
    out = beside(tmp_path)
    (tmp_path / "lost.txt").unlink()
    return out


def test_a_text_that_cannot_be_read_has_an_empty_answer_that_says_so(tmp_path: Path, texts: list[Text]) -> None:
    good, lost = texts
    readings = Readings(tmp_path / "kept", tmp_path / "hidden", jobs=1)
    readings.read(texts)
    assert {c["name"] for c in readings[good].load()["characters"]} == {"Ida", "Tom"}
    assert readings[lost].load() == empty_story(lost)
    assert [(name, "UnreadableFile" in why) for name, why in readings.faults(texts)] == [("lost", True)]


def test_what_was_read_is_not_read_again(tmp_path: Path, texts: list[Text], monkeypatch: pytest.MonkeyPatch) -> None:
    good, lost = texts
    Readings(tmp_path / "kept", tmp_path / "hidden", jobs=1).read([good])
    asked: list[Text] = []
    monkeypatch.setattr(reading_module, "_run", lambda jobs, workers: [(asked.append(t) or t, "no") for t in jobs])
    again = Readings(tmp_path / "kept", tmp_path / "hidden", jobs=1)
    again.read(texts)
    assert asked == [lost]
    assert again[good].fault is None


def test_a_cast_list_makes_another_reading(tmp_path: Path, texts: list[Text]) -> None:
    good, _ = texts
    given = Text(
        good.id, good.path, good.gold, json.dumps([{"name": "Ida", "aliases": []}, {"name": "Bo", "aliases": []}])
    )
    readings = Readings(tmp_path / "kept", tmp_path / "hidden", jobs=1)
    readings.read([good, given])
    assert readings[good].path != readings[given].path
    assert "Bo" in {c["name"] for c in readings[given].load()["characters"]}


def test_a_process_that_dies_costs_one_text(tmp_path: Path, texts: list[Text], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "_read_one", _die_or_read)
    readings = Readings(tmp_path / "kept", tmp_path / "hidden", jobs=2)
    readings.read(texts)
    assert readings.faults(texts) == [("lost", DIED)]


def _die_or_read(job: reading_module._Job) -> str | None:
    if not job.text.exists():
        import os

        os._exit(1)
    job.out.write_text("{}", "utf-8")
    return None


def test_other_versions_readings_are_forgotten(tmp_path: Path) -> None:
    for name in ("own", "other"):
        (tmp_path / name).mkdir()
    forget_others(tmp_path, "own")
    assert [p.name for p in tmp_path.iterdir()] == ["own"]


def test_texts_without_gold_are_missed_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(STORY, "utf-8")
    with pytest.raises(NoTexts, match="--shared"):
        beside(tmp_path, ["one"])
