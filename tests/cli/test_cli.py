"""The installed command, from outside."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fabula.version import __version__
from tests.conftest import EXAMPLES


def run(
    *args: str, cwd: Path, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "fabula", *args],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        check=False,
    )


def test_read_writes_beside_the_file_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "lamp.txt").write_bytes((EXAMPLES / "the-lamp-room.txt").read_bytes())
    done = run("read", "lamp.txt", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""  # stdout carries data only
    said = done.stderr.decode()
    assert "Captain Marlow" in said and " scenes" in said and "(under 50 %)" in said
    names = sorted(p.name for p in (tmp_path / "lamp-fabula").iterdir())
    assert names == ["lamp.book", "lamp.entities", "lamp.quotes", "lamp.tokens", "story.html", "story.json"]


def test_json_on_stdout_and_nothing_written(tmp_path: Path) -> None:
    done = run("read", "-", "--json", "--quiet", cwd=tmp_path, stdin="“Late,” said Zoë.".encode())
    assert done.returncode == 0 and done.stderr == b""
    assert json.loads(done.stdout)["characters"][0]["name"] == "Zoë"
    assert list(tmp_path.iterdir()) == []


def test_format_and_output(tmp_path: Path) -> None:
    done = run("read", str(EXAMPLES / "low-water.md"), "-o", "out", "--format", "json", "-q", cwd=tmp_path)
    assert done.returncode == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["story.json"]


def test_the_same_bytes_whatever_the_threads(tmp_path: Path) -> None:
    for n in ("1", "2"):
        env = {"OMP_NUM_THREADS": n, "OPENBLAS_NUM_THREADS": n, "PYTHONHASHSEED": n}
        done = run("read", str(EXAMPLES / "the-night-ferry.txt"), "-o", n, "-q", cwd=tmp_path, env=env)
        assert done.returncode == 0
    for path in sorted((tmp_path / "1").iterdir()):
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name


def test_cast_is_taken_as_given(tmp_path: Path) -> None:
    (tmp_path / "cast.csv").write_text(
        "name,aliases,pronouns\nHester Vane,Hester; Miss Vane; the keeper,she/her\nTobias Pell,Toby,he\n"
    )
    done = run("read", str(EXAMPLES / "the-lamp-room.txt"), "--cast", "cast.csv", "--json", "-q", cwd=tmp_path)
    people = {c["name"]: c for c in json.loads(done.stdout)["characters"]}
    assert people["Hester Vane"]["pronouns"] == "she" and "the keeper" in people["Hester Vane"]["aliases"]
    assert "Toby" in people["Tobias Pell"]["aliases"] and "Toby" not in people


def test_a_story_file_is_a_cast_list(tmp_path: Path) -> None:
    run("read", str(EXAMPLES / "the-lamp-room.txt"), "-o", "a", "-q", cwd=tmp_path)
    done = run("read", str(EXAMPLES / "the-lamp-room.txt"), "--cast", "a/story.json", "--json", "-q", cwd=tmp_path)
    first = {c["name"] for c in json.loads((tmp_path / "a" / "story.json").read_text(encoding="utf-8"))["characters"]}
    assert {c["name"] for c in json.loads(done.stdout)["characters"]} == first


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("cast.csv", "", "empty"), ("cast.csv", "name,aliases\n,x\n", "no name"), ("cast.json", "{", "broken JSON"),
        ("cast.json", "[]", "no names"), ("cast.json", '[{"aliases": []}]', "entry 1 has no name"), ("gone.csv", None, "no such file"),
    ],
)  # fmt: skip
def test_a_bad_cast_is_one_line_and_exit_2(name: str, text: str | None, what: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    done = run("read", str(EXAMPLES / "the-lamp-room.txt"), "--cast", name, cwd=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 2 and said.count("\n") == 1 and name in said
    assert what in said or what == "empty"


def test_version_help_and_completion(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout.decode() == f"fabula, version {__version__}\n"
    assert b"read" in run("--help", cwd=tmp_path).stdout
    for shell in ("bash", "zsh", "fish"):
        assert b"_FABULA_COMPLETE" in run("completion", shell, cwd=tmp_path).stdout


def test_every_command_and_option_is_documented() -> None:
    import click

    from fabula.cli import main

    root = EXAMPLES.parent
    readme = (root / "README.md").read_text(encoding="utf-8")
    told = readme + "".join(p.read_text(encoding="utf-8") for p in sorted((root / "docs").glob("*.md")))
    for name, command in main.commands.items():
        assert f"fabula {name}" in readme
        inner = command.commands if isinstance(command, click.Group) else {}
        for sub in inner:
            said = (f"fabula {name} FILE {sub}", f"fabula {name} {sub}")
            assert any(s in told for s in said) or sub in ("undo", "redo", "list"), sub
        for c in (command, *inner.values()):
            for option in c.params:
                if isinstance(option, click.Option):
                    assert any(o in told for o in option.opts), option.opts


@pytest.mark.parametrize("args", [["read"], ["read", "x", "--format", "pdf"], ["write"]])
def test_bad_options_are_exit_2(args: list[str], tmp_path: Path) -> None:
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 2 and b"Traceback" not in done.stderr


def test_an_output_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    done = run("read", str(EXAMPLES / "low-water.md"), "-o", "out", cwd=tmp_path)
    assert done.returncode == 2 and b"a file stands where" in done.stderr
