"""The script as JSON lines and as CSV: for programs that give each voice its own reader."""

import csv
import io
import json
from dataclasses import fields

from fabula.exports.script.parts import Part, script
from fabula.world import Story

COLUMNS = tuple(f.name for f in fields(Part))


def as_jsonl(story: Story) -> str:
    """One part a line, with the keys of `Part` and the speaker's ``name``.

    >>> from fabula import read_text
    >>> as_jsonl(read_text('"No," said Ida.')).splitlines()[0]
    '{"id": "p1", "chapter": null, "start": 0, "end": 5, "role": "dialogue", "speaker": "ida", ...
    """
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(story))


def as_csv(story: Story) -> str:
    """The same as CSV with a header line (RFC 4180, lines end with CR LF as it says)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, (*COLUMNS, "name"))
    writer.writeheader()
    writer.writerows(_rows(story))
    return out.getvalue()


def _rows(story: Story) -> list[dict[str, object]]:
    return [
        {**{name: getattr(p, name) for name in COLUMNS}, "name": story.name(p.speaker) if p.speaker else None}
        for p in script(story)
    ]
