"""The log of scorings of the blind stories."""

from pathlib import Path

import pytest

from evaluation import blind
from evaluation.__main__ import chosen, main, options
from evaluation.fingerprint import Fingerprint
from evaluation.readings import Readings
from evaluation.texts import Text

MODEL = Fingerprint("2030-01-02", "abcdef01", "c0de00000000", "0123456789ab")


def test_a_model_is_scored_once(tmp_path: Path) -> None:
    log = tmp_path / "BLIND.md"
    blind.check(log, MODEL, None)
    blind.add(log, MODEL, {"speakers": 65.84}, None)
    assert "| 2030-01-02 | abcdef01 | c0de00000000 | 0123456789ab | – | – | 65.8 |" in log.read_text("utf-8")
    with pytest.raises(blind.Logged, match=r"scored on 2030-01-02.*--again"):
        blind.check(log, MODEL._replace(date="2031-01-01", commit="12345678"), None)


def test_other_weights_or_other_code_may_be_scored(tmp_path: Path) -> None:
    log = tmp_path / "BLIND.md"
    blind.add(log, MODEL, {}, None)
    blind.check(log, MODEL._replace(weights="ba9876543210"), None)
    blind.check(log, MODEL._replace(code="c0de00000001"), None)


def test_a_second_scoring_says_why(tmp_path: Path) -> None:
    log = tmp_path / "BLIND.md"
    blind.add(log, MODEL, {}, None)
    blind.check(log, MODEL, "a scorer was mended")
    blind.add(log, MODEL, {}, "a scorer was mended")
    assert log.read_text("utf-8").splitlines()[-1].endswith("| a scorer was mended |")


def test_blind_is_scored_only_when_asked_for() -> None:
    assert not {"blind", "blind-swapped"} & {m.name for m in chosen(options([]))}
    with pytest.raises(ValueError, match="--blind only"):
        chosen(options(["--only", "blind"]))
    assert {m.name for m in chosen(options(["--only", "blind", "--blind"]))} == {"blind", "blind-swapped"}


def test_a_refusal_is_one_line_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blind.add(tmp_path / "BLIND.md", MODEL, {}, None)
    monkeypatch.setattr("evaluation.__main__.fingerprint", lambda: MODEL)
    words = [
        "--blind",
        "--shared",
        str(tmp_path / "nowhere"),
        "--results",
        str(tmp_path),
        "--out",
        str(tmp_path / "out"),
    ]
    with pytest.raises(SystemExit, match="were scored on 2030-01-02"):
        main(words)


def test_a_secret_text_is_kept_apart_and_has_no_name(tmp_path: Path) -> None:
    secret = Text("hush", tmp_path / "not-there.txt", tmp_path / "not-there.json", secret=True)
    readings = Readings(tmp_path / "kept", tmp_path / "hidden", jobs=1)
    told: list[str] = []
    readings.read([secret], lambda done, of, name: told.append(name))
    assert told == [""]
    assert readings.faults([secret]) == [("a secret text", "could not be read")]
    assert not list((tmp_path / "kept").iterdir())
