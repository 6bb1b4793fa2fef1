"""The script as JSON lines and as CSV: for programs that give each voice its own reader."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

from fabula.exports.script.parts import Part, script
from fabula.exports.script.voices import voice_of
from fabula.world import Story

COLUMNS = tuple(f.name for f in fields(Part))


def as_jsonl(story: Story, voices: Mapping[str, str] | None = None) -> str:
    """One part a line, with the keys of `Part` and the speaker's ``name``.

    >>> from fabula import read_text
    >>> as_jsonl(read_text('"No," said Ida.')).splitlines()[0]
    '{"id": "p1", "chapter": null, "start": 0, "end": 5, "role": "dialogue", "speaker": "ida", ...
    """
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(story, voices))


def as_csv(story: Story, voices: Mapping[str, str] | None = None) -> str:
    """The same as CSV with a header line (RFC 4180, lines end with CR LF as it says); with ``voices`` each part has the
    voice that speaks it.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, (*COLUMNS, "name", *(("voice",) if voices is not None else ())))
    writer.writeheader()
    writer.writerows(_rows(story, voices))
    return out.getvalue()


def _rows(story: Story, voices: Mapping[str, str] | None = None) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for p in _joined(script(story)):
        row = {**{name: getattr(p, name) for name in COLUMNS}, "name": story.name(p.speaker) if p.speaker else None}
        if voices is not None:
            row["voice"] = voice_of(story, p.speaker, voices) if p.speaker or p.role == "narration" else None
        rows.append(row)
    return rows


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Blanks between two voices go with what stands before them: no row is a bare line end."""
    out: list[Part] = []
    for p in parts:
        blank = not p.text.strip()
        if out and (blank or not out[-1].text.strip()):
            kept = out.pop()
            main = p if not kept.text.strip() else kept
            out.append(replace(main, start=kept.start, end=p.end, text=kept.text + p.text))
        else:
            out.append(p)
    return [replace(p, id=f"p{n}") for n, p in enumerate(out, 1)]
