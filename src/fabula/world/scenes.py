"""Where the story is cut, and who is there."""

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Move(NamedTuple):
    """Somebody enters or leaves, as the text says at a position."""

    character: str
    position: int
    what: Literal["enters", "leaves"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch of text in one place and time. Scenes tile the text.

    ``present`` holds the ids of those who are there, ``mentioned`` of those only spoken or thought of. ``opened_by``
    says why it starts here: "start", "chapter", "break", or, where nothing marks it, "time" or "move", if the words say
    so, and else "change"; "reader" where one said so. ``moves`` tells who comes and goes within it, in text order;
    ``listening`` holds those present who listen unseen, ``on_the_line`` those who are not present and hear by
    telephone. ``corrected`` names what of this a reader settled: "start", "place", "present". ``present_confidence``
    gives the probability of each of ``present``, in their order; ``opened_confidence`` that a scene opens here at all.
    """

    id: str
    start: int
    end: int
    place: str | None = None
    present: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    opened_by: str = "start"
    moves: tuple[Move, ...] = ()
    listening: tuple[str, ...] = ()
    on_the_line: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    present_confidence: tuple[float, ...] = ()
    opened_confidence: float = 1.0
