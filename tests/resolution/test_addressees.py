"""Who could be spoken to, and what speaks for each."""

from collections.abc import Callable

import numpy as np

import fabula
from fabula.resolution.addressees.features import FEATURES, INDEX, NEIGHBOURS, Conversation
from tests.resolution.conftest import Speech

TEXT = (
    "Ida, Tom and Roz sat by the fire.\n\n"
    '"Go to bed, Tom," said Ida.\n\n"I will not," said Tom.\n\n"You will," said Roz to him.'
)


def features(read: Speech, k: int) -> dict[str, dict[str, float]]:
    """The features that are not 0, by candidate."""
    who, x = Conversation(read.around, read.quotes, read.candidates, ()).candidates(k)
    return {w: {f: v for f, v in zip(FEATURES, row.tolist(), strict=True) if v} for w, row in zip(who, x, strict=True)}


def test_the_speaker_is_no_candidate_and_who_is_called_is_marked(speech: Callable[[str], Speech]) -> None:
    found = features(speech(TEXT), 0)
    assert "ida" not in found and {"tom", "roz"} <= found.keys()
    assert found["tom"]["called"] == 1 and "called" not in found["roz"]
    assert found["roz"]["another_called"] == 1


def test_who_spoke_before_and_who_speaks_next(speech: Callable[[str], Speech]) -> None:
    found = features(speech(TEXT), 1)
    assert found["ida"]["spoke_before"] == found["ida"]["spoke_just_before"] == 1
    assert found["roz"]["speaks_just_next"] == 1 and "speaks_next" not in found["ida"]


def test_what_was_thought_of_the_turns_beside(speech: Callable[[str], Speech]) -> None:
    read = speech(TEXT)
    talk = Conversation(read.around, read.quotes, read.candidates, ())
    who, x = talk.candidates(1)
    y = talk.neighbours(1, who, [{"roz": 0.75}, {}, {"ida": 0.25}], x)
    changed = {FEATURES[j] for j in np.flatnonzero((x != y).any(0))}
    assert changed == {"before", "next"} <= set(NEIGHBOURS)
    assert y[who.index("roz"), INDEX["before"]] == 0.5 and y[who.index("ida"), INDEX["next"]] == -0.5


def test_several_are_spoken_to() -> None:
    text = (
        "Ida, Tom and Roz sat by the fire.\n\n"
        '"I am cold," said Tom.\n\n"So am I," said Roz.\n\n"Tom, Roz, go to bed," said Ida.\n\n"No," said Tom.\n\n"No," said Roz.'
    )
    assert set(fabula.read_text(text).quotes[2].addressees) == {"tom", "roz"}
