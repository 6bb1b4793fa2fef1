"""What was learned has one name, by which what is kept of a reading is told to be old."""

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from fabula.corpus import places
from fabula.corpus.manifest import Book
from fabula.models import weights
from fabula.web import library
from fabula.web.library import Library


def test_the_manifests_say_what_the_files_are() -> None:
    folder = files("fabula.models")
    assert {n.rpartition(".")[2] for n in weights.hashes()} == {"onnx", "npz", "json"}
    for name, digest in weights.hashes().items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_other_weights_have_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = weights.fingerprint()
    changed = {**weights.hashes(), "people.onnx": "0" * 64}
    monkeypatch.setattr(weights, "hashes", lambda: changed)
    assert len(before) == 16 and weights.fingerprint.__wrapped__() != before


def test_what_other_weights_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fabula

    file = tmp_path / "a.txt"
    file.write_text("“It is late,” said Ida.", encoding="utf-8")
    kept = Library(tmp_path / "library")
    entry = kept.save(kept.add(file), fabula.read(file))
    assert kept.load(entry) is not None
    monkeypatch.setattr(library, "made_by", lambda: "0.1.0+other")
    assert kept.load(entry) is None


def test_a_shelf_reads_again_with_other_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("“It is late,” said Ida.", encoding="utf-8")
    book = Book("a", "a.txt")
    before = places.stamp(tmp_path, book)
    monkeypatch.setattr(places, "fingerprint", lambda: "other")
    assert places.stamp(tmp_path, book) != before
