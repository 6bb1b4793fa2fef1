"""The tables of a story as Arrow, and from there as Parquet files, pandas or polars.

Needs pyarrow, and pandas or polars where one of those is asked for: ``pip install 'fabula[corpus]'`` brings pyarrow.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from fabula.errors import FabulaError, needed
from fabula.exports.files import write_bytes
from fabula.exports.tables import TABLES, Table, tables
from fabula.world import Story

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

EXTRA = "fabula[corpus]"


def to_arrow(story: Story, name: str) -> "pyarrow.Table":
    """One table of a story (``characters``, ``quotations`` ...; `docs/exports.md` has them all) as an Arrow table.

    Raises FabulaError for a table that there is not, or where pyarrow is not installed.

    >>> from fabula import read_text
    >>> said = to_arrow(read_text('"It is late, Tom," said Ida.\\n\\n"No," said Tom.'), "quotations")
    >>> said.select(["speaker", "addressees"]).to_pylist()
    [{'speaker': 'ida', 'addressees': ['tom']}, {'speaker': 'tom', 'addressees': ['ida']}]
    """
    return _arrow(story, _find(story, name))


def to_pandas(story: Story, name: str) -> "pandas.DataFrame":
    """The same as a pandas DataFrame."""
    needed("pandas", "pandas")
    return to_arrow(story, name).to_pandas()


def to_polars(story: Story, name: str) -> "polars.DataFrame":
    """The same as a polars DataFrame."""
    frame: polars.DataFrame = needed("polars", "polars").from_arrow(to_arrow(story, name))
    return frame


def save(story: Story, folder: Path) -> list[Path]:
    """Write one Parquet file a table; the paths written. The same story gives the same bytes."""
    pa, parquet = needed("pyarrow", EXTRA), needed("pyarrow.parquet", EXTRA)
    out = []
    for t in tables(story):
        sink = pa.BufferOutputStream()
        parquet.write_table(_arrow(story, t), sink, compression="zstd")
        path = folder / f"{t.name}.parquet"
        write_bytes(path, sink.getvalue().to_pybytes())
        out.append(path)
    return out


def schema(table: Table) -> "pyarrow.Schema":
    """The columns of a table with their Arrow types; what each holds is in its field's metadata."""
    pa = needed("pyarrow", EXTRA)
    types = {
        "TEXT": pa.string(),
        "TEXT[]": pa.list_(pa.string()),
        "INTEGER": pa.int64(),
        "REAL": pa.float64(),
        "BOOLEAN": pa.bool_(),
    }
    return pa.schema([pa.field(c.name, types[c.type], metadata={"about": c.about}) for c in table.columns])


def _arrow(story: Story, table: Table) -> "pyarrow.Table":
    pa = needed("pyarrow", EXTRA)
    columns = schema(table)
    rows = list(table.rows(story))
    arrays = [pa.array([row[k] for row in rows], type=field.type) for k, field in enumerate(columns)]
    return pa.Table.from_arrays(arrays, schema=columns)


def _find(story: Story, name: str) -> Table:
    for t in TABLES:
        if t.name == name:
            if t not in tables(story):
                raise FabulaError(f"the table {name} is there after a reading, and not in a story that was loaded")
            return t
    raise FabulaError(f"{name!r} is no table; there are {', '.join(t.name for t in TABLES)}")
