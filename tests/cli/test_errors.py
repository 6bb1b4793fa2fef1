"""Whatever a user gets wrong on the command line is one line, `fabula: …`, and exit code 2."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import fabula
from fabula.cli import main


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["read"], "fabula: missing argument 'FILE...'"),
        (["read", "x.txt", "--fast"], "fabula: no such option --fast"),
        (["read", "x.txt", "--min-confidence", "2"], "fabula: --min-confidence must be a number from 0 to 1"),
        (["read", "x.txt", "--min-confidence", "high"], "fabula: --min-confidence must be a number from 0 to 1"),
        (["read", "x.txt", "--format", "doc"], "fabula: --format: 'doc' is not one of"),
        (["reed", "x.txt"], "fabula: no such command 'reed'"),
        (["read", "https://example.org/book.html"], "fabula: https://example.org/book.html: Fabula reads files"),
        (["ask", "https://example.org/book.html", "secrets"], "Fabula reads files; save the page or the book first"),
        (["export", "x.txt"], "fabula: missing option '--to'"),
        (["correct", "x.txt", "list"], "fabula: FILE: path 'x.txt' does not exist"),
        (["read", "none.txt"], "fabula: none.txt: no such file"),
        (["corpus", "status", "none"], "fabula: SHELF: directory 'none' does not exist"),
        (["open", "--cast", "x.csv"], "fabula: --cast is the cast of a FILE"),
    ],
)
def test_a_mistake_is_one_line(args: list[str], said: str) -> None:
    result = run(*args)
    assert result.exit_code == 2 and result.stdout == ""
    assert said in result.stderr and result.stderr.count("\n") == 1, result.stderr


def test_a_story_file_is_not_read_as_prose(tmp_path: Path) -> None:
    fabula.save(fabula.read_text('"It is late," said Ida.', name="late.txt"), tmp_path / "story.json")
    result = run("read", str(tmp_path / "story.json"))
    assert result.exit_code == 2 and "a story file, read from late.txt before" in result.stderr
    (tmp_path / "other.json").write_text('{"a": 1}', encoding="utf-8")
    result = run("read", str(tmp_path / "other.json"))
    assert result.exit_code == 2 and "JSON, which holds data and not a story" in result.stderr


@pytest.mark.parametrize(
    ("cast", "said"),
    [
        ("who,also,pronouns\nIda,Miss Gray,she\n", "no column is called name; there is also, pronouns"),
        ("aliases,pronouns\nIda,she\n", "no column is called name"),
        ("name,pronouns\n,she\n", "line 1 of the cast has no name"),
    ],
)
def test_a_cast_without_names_is_told(tmp_path: Path, cast: str, said: str) -> None:
    (tmp_path / "cast.csv").write_text(cast, encoding="utf-8")
    (tmp_path / "x.txt").write_text('"It is late," said Ida.', encoding="utf-8")
    result = run("read", str(tmp_path / "x.txt"), "--cast", str(tmp_path / "cast.csv"))
    assert result.exit_code == 2 and said in result.stderr and result.stderr.count("\n") == 1


def groups(command: click.Group) -> Iterator[click.Group]:
    yield command
    for c in command.commands.values():
        if isinstance(c, click.Group):
            yield from groups(c)


@pytest.mark.parametrize("group", list(groups(main)), ids=lambda g: g.name)
def test_no_line_of_help_is_cut(group: click.Group) -> None:
    shown = group.get_help(click.Context(group, info_name="fabula", terminal_width=80, max_content_width=80))
    listed = shown[shown.index("Commands:") :]
    assert "..." not in listed.replace("he, they ...", "") and max(map(len, shown.splitlines())) <= 80
    assert all(line.rstrip().endswith((".", "?", '".', "...")) for line in listed.splitlines()[1:])


def test_without_a_command_there_is_help() -> None:
    assert "Usage" in run().output and run("--help").exit_code == 0 and run("--version").exit_code == 0


def test_voices_of_nobody_are_told(tmp_path: Path) -> None:
    fabula.save(fabula.read_text('"It is late," said Roz.'), tmp_path / "story.json")
    voices = tmp_path / "voices.json"
    for text, said in [
        ('{"Rozz": "a.wav"}', "voices.json: no Rozz here; did you mean Roz?"),
        ("{", "voices.json: not a list of voices"),
        ('["a"]', "a list of voices is an object"),
    ]:
        voices.write_text(text, encoding="utf-8")
        result = run("export", str(tmp_path), "--to", "ssml", "--voices", str(voices))
        assert result.exit_code == 2 and said in result.stderr and result.stderr.count("\n") == 1
