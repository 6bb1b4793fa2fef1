"""RESULTS.md: each table with the date, commit and weights it was measured with; a run replaces its own."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluation.figures import DRAWS, Section
from evaluation.fingerprint import Fingerprint

HEADER = f"""# What was measured

Made by `python -m evaluation`, with the scorers of the shared folder; in percent. Under each heading stands which
version was measured, and when. Intervals: 95 %, bootstrap over texts ({DRAWS:,} draws). *Goal* is what this version is
to reach. How readers' corrections help is measured by `python -m evaluation.corrections` (CORRECTIONS.md), other marks
of speech by `python -m evaluation.conventions` (CONVENTIONS.md); how figures moved is in HISTORY.md.
"""

_START = re.compile(r"^<!-- section (\S+) -->$", re.MULTILINE)


def section_text(section: Section, model: Fingerprint, command: str, faults: Sequence[str] = ()) -> str:
    """A section in Markdown."""
    lines = [f"<!-- section {section.name} -->", "", f"## {section.title}", "", model.stamp(command), ""]
    if faults:
        lines += ["Not read, and scored as empty answers:", "", *(f"- {f}" for f in faults), ""]
    return "\n".join([*lines, *section.body])


def update(path: Path, written: Mapping[str, str], order: Sequence[str]) -> None:
    """Put sections, by name, in their places; others stay as they are, in ``order``, and unknown ones go."""
    sections = {**_sections(path.read_text(encoding="utf-8") if path.is_file() else ""), **written}
    kept = [sections[name].strip("\n") for name in order if name in sections]
    path.write_text("\n\n".join([HEADER.strip("\n"), *kept]) + "\n", encoding="utf-8")


def _sections(text: str) -> dict[str, str]:
    starts = list(_START.finditer(text))
    ends = [*(m.start() for m in starts[1:]), len(text)]
    return {m.group(1): text[m.start() : end] for m, end in zip(starts, ends, strict=False)}
