"""Prose in, feelings and bonds out."""

import pytest

import fabula

MET = "Ida came in. Ida sat down beside Tom. Tom looked at Ida.\n\n"  # so that both are people, and not just words


@pytest.mark.parametrize(
    ("text", "who", "emotion", "manner"),
    [
        ("Ida walked in. Ida wept. Tom looked on.", "ida", "sadness", "shown"),
        ("Ida walked in. Tom was furious. Ida sat down.", "tom", "anger", "named"),
        ("Ida walked in. Ida's mouth fell open. Tom laughed.", "ida", "surprise", "shown"),
        ("Tom and Ida sat down. Tears ran down Tom's face. Ida said nothing.", "tom", "sadness", "shown"),
        ('"I am so happy!" said Ida. Tom nodded.', "ida", "joy", "said"),
        ("Ida said nothing. *I am terrified,* Ida thought. Tom went out.", "ida", "fear", "thought"),
    ],
)
def test_who_feels_what(text: str, who: str, emotion: str, manner: str) -> None:
    assert (who, emotion, manner) in {(f.character, f.emotion, f.manner) for f in fabula.read_text(MET + text).feelings}


@pytest.mark.parametrize(
    "text",
    [
        "Ida was not angry. Tom sat down.",
        pytest.param(
            "Ida sat down without fear. Tom sat down.",
            marks=pytest.mark.xfail(reason="in so short a text the second reading takes it for fear, at 0.053"),
        ),
    ],
)
def test_what_is_denied_is_not_felt(text: str) -> None:
    assert not [f for f in fabula.read_text(MET + text).feelings if f.character == "ida"]


def test_what_is_only_thought_is_hidden() -> None:
    story = fabula.read_text(MET + "Ida said nothing. *I am terrified,* Ida thought. Tom wept.")
    assert {f.hidden for f in story.feelings if f.character == "ida" and f.manner == "thought"} == {True}
    assert {f.hidden for f in story.feelings if f.manner == "shown"} == {False}


@pytest.mark.parametrize(
    ("text", "a", "b", "kind"),
    [
        ("Ida came in. Tom was her brother. Ida sat down beside Tom.", "tom", "ida", "family"),
        ("Ruth was Ida's best friend. Ruth and Ida sat down.", "ruth", "ida", "friendship"),
        ('Tom sat beside Ida.\n\n"I love you, Ida," said Tom.\n\n"Oh," said Ida.', "tom", "ida", "romance"),
    ],
)
def test_what_ties_them(text: str, a: str, b: str, kind: str) -> None:
    assert (frozenset((a, b)), kind) in {(frozenset((x.a, x.b)), x.kind) for x in fabula.read_text(MET + text).bonds}


def test_who_loves_a_brother_is_not_in_love() -> None:
    story = fabula.read_text('Tom was Ida\'s brother.\n\n"I love you, Tom," said Ida.\n\n"I know," said Tom.')
    assert {b.kind for b in story.bonds} == {"family"}
