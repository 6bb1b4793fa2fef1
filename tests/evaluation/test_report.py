"""RESULTS.md and HISTORY.md: a run replaces what it measured and leaves the rest."""

from pathlib import Path

from evaluation import history, report
from evaluation.figures import Section
from evaluation.fingerprint import Fingerprint, fingerprint

FIRST = Fingerprint("2030-01-02", "abcdef01", "c0de00000000", "0123456789ab")
LATER = Fingerprint("2030-02-03", "12345678", "c0de00000001", "ba9876543210")
ORDER = ["heldout", "casts", "field"]


def _written(name: str, model: Fingerprint, line: str) -> dict[str, str]:
    return {
        name: report.section_text(Section(name, name.title(), (line, "")), model, f"python -m evaluation --only {name}")
    }


def test_only_what_was_measured_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    report.update(path, _written("field", FIRST, "old field"), ORDER)
    report.update(path, _written("heldout", FIRST, "old stories"), ORDER)
    report.update(path, _written("heldout", LATER, "new stories"), ORDER)
    text = path.read_text("utf-8")
    assert "old stories" not in text
    assert text.index("new stories") < text.index("old field")
    assert text.count("2030-02-03, commit 12345678, weights ba9876543210") == 1
    assert text.count("2030-01-02, commit abcdef01, weights 0123456789ab") == 1
    assert text.startswith("# What was measured")


def test_the_same_sections_make_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    both = {**_written("heldout", FIRST, "stories"), **_written("field", FIRST, "field")}
    report.update(path, both, ORDER)
    once = path.read_bytes()
    report.update(path, _written("field", FIRST, "field"), ORDER)
    assert path.read_bytes() == once


def test_sections_that_are_no_more_go(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    report.update(path, _written("field", FIRST, "field"), ORDER)
    report.update(path, _written("casts", FIRST, "casts"), ["heldout", "casts"])
    assert "## Field" not in path.read_text("utf-8")


def test_what_was_not_read_is_said(tmp_path: Path) -> None:
    text = report.section_text(Section("heldout", "Stories", ()), FIRST, "command", ["A01: KeyError: 'x'"])
    assert "- A01: KeyError: 'x'" in text


def test_history_has_a_row_for_each_version(tmp_path: Path) -> None:
    path = tmp_path / "HISTORY.md"
    history.add(path, FIRST, {"heldout": {"speakers": 67.94}})
    history.add(path, FIRST._replace(commit="abcdef02"), {"field": {"field: all": 66.0}})
    history.add(path, LATER, {"heldout": {"speakers": 70.0}})
    rows = [r for r in path.read_text("utf-8").splitlines() if r.startswith("| 2")]
    assert len(rows) == 2
    assert "abcdef02" in rows[0]
    assert "| 67.9 |" in rows[0]
    assert rows[0].endswith("| 66.0 |")
    assert "| 70.0 |" in rows[1]


def test_a_fingerprint_tells_code_from_weights(tmp_path: Path) -> None:
    package = tmp_path / "fabula"
    package.mkdir()
    (package / "reading.py").write_text("one")
    (package / "people.onnx").write_bytes(b"1")
    before = fingerprint(package, tmp_path)
    (package / "people.onnx").write_bytes(b"2")
    other_weights = fingerprint(package, tmp_path)
    (package / "reading.py").write_text("two")
    other_code = fingerprint(package, tmp_path)
    assert before.code == other_weights.code != other_code.code
    assert before.weights != other_weights.weights == other_code.weights
    assert len(before.weights) == 12
