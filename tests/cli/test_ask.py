"""``fabula ask``."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fabula import read_text
from fabula.ask.names import find_character
from fabula.cli import main

TEXT = """Ida came in and sat down beside Tom. Tom was Ida’s brother.

"I sold the violin," said Ida.

Tom wept. "It was mine," said Tom.

***

Ruth was in the hall. Ida sat down beside Ruth.

"I hid the violin under the stairs," said Ida.

Ruth laughed. "Poor Tom," said Ruth.
"""

LIE = TEXT.replace("I sold the violin", "I never sold the violin").replace(
    "I hid the violin under the stairs", "I sold the violin"
)


@pytest.fixture
def told(tmp_path: Path) -> Path:
    file = tmp_path / "violin.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def ask(file: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["ask", str(file), *args])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("who", "Ida"), "Ida"),
        (("who", "tom"), "family: Tom"),
        (("between", "Ida", "Tom"), "family"),
        (("knows", "Tom"), "Ida: “I sold the violin” (is told in q1)"),
        (("news", "--about", "Ida"), "Ida (q1): “I sold the violin”"),
        (("scenes", "--with", "Ruth"), "s2"),
        (("feels", "Ruth"), "most joy (shown)"),
    ],
)
def test_an_answer_in_words(told: Path, args: tuple[str, ...], said: str) -> None:
    result = ask(told, *args)
    assert result.exit_code == 0 and said in result.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("knows", "Tom"), "In the dark: has heard Ida say one side only"),
        (("secrets",), "Ida keeps from Tom: “I sold the violin” (known to Ruth)"),
    ],
)
def test_who_was_told_otherwise(tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    file = tmp_path / "lie.txt"
    file.write_text(LIE, encoding="utf-8")
    result = ask(file, *args)
    assert result.exit_code == 0 and said in result.output


@pytest.mark.parametrize(
    "args", [("who", "Ida"), ("between", "Ida", "Tom"), ("knows", "Tom"), ("secrets",), ("scenes",), ("feels", "Tom")]
)
def test_an_answer_as_json_from_a_story_file(told: Path, args: tuple[str, ...]) -> None:
    folder = told.parent / "out"
    assert CliRunner().invoke(main, ["read", "-q", str(told), "-o", str(folder), "--format", "json"]).exit_code == 0
    from_folder, from_text = ask(folder, *args, "--json"), ask(told, *args, "--json")
    assert json.loads(from_folder.output) == json.loads(from_text.output)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("who", "Bob"), "nobody here is called 'Bob'; the story has"),
        (("knows", "Ida", "--at", "9"), "there is no chapter '9'; the story has no chapters, and scenes s1 to s2"),
        (("knows", "Ruth", "--at", "s1"), "nobody here is called 'Ruth'"),
    ],
)
def test_one_clear_line_for_who_is_not_there(told: Path, args: tuple[str, ...], said: str) -> None:
    result = ask(told, *args)
    assert result.exit_code == 2 and said in result.output and "Traceback" not in result.output


def test_one_side_only_is_not_told_before_the_other_is_read(tmp_path: Path) -> None:
    file = tmp_path / "lie.txt"
    file.write_text(LIE, encoding="utf-8")
    assert "In the dark" in ask(file, "knows", "Tom").output
    early = ask(file, "knows", "Tom", "--at", "s1")
    assert early.exit_code == 0 and "I never sold the violin" in early.output and "In the dark" not in early.output
    assert "Ruth" not in ask(file, "scenes", "--at", "s1").output
    assert "No secrets" in ask(file, "secrets", "--at", "s1").output


def test_a_folder_without_a_story_is_told_from_a_manuscript(told: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = ask(empty, "secrets")
    assert result.exit_code == 2 and "a folder without a story.json" in result.stderr
    assert ask(told.parent, "secrets").exit_code == 0  # a folder of chapters is a manuscript


def test_an_id_is_one_person_where_two_have_the_same_name() -> None:
    story = read_text("Ida met Tom. “Come in, Tom,” said Ida. “I am in,” said Tom.")
    twins = (*story.characters, replace(story.character("ida"), id="ida-2"))
    story = replace(story, characters=twins)
    assert [find_character(story, id).id for id in ("ida", "ida-2")] == ["ida", "ida-2"]
