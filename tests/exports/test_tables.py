"""Tables, databases and graphs, read back by somebody else's reader; what a notebook shows."""

import io
import sqlite3
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import duckdb
import networkx as nx
import pandas as pd
import polars as pl
import pytest
from lxml import etree
from pyarrow import parquet

import fabula
from fabula import Story
from fabula.errors import FabulaError
from fabula.exports import arrow, csv_tables, graphs, sqlite
from fabula.exports.tables import TABLES


def test_graphs_are_opened_by_networkx(lamp_room: Story) -> None:
    speech = nx.read_graphml(io.BytesIO(graphs.as_graphml(lamp_room, "speech").encode()))
    assert speech.is_directed() and speech.edges["captain-marlow", "hester-vane"]["weight"] >= 1
    assert speech.nodes["hester-vane"]["name"] == speech.nodes["hester-vane"]["label"] == "Hester Vane"
    met = nx.read_graphml(io.BytesIO(graphs.as_graphml(lamp_room, "meets").encode()))
    pairs = {frozenset(x) for s in lamp_room.scenes for x in combinations(s.present, 2)}
    assert not met.is_directed() and not met.is_multigraph() and met.number_of_edges() == len(pairs)
    assert met.edges["captain-marlow", "hester-vane"]["weight"] == len(
        [s for s in lamp_room.scenes if {"captain-marlow", "hester-vane"} <= {*s.present}]
    )
    tied = nx.read_graphml(io.BytesIO(graphs.as_graphml(lamp_room, "bonds").encode()))
    assert tied.number_of_edges() == len(lamp_room.bonds)
    assert {d["oneway"] for *_, d in tied.edges(data=True)} == {b.directed for b in lamp_room.bonds}
    for what in graphs.TIES:
        through_time = nx.read_gexf(io.BytesIO(graphs.as_gexf(lamp_room, what).encode()), version="1.3")
        assert set(through_time.nodes) == set(speech.nodes) and through_time.is_directed() == (what == "speech")
        assert any("spells" in d for _, _, d in through_time.edges(data=True))


def test_tables_are_read_by_pandas_and_described(lamp_room: Story, tmp_path: Path) -> None:
    csv_tables.save(lamp_room, tmp_path)
    described = pd.read_csv(tmp_path / "columns.csv")
    for t in TABLES:
        frame = pd.read_csv(tmp_path / f"{t.name}.csv", keep_default_na=False)
        assert list(frame.columns) == [c.name for c in t.columns] == list(described[described.table == t.name].column)
    quotes = pd.read_csv(tmp_path / "quotations.csv")
    assert list(quotes.id) == [q.id for q in lamp_room.quotes] and quotes.scene.notna().all()
    mentions = pd.read_csv(tmp_path / "mentions.csv")
    assert all(lamp_room.text[a:b] == w for a, b, w in zip(mentions.start, mentions.end, mentions.text, strict=True))
    assert len(pd.read_csv(tmp_path / "tokens.csv")) == len(lamp_room.tokens or ())


def test_sqlite(lamp_room: Story, tmp_path: Path) -> None:
    sqlite.save(lamp_room, tmp_path / "s.sqlite")
    db = sqlite3.connect(tmp_path / "s.sqlite")
    try:
        most = db.execute(
            "SELECT speaker_name, count(*) FROM quotations WHERE kind = 'speech' GROUP BY 1 ORDER BY 2 DESC"
        ).fetchone()
        turns = Counter(lamp_room.name(q.speaker) for q in lamp_room.quotes if q.kind == "speech" and q.speaker)
        assert most == turns.most_common(1)[0]
        assert db.execute("SELECT text FROM story").fetchone()[0] == lamp_room.text
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        db.close()


def test_parquet_is_read_by_duckdb_polars_and_pandas(lamp_room: Story, tmp_path: Path) -> None:
    written = arrow.save(lamp_room, tmp_path / "a")
    arrow.save(lamp_room, tmp_path / "b")
    assert all(p.read_bytes() == (tmp_path / "b" / p.name).read_bytes() for p in written)
    for t in TABLES:
        frame = pl.read_parquet(tmp_path / "a" / f"{t.name}.parquet")
        assert frame.columns == [c.name for c in t.columns]
        assert frame.height == len(list(t.rows(lamp_room)))
    quotes = tmp_path / "a" / "quotations.parquet"
    said = duckdb.execute(f"SELECT speaker, len(addressees) FROM '{quotes}' WHERE id = 'q1'").fetchone()
    assert said == ("captain-marlow", 1)
    assert list(pd.read_parquet(quotes).id) == [q.id for q in lamp_room.quotes]
    assert parquet.read_schema(quotes).field("start").metadata[b"about"].startswith(b"code-point")


def test_tables_on_request(lamp_room: Story) -> None:
    assert fabula.to_pandas(lamp_room, "characters").name[0] == lamp_room.characters[0].name
    assert fabula.to_polars(lamp_room, "scenes")["start"].to_list() == [s.start for s in lamp_room.scenes]
    with pytest.raises(FabulaError, match="no table; there are characters"):
        fabula.to_arrow(lamp_room, "people")
    with pytest.raises(FabulaError, match="not in a story that was loaded"):
        fabula.to_arrow(replace(lamp_room, tokens=None), "tokens")


def test_a_notebook_shows(lamp_room: Story) -> None:
    for value in (lamp_room, lamp_room.characters[0], lamp_room.quotes[0], fabula.network(lamp_room)):
        shown = value._repr_html_()
        etree.fromstring(f"<div>{shown}</div>")
    assert "Captain Marlow" in lamp_room._repr_html_()
    odd = fabula.read_text('"No," said <b>Ida</b> & Co.')
    etree.fromstring(f"<div>{odd._repr_html_()}{fabula.network(odd)._repr_html_()}</div>")
    graph = fabula.network(lamp_room).to_networkx()
    assert graph.number_of_nodes() == len(lamp_room.characters) and graph.number_of_edges()
    assert lamp_room.to_doc()._.fabula is lamp_room
