"""The tables of all books of a shelf at once, in SQL: DuckDB over the Parquet files, with a column ``book``."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fabula.corpus.manifest import BadShelf
from fabula.corpus.places import Standing
from fabula.errors import FabulaError, needed
from fabula.exports.arrow import EXTRA, schema
from fabula.exports.tables import TABLES

if TYPE_CHECKING:
    import duckdb

_BOOK = ("book", "title", "author", "year", "path", "state", "narration", "narrator", "length", "tokens")


def connect(shelf: Path, books: Iterable[Standing], *, locked: bool = False) -> "duckdb.DuckDBPyConnection":
    """A connection with a view for each table and a table ``books``; ``locked``, queries reach nothing else.

    Raises BadShelf where no book has been read yet.
    """
    engine = needed("duckdb", EXTRA)
    books = list(books)
    if not any(b.state == "read" for b in books):
        raise BadShelf(f"{shelf}: no book of this shelf has been read yet; fabula corpus read {shelf} does it")
    db: duckdb.DuckDBPyConnection = engine.connect()
    db.register("books", _books(books))
    for t in TABLES:
        if next((shelf / "books").glob(f"*/{t.name}.parquet"), None) is None:
            continue  # a shelf that was read by a version without this table
        files = str(shelf.resolve() / "books" / "*" / f"{t.name}.parquet").replace("'", "''")
        columns = ", ".join(["book", *(f'"{f.name}"' for f in schema(t))])
        db.execute(
            f"CREATE VIEW {t.name} AS SELECT {columns} FROM read_parquet('{files}', hive_partitioning = true, "
            "hive_types = {'book': VARCHAR})"
        )
    if locked:
        folder = str(shelf.resolve() / "books").replace("'", "''")
        db.execute(f"SET allowed_directories = ['{folder}']")
        db.execute("SET enable_external_access = false")
        db.execute("SET lock_configuration = true")
    return db


def ask(db: "duckdb.DuckDBPyConnection", query: str) -> "duckdb.DuckDBPyRelation":
    """The answer to a query, one SELECT. Raises FabulaError with what DuckDB says is wrong with it."""
    engine = needed("duckdb", EXTRA)
    try:
        kinds = [s.type for s in engine.extract_statements(query)]
        if kinds != [engine.StatementType.SELECT]:
            raise FabulaError("the query is not one SELECT")
        found: duckdb.DuckDBPyRelation = db.sql(query)
    except engine.Error as e:
        raise FabulaError(f"the query is not understood: {e}") from None
    return found


def rows(answer: "duckdb.DuckDBPyRelation", most: int | None = None) -> list[tuple[Any, ...]]:
    """The rows of an answer, or the first of them. Raises FabulaError with what DuckDB says went wrong."""
    duckdb = needed("duckdb", EXTRA)
    try:
        found: list[tuple[Any, ...]] = (answer if most is None else answer.limit(most)).fetchall()
    except duckdb.Error as e:
        raise FabulaError(f"the query cannot be answered: {e}") from None
    return found


def records(answer: "duckdb.DuckDBPyRelation", most: int | None = None) -> list[dict[str, Any]]:
    """The same rows by the names of their columns."""
    return [dict(zip(answer.columns, row, strict=True)) for row in rows(answer, most)]


def _books(books: list[Standing]) -> Any:
    pa = needed("pyarrow", EXTRA)
    more = sorted({k for b in books for k in b.book.about} - set(_BOOK))
    rows = []
    for b in books:
        record = b.record
        known = {
            "book": b.book.id,
            "title": b.book.title or record.get("title"),
            "author": b.book.author or record.get("author"),
            "year": b.book.year,
            "path": b.book.path,
            "state": b.state,
            **{k: record.get(k) for k in ("narration", "narrator", "length", "tokens")},
        }
        rows.append({**known, **{k: b.book.about.get(k) for k in more}})
    numbers = ("year", "length", "tokens")
    columns = pa.schema([pa.field(c, pa.int64() if c in numbers else pa.string()) for c in (*_BOOK, *more)])
    return pa.Table.from_pylist(rows, schema=columns)
