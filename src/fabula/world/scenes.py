"""Where the story is cut, and who is there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch of text in one place and time. Scenes tile the text.

    ``present`` holds the ids of those who are there, ``mentioned`` of those only spoken or thought of.
    ``opened_by`` says why it starts here: "start", "chapter", "break", "move" or "time".
    """

    id: str
    start: int
    end: int
    place: str | None = None
    present: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    opened_by: str = "start"
