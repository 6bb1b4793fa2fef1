"""How notes, fields and back matter are worded in English: lists of patterns, one a line, `#` starts a comment."""

import re
from functools import cache
from importlib.resources import files


def lines(name: str) -> tuple[str, ...]:
    """The lines of a list. Raises FileNotFoundError for one that is not there."""
    text = (files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for x in text.splitlines() if (line := x.strip()) and not line.startswith("#"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """All patterns of a list as one, whatever the case. A space is white space, and ` ?` white space or none."""
    spaced = (line.replace(" ?", r"\s*").replace(" ", r"\s+") for line in lines(name))
    return re.compile("|".join(f"(?:{line})" for line in spaced), re.IGNORECASE)
