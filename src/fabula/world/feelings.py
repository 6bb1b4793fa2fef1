"""What the people of the story feel."""

from dataclasses import dataclass
from typing import Literal

from fabula.world.text import Span

Emotion = Literal["anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust"]
Manner = Literal["said", "thought", "shown", "named"]


@dataclass(frozen=True, slots=True)
class Feeling:
    """Somebody feels something, in one sentence of the text.

    ``emotion`` is one of Plutchik's eight. ``span`` is the sentence, ``cue`` the word in it that tells most.
    ``manner`` says how the text gives it: spoken aloud, only thought, shown by body and act, or named by the narrator.
    ``intensity`` is from 0 to 1, ``confidence`` the probability that this character feels this here. ``hidden`` is set
    where it is thought or named while the character shows something else aloud. ``corrected`` names what of this a
    reader settled: "emotion".
    """

    character: str
    emotion: Emotion
    span: Span
    cue: Span
    manner: Manner
    intensity: float
    confidence: float
    hidden: bool = False
    corrected: tuple[str, ...] = ()
