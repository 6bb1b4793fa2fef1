"""What a reader corrected, and whether it could be applied."""

from dataclasses import dataclass

READER = "a reader"  # the evidence of what a person said


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
