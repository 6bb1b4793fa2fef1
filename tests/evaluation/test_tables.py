"""What the tables count, on gold made up for it."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.__main__ import chosen, options
from evaluation.calibration import calibration
from evaluation.feelings import count_reman
from evaluation.passages import cast_list, match
from evaluation.tables.field import count as count_field
from evaluation.tables.pairs import count as count_pairs
from evaluation.tables.passages import count_bonds, count_feelings
from evaluation.tables.stories import cheap_bonds, lies_reported
from evaluation.tables.swapped import losses
from evaluation.texts import QUICK, heldout, quick

SHARED = Path(__file__).parent.parent.parent.parent / "shared"
needs_shared = pytest.mark.skipif(
    not (SHARED / "score.py").is_file(), reason="the shared folder is not beside the checkout"
)


def key(name: str) -> str:
    return name.lower()


def story(text: str, people: dict[str, list[str]], **layers: Any) -> dict[str, Any]:
    """A story file with these people, each mentioned by these words wherever they first stand."""
    mentions = [
        {"start": text.index(w), "end": text.index(w) + len(w), "entity": who}
        for who, words in people.items()
        for w in words
    ]
    named = [{"id": who, "name": words[0], "aliases": words[:1]} for who, words in people.items()]
    return {
        "text": text,
        "characters": named,
        "mentions": mentions,
        "feelings": [],
        "bonds": [],
        "scenes": [],
        **layers,
    }


def test_quick_takes_twelve_that_never_change(tmp_path: Path) -> None:
    stories = tmp_path / "stories"
    stories.mkdir()
    for name in (*QUICK, "Z01", "Z02"):
        (stories / f"{name}.txt").touch()
        (stories / f"{name}.json").write_text("{}", "utf-8")
    (stories / "heldout.txt").write_text("\n".join([*QUICK, "Z01", "Z02"]), "utf-8")
    assert [t.id for t in quick(tmp_path)] == sorted(QUICK)
    assert len(quick(tmp_path)) == 12
    assert len(heldout(tmp_path)) == 14


@needs_shared
def test_the_twelve_are_of_the_held_quarter() -> None:
    assert len(quick(SHARED)) == 12


@needs_shared
def test_counts_are_pooled_as_the_scorer_pools_them() -> None:
    from evaluation.figures import pool_counts
    from evaluation.scoring import Scorer

    rows = [{"cast": [3, 4, 5], "bonds": [0, 0, 2]}, {"cast": [1, 9, 2], "quiet": [1, 1, 1]}]
    theirs = Scorer(SHARED / "score.py").pool("story", rows)
    ours = {k: {p: round(x, 1) for p, x in v.items()} for k, v in pool_counts(rows).items()}
    assert ours == theirs


def test_what_does_not_go_together_is_said() -> None:
    for words, why in (
        (["--quick", "--only", "casts"], "--quick goes with"),
        (["--only", "stories"], "'stories' is not one of heldout"),
    ):
        with pytest.raises(ValueError, match=why):
            chosen(options(words))
    assert [m.name for m in chosen(options(["--only", "field, casts"]))] == ["casts", "field"]


def test_a_person_is_known_by_name_or_else_by_mentions() -> None:
    text = "Ida laughed. He looked at the old baker and left."
    people = {"A": ["Ida"], "B": ["the old baker"], "C": ["He"]}
    ours = story(text, {"x": ["Ida"], "y": ["baker", "the old baker"], "z": ["left", "He"]})
    assert match(people, ours, key) == {"x": "A", "y": "B", "z": "C"}


def test_pronouns_are_no_cast() -> None:
    assert cast_list({"A": ["I", "My"]}) is None
    assert json.loads(cast_list({"A": ["her", "Ida", "Miss Lund"]}) or "") == [
        {"name": "Ida", "aliases": ["Miss Lund"]}
    ]


def test_feelings_of_a_passage() -> None:
    text = "Ida beamed. Tom frowned."
    gold = {
        "people": {"A": ["Ida"], "B": ["Tom"]},
        "feelings": [{"who": "A", "emotion": "joy"}, {"who": "B", "emotion": "anger"}],
    }
    said = [{"character": "x", "emotion": "joy"}, {"character": "y", "emotion": "joy"}]
    ours = story(text, {"x": ["Ida"], "y": ["Tom"]}, feelings=said)
    assert count_feelings(gold, ours, key) == {"feelings": (1, 2, 2)}
    nothing = {**gold, "feelings": []}
    assert count_feelings(nothing, ours, key)["feelings_quiet"] == (0, 1, 1)
    assert count_feelings(nothing, {**ours, "feelings": []}, key)["feelings_quiet"] == (1, 1, 1)


def test_bonds_of_a_passage_have_no_direction_and_couples_two_names() -> None:
    text = "Ida kissed Tom."
    gold = {
        "people": {"A": ["Ida"], "B": ["Tom"]},
        "bonds": [{"a": "A", "b": "B", "kind": "romance", "role": "a and b are married"}],
    }
    ours = story(text, {"x": ["Ida"], "y": ["Tom"]}, bonds=[{"a": "y", "b": "x", "kind": "family"}])
    assert count_bonds(gold, ours, key)["bonds"] == (1, 1, 1)
    ours["bonds"] = [{"a": "y", "b": "x", "kind": "work"}]
    counts = count_bonds(gold, ours, key)
    assert (counts["bonds"], counts["pairs"]) == ((0, 1, 1), (1, 1, 1))


def test_the_cheap_answer_is_everybody_who_meets_twice() -> None:
    scenes = [{"present": ["a", "b", "c"]}, {"present": ["b", "a"]}, {"present": ["c"]}]
    assert cheap_bonds({"scenes": scenes}) == [{"a": "a", "b": "b", "kind": "friendship"}]


def test_lies_are_reported_as_a_number() -> None:
    assert lies_reported([{"quiet": (1, 1, 1)}, {"quiet": (0, 1, 1)}, {"cast": (1, 1, 1)}]).endswith("1 of 2.")


def test_a_loss_is_against_the_mean_of_the_seeds() -> None:
    own, well, badly = ({"cast_present": (k, 10, 10)} for k in (8, 8, 2))
    before, after, lost, *_ = losses([(own, [well, badly])])
    assert (before, after, lost) == (80, 50, 30)


def test_who_feels_what_by_the_spans_of_mentions() -> None:
    text = "She wept."
    gold = {
        "spans": [
            {"id": "1", "start": 0, "end": 3, "type": "character"},
            {"id": "2", "start": 4, "end": 8, "type": "sadness"},
        ],
        "relations": [{"type": "experiencer", "emotion": "2", "target": "1"}],
    }
    ours = story(
        text, {"x": ["She"]}, feelings=[{"character": "x", "emotion": "sadness"}, {"character": "y", "emotion": "joy"}]
    )
    assert count_reman(gold, ours) == {"felt": (1, 2, 1), "emotions": (1, 2, 1)}


def test_pairs_are_counted_with_the_answer_of_always_yes() -> None:
    no, yes = "neutral", "contradiction"
    counts = count_pairs([(yes, yes), (yes, no), (no, yes), (no, no)])
    assert counts == {"right": (2, 4, 4), "contradiction": (1, 2, 2), "always": (2, 4, 2)}


def test_field_checks_count_by_kind() -> None:
    expected = [
        {"file": "a.txt", "kind": "names", "checks": [{}, {}]},
        {"file": "b.md", "kind": "formats", "checks": [{}]},
    ]
    printed = 'a.txt {"people": 2} 3, cast: Ida\nb.md {"read": true} exit code 1\n3 of 5 checks hold'
    assert [count_field(file, printed) for file in expected] == [
        {"names": (2, 3, 3), "all": (2, 3, 3)},
        {"formats": (1, 2, 2), "all": (1, 2, 2)},
    ]


def test_a_confidence_that_never_varies_is_constant() -> None:
    assert calibration([(0.8, True), (0.8, False), (0.0, False)]).constant
    assert not calibration([(0.8, True), (0.7, False)]).constant


def test_calibration_bins_hold_their_upper_end() -> None:
    found = calibration([(0.1, True), (0.11, True), (1.0, True), (0.0, False)])
    assert [n for *_, n in found.bins] == [1, 1, 1]
    assert found.answered == 0.75
    assert found.error == pytest.approx((0.9 + 0.89 + 0) / 3, abs=1e-4)
