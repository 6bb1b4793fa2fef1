"""A story as an SQLite file: the tables, indexed, with the text. Datasette opens it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from fabula.errors import FabulaError
from fabula.exports.files import write_bytes
from fabula.exports.rows import flat
from fabula.exports.tables import TABLES, tables
from fabula.world import Story

_INDEXED = {
    "quotations": ("speaker", "scene"),
    "mentions": ("entity",),
    "presence": ("character",),
    "feelings": ("character",),
}


def save(story: Story, path: Path) -> None:
    """Write the file, whole or not at all. Raises FabulaError where it cannot be written."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE story (title TEXT, author TEXT, sha256 TEXT, language TEXT, text TEXT)")
        source = story.source
        db.execute(
            "INSERT INTO story VALUES (?, ?, ?, ?, ?)",
            (source.title, source.author, source.sha256, story.language, story.text),
        )
        db.execute('CREATE TABLE columns ("table" TEXT, "column" TEXT, "type" TEXT, about TEXT)')
        for t in tables(story):
            columns = ", ".join(f'"{c.name}" {c.type.removesuffix("[]")}' for c in t.columns)
            db.execute(f'CREATE TABLE "{t.name}" ({columns})')
            db.executemany(f'INSERT INTO "{t.name}" VALUES ({", ".join("?" * len(t.columns))})', flat(t.rows(story)))
            for name in _INDEXED.get(t.name, ()):
                db.execute(f'CREATE INDEX "{t.name}_{name}" ON "{t.name}" ("{name}")')
        db.executemany(
            "INSERT INTO columns VALUES (?, ?, ?, ?)",
            ((t.name, c.name, c.type, c.about) for t in TABLES for c in t.columns),
        )
        db.commit()
        try:
            data = db.serialize()
        except sqlite3.Error as e:
            raise FabulaError(f"{path}: cannot be written ({e})") from None
    write_bytes(path, data)
