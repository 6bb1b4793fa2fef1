"""The command from beginning to end, on two stories made up for it and the shared folder's own scorer."""

import json
from pathlib import Path

import pytest

from evaluation.__main__ import main

SHARED = Path(__file__).parent.parent.parent.parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "score.py").is_file(), reason="the shared folder with the scorer is not beside the checkout"
)

STORY = '"It is late," said {0}. "Are you coming, {1}?"\n\n"No," said {1}.\n'


def put(folder: Path, name: str, one: str, other: str) -> None:
    """A story with its gold."""
    text = STORY.format(one, other)

    def span(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    def person(name: str) -> dict[str, object]:
        return {"id": name.lower(), "name": name, "aliases": [], "pronouns": None, "role": "present"}

    a, b = one.lower(), other.lower()
    said = {"kind": "speech", "type": "explicit"}
    asked = [span("It is late,"), span(f"Are you coming, {other}?")]
    gold = {
        "id": name,
        "narration": {"person": "third", "narrator": None},
        "characters": [person(one), person(other)],
        "quotes": [
            {**said, "id": "q1", "spans": asked, "speaker": a, "addressees": [b], "heard_by": [b]},
            {**said, "id": "q2", "spans": [span("No,")], "speaker": b, "addressees": [a], "heard_by": [a]},
        ],
        "not_speech": [],
        "scenes": [{"id": "s1", "start": 0, "end": len(text), "place": None, "present": [a, b]}],
        "bonds": [],
        "feelings": [],
        "contradictions": [],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, "utf-8")
    (folder / f"{name}.json").write_text(json.dumps(gold), "utf-8")


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    shared = tmp_path / "shared"
    put(shared / "stories", "Z01", "Ida", "Tom")
    put(shared / "stories" / "blind", "Z99", "Edda", "Ralph")
    (shared / "stories" / "heldout.txt").write_text("Z01\n", "utf-8")
    for script in ("score.py", "stories/swap_gold.py", "stories/swap.py"):
        (shared / script).symlink_to(SHARED / script)
    at = {"--shared": shared, "--results": tmp_path, "--out": tmp_path / "out", "--jobs": 1}
    return [str(x) for pair in at.items() for x in pair]


def test_stories_are_measured_and_blind_ones_once(
    tmp_path: Path, words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    main([*words, "--only", "heldout", "--blind"])
    results = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert "| speakers | 100.0 | 100.0 to 100.0 |" in results
    assert [x.removeprefix("<!-- section ")[:-4] for x in results.splitlines() if x.startswith("<!--")] == [
        "heldout",
        "blind",
        "blind-swapped",
    ]
    assert "| 100.0 |" in (tmp_path / "BLIND.md").read_text("utf-8")
    kept = " ".join(p.read_text("utf-8") for p in tmp_path.rglob("*") if p.is_file() and "shared" not in p.parts)
    assert "Ida" in kept
    for trace in ("Z99", "Edda", "Ralph"):
        assert trace not in kept + "".join(capfd.readouterr())
    with pytest.raises(SystemExit, match="blind is scored once for each model"):
        main([*words, "--only", "heldout", "--blind"])


def test_quick_writes_nothing(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluation.texts.QUICK", ("Z01",))
    main([*words, "--quick"])
    assert "| speakers | 100.0 |" in capsys.readouterr().out
    assert not list(tmp_path.glob("*.md"))


def test_a_wrong_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="--shared"):
        main(["--quick", "--shared", str(tmp_path), "--results", str(tmp_path), "--out", str(tmp_path / "out")])
