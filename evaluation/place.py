"""What every table is made from, and what a table is to the command."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evaluation.figures import Section
from evaluation.readings import Readings
from evaluation.scoring import Scorer
from evaluation.texts import Text


@dataclass(frozen=True)
class Place:
    """``work`` is deleted after the run; ``out`` stays, and git ignores it."""

    shared: Path
    work: Path
    out: Path
    jobs: int
    scorer: Scorer
    readings: Readings


@dataclass(frozen=True)
class Measure:
    """A table by its name: the texts that it needs, and the section once they are read."""

    name: str
    about: str
    texts: Callable[[Place], list[Text]]
    section: Callable[[Place], Section]
