"""The tables of a story as CSV files, with a data dictionary beside them."""

import csv
import io
from pathlib import Path

from fabula.exports.files import write
from fabula.exports.rows import flat
from fabula.exports.tables import TABLES, tables
from fabula.world import Story

DICTIONARY = "columns.csv"


def save(story: Story, folder: Path) -> list[Path]:
    """Write one CSV file a table, and columns.csv, which says what stands in each column; the paths written."""
    out = []
    for t in tables(story):
        path = folder / f"{t.name}.csv"
        write(path, _csv([c.name for c in t.columns], flat(t.rows(story))))
        out.append(path)
    rows = ((t.name, c.name, c.type, c.about) for t in TABLES for c in t.columns)
    write(folder / DICTIONARY, _csv(["table", "column", "type", "about"], rows))
    return [*out, folder / DICTIONARY]


def _csv(header: list[str], rows: object) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()
