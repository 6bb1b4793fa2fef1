"""Prose in, scenes out."""

import pytest

import fabula

PROSE = "Ida sat down and waited for a while.\n\nShe heard the door."


@pytest.mark.parametrize("mark", ["***", "* * *", "- - - - -", "oOo", "~", "⁂", "#", "x X x"])
def test_a_marked_break_starts_a_scene(mark: str) -> None:
    text = f"{PROSE}\n\n{mark}\n\nTom was in the yard.\n\nHe sang."
    story = fabula.read_text(text)
    assert [(s.opened_by, story.text[s.start :][:3]) for s in story.scenes] == [("start", "Ida"), ("break", "Tom")]


def test_a_wide_gap_in_a_text_that_has_few_is_a_break() -> None:
    body = "\n\n".join(f"Ida walked on. It was mile {i}." for i in range(14))
    story = fabula.read_text(f"{body}\n\n\n\nTom was in the yard.\n\nHe sang.")
    assert [s.opened_by for s in story.scenes] == ["start", "break"]


def test_chapters_start_scenes_and_own_their_headings() -> None:
    story = fabula.read_text("CHAPTER I\n\nIda sat down.\n\nCHAPTER II\n\nTom stood up.")
    assert [(s.opened_by, story.text[s.start :][:10]) for s in story.scenes] == [
        ("start", "CHAPTER I\n"),
        ("chapter", "CHAPTER II"),
    ]


def test_present_and_only_mentioned() -> None:
    story = fabula.read_text('Ida sat down. Ruth shut the door. "I miss Tom," said Ida. "Tom wrote to me," said Ruth.')
    (scene,) = story.scenes
    assert set(scene.present) == {"ida", "ruth"}
    assert scene.mentioned == ("tom",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ida came into the kitchen and shut the door. “Good morning,” she said.", "the kitchen"),
        ("Tom waited in Ida's old boathouse. The boathouse was cold. “Ida?” he said.", "Ida's boathouse"),
        ("“I am tired,” said Ida. “I know,” said Tom.", None),
    ],
)
def test_a_scene_is_set_where_its_narration_says(text: str, place: str | None) -> None:
    assert [s.place for s in fabula.read_text(text).scenes] == [place]
