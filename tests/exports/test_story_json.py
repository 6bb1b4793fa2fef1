"""story.json: its schema, and that what is saved loads equal."""

import json
from pathlib import Path

import jsonschema
import pytest

import fabula
from fabula import Story, UnreadableFile
from fabula.exports.schema import schema
from fabula.exports.story_json import as_dict, dumps


def test_a_story_fits_the_schema_and_the_schema_refuses_what_is_not_one(lamp_room: Story) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    data = json.loads(dumps(lamp_room))
    validator.validate(data)
    for broken in ({**data, "quotes": [{}]}, {**data, "format": "x"}, {k: v for k, v in data.items() if k != "layers"}):
        with pytest.raises(jsonschema.ValidationError):
            validator.validate(broken)


def test_a_saved_story_loads_equal(lamp_room: Story, tmp_path: Path) -> None:
    fabula.save(lamp_room, tmp_path / "story.json")
    assert fabula.load(tmp_path / "story.json") == lamp_room


def test_layers_say_what_was_computed(lamp_room: Story) -> None:
    assert as_dict(lamp_room)["layers"] == [
        "text", "language", "people", "events", "speech", "scenes", "feelings", "bonds", "knowledge",
    ]  # fmt: skip
    assert {"feelings", "bonds", "claims", "contradictions", "secrets"} <= as_dict(lamp_room).keys()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "fabula-story/1"}', '{"format": "other/1"}'])
def test_what_is_no_story_file_says_so(text: str, tmp_path: Path) -> None:
    path = tmp_path / "story.json"
    path.write_text(text)
    with pytest.raises(UnreadableFile, match=r"story\.json: "):
        fabula.load(path)


def test_nothing_half_written_is_left(lamp_room: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(fabula.FabulaError, match="No space left"):
        fabula.save(lamp_room, tmp_path / "story.json")
    assert list(tmp_path.iterdir()) == []
