"""What somebody sends along with a report."""

import sys

import pytest
from click.testing import CliRunner

from fabula.cli import main
from fabula.models.weights import hashes, made_by


def test_it_says_what_is_installed_and_reads_an_example() -> None:
    said = CliRunner().invoke(main, ["doctor"])
    assert said.exit_code == 0, said.output
    rows = {k: v for k, _, v in (line.partition("  ") for line in said.output.splitlines())}
    assert rows["fabula"].strip() == made_by() and "read rightly" in rows["an example"]
    assert set(hashes()) < set(rows) and "can be written" in rows["library"]
    assert rows["duckdb"].endswith("for fabula[corpus]") and {"spacy", "lxml", "onnxruntime"} < set(rows)


def test_what_is_wrong_is_one_line_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> None:
        raise OSError("no such library")

    monkeypatch.setattr("fabula.pipeline.read_text", broken)
    monkeypatch.setattr(sys.modules["fabula.cli.doctor"], "requires", lambda name: ["no-such-package>=2"])
    said = CliRunner().invoke(main, ["doctor"])
    assert said.exit_code == 2 and "not installed" in said.output
    assert said.output.splitlines()[-1] == "fabula: the example could not be read: OSError: no such library"
