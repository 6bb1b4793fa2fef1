"""``fabula correct``: a command for each thing that a reader can say."""

from fabula.cli.correct import history, lines, passages, people, scenes
from fabula.cli.correct.job import correct

__all__ = ["correct", "history", "lines", "passages", "people", "scenes"]
