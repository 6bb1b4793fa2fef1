"""What a reader corrected, and whether it could be applied."""

from dataclasses import dataclass

from fabula.world.speech import Quotation

READER = "a reader"  # the evidence of what a person said
_MODEL = "model "  # and, with its name, of what a language model said
MODEL_SURE = 0.9  # the confidence of what a model said: it is a guess, if often a good one


@dataclass(frozen=True, slots=True)
class Correction:
    """One operation of a reader's log as it fared in this reading.

    ``id`` is that of the log, ``about`` says in words what was corrected. ``applied`` is false where its place or
    its person is no longer to be found, or where it cannot hold any more; ``why`` then says so.
    """

    id: str
    about: str
    applied: bool
    why: str = ""


def said_by(model: str) -> str:
    """How a language model is named in the log, and as the evidence of what it said.

    >>> said_by("qwen3:8b")
    'model qwen3:8b'
    """
    return f"{_MODEL}{model}"


def is_settled(q: Quotation) -> bool:
    """Did somebody say who speaks, a person or a model?"""
    return "speaker" in q.corrected or q.evidence.startswith(_MODEL)
