"""Every form, read back by somebody else's reader; and what must hold of any text."""

import csv
import io
import json
import lzma
import re
import sqlite3
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import duckdb
import networkx as nx
import pandas as pd
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pyarrow import parquet
from screenplain.parsers.fountain import parse as parse_fountain
from screenplain.types import Dialog, Slug

import fabula
from fabula import Story
from fabula.cli import main
from fabula.corrections.make import Maker
from fabula.corrections.operations import Operation
from fabula.errors import FabulaError
from fabula.exports import arrow, csv_tables, graphs, sqlite, tei
from fabula.exports.formats import FORMATS
from fabula.exports.script import casting, fountain, sml, ssml, tables
from fabula.exports.script.parts import script
from fabula.exports.tables import TABLES

TEI = "{http://www.tei-c.org/ns/1.0}"
OURS = etree.RelaxNG(etree.fromstring((files("fabula.exports") / "fabula-tei.rng").read_bytes()))
TEI_ALL = etree.RelaxNG(
    etree.fromstring(lzma.decompress((Path(__file__).parent / "schemas" / "tei_all.rng.xz").read_bytes()))
)
HOSTILE = """Ida sat down on the wall, and looked at the sea for a while.

.INT. HOUSE - DAY

@BOB [[note]] /* boneyard */ *em* _under_ ~song > centre <

"(aside) <b>&amp;</b>," said Ida. "\u00abNo\u00bb \x0b"

# Section

"It is late," said Tom to Ida.
"""
PIECES = st.sampled_from(
    [
        "Chapter One",
        "* * *",
        "Ida sat.",
        '"No," said Tom.',
        "“Yes,” said Ida. “So.”",
        "<x> & \x00 \x0b",
        "\ufeff",
        "'Tis",
        "— Oui.",
        "a" * 50,
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("\n\n".join) | st.text(max_size=120)


def check_tei(document: etree._Element) -> None:
    """Valid by the schema of all of TEI, and by the stricter one in the package."""
    for schema in (TEI_ALL, OURS):
        assert schema.validate(document), schema.error_log


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_the_script_joined_is_the_text(text: str) -> None:
    story = fabula.read_text(text)
    parts = script(story)
    assert "".join(p.text for p in parts) == story.text
    assert all(a.end == b.start for a, b in zip(parts, parts[1:], strict=False))
    assert all(story.text[p.start : p.end] == p.text for p in parts)
    people = {c.id for c in story.characters}
    assert all(p.speaker is None or p.speaker in people or p.speaker.startswith("group:") for p in parts)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_no_text_breaks_a_form(text: str) -> None:
    story = fabula.read_text(text)
    document = etree.fromstring(tei.as_tei(story).encode())
    check_tei(document)
    body = document.find(f".//{TEI}body")
    told = "".join(story.text[p.start : p.end] for p in story.paragraphs)
    assert body is not None and "".join(body.itertext()) == re.sub(
        r"[^\t\n\x20-\U0010ffff]|[\ud800-\udfff\ufffe\uffff]", "\ufffd", told
    )
    etree.fromstring(ssml.as_ssml(story).encode())
    for what in graphs.TIES:
        etree.fromstring(graphs.as_gexf(story, what).encode())
        etree.fromstring(graphs.as_graphml(story, what).encode())
    fountain.as_fountain(story)


def test_the_script_as_lines_and_as_csv(lamp_room: Story) -> None:
    rows = [json.loads(r) for r in tables.as_jsonl(lamp_room).splitlines()]
    assert "".join(r["text"] for r in rows) == lamp_room.text
    assert {r["role"] for r in rows} <= {"narration", "dialogue", "thought", "written"}
    again = list(csv.DictReader(io.StringIO(tables.as_csv(lamp_room), newline="")))
    assert [r["text"] for r in again] == [r["text"] for r in rows]
    assert next(r for r in again if r["role"] == "dialogue")["name"] == "Captain Marlow"


def test_tei_is_valid_and_says_who_says_what_to_whom(lamp_room: Story) -> None:
    document = etree.fromstring(tei.as_tei(lamp_room).encode())
    check_tei(document)
    said = document.find(f".//{TEI}said")
    assert said is not None and (said.get("who"), said.get("toWhom"), said.get("aloud")) == (
        "#c-captain-marlow",
        "#c-hester-vane",
        "true",
    )
    ids = {
        e.get("{http://www.w3.org/XML/1998/namespace}id")
        for e in document.iter()
        if e.get("{http://www.w3.org/XML/1998/namespace}id")
    }
    pointed = {
        p
        for e in document.iter()
        for k in ("who", "toWhom", "target", "active", "passive", "mutual", "next", "prev")
        for p in (e.get(k) or "").split()
    }
    assert {p.removeprefix("#") for p in pointed if p.startswith("#")} <= ids
    thought = document.find(f".//{TEI}said[@aloud='false']")
    assert thought is not None


@pytest.mark.parametrize(
    "text", [HOSTILE, "Ida sat.", '"No," they all cried.', 'Chapter One\n\nChapter Two\n\n"Yes," said Tom.']
)
def test_tei_of_odd_stories_is_valid(text: str) -> None:
    document = etree.fromstring(tei.as_tei(fabula.read_text(text)).encode())
    check_tei(document)


def test_tei_tells_what_a_reader_settled(lamp_room: Story) -> None:
    m = Maker(lamp_room)
    op = m.op("speaker", at=m.lines(["q5"]), who=m.person("Toby"))
    story = fabula.read_text(lamp_room.text, corrections=[Operation("a", "t", op.do, op.at, op.who)])
    said = etree.fromstring(tei.as_tei(story).encode()).find(f".//{TEI}said[@resp='#reader']")
    assert said is not None and said.get("cert") == "high" and said.get("who") == "#c-toby"


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
        assert most == ("Captain Marlow", 10)
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


def test_sml_gives_each_voice_its_file(lamp_room: Story) -> None:
    text = sml.as_sml(lamp_room, {"narrator": "n.wav", "Captain Marlow": "/v/m.wav"})
    tags = re.findall(r"\[(/?)voice(?::([^\]]*))?\]", text)
    assert [bool(a) for a, _ in tags] == [False, True] * (len(tags) // 2) and {b for _, b in tags} == {
        "",
        "n.wav",
        "/v/m.wav",
    }
    bare = re.sub(r"\[/?(?:voice|pause)[^\]]*\]", "", text)
    marks = re.compile(r"(?<!\w)\*|\*(?!\w)")  # of emphasis: not spoken
    assert (
        bare.split()
        == marks.sub(
            "",
            " ".join(lamp_room.text[p.start : p.end] for p in lamp_room.paragraphs if p.kind in ("prose", "heading")),
        ).split()
    )
    assert "(pause:9)" in sml.as_sml(fabula.read_text("The sign said [pause:9] and [Ida]."))


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


def test_ssml_gives_each_voice(lamp_room: Story) -> None:
    root = etree.fromstring(ssml.as_ssml(lamp_room, {"narrator": "en-GB-1", "Captain Marlow": "en-GB-2"}).encode())
    ns = {"s": "http://www.w3.org/2001/10/synthesis"}
    voices = [v.get("name") for v in root.findall(".//s:voice", ns)]
    assert voices[0] == "en-GB-1" and "en-GB-2" in voices and "hester-vane" in voices
    spoken = " ".join("".join(root.itertext()).split())
    assert "They've laughed before." in spoken


# The content model of SSML 1.1 (https://www.w3.org/TR/speech-synthesis11/, sections 3 and appendix D) for the elements
# that we write: the W3C's own schema is on no package index.
SSML = etree.RelaxNG(
    etree.fromstring(
        """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2001/10/synthesis"
             datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="speak">
    <attribute name="version"><value>1.1</value></attribute>
    <attribute name="xml:lang" ns=""><data type="language"/></attribute>
    <zeroOrMore><choice><text/><ref name="break"/><ref name="p"/><ref name="voice"/></choice></zeroOrMore>
  </element></start>
  <define name="p"><element name="p">
    <zeroOrMore><choice><text/><ref name="break"/><ref name="voice"/></choice></zeroOrMore>
  </element></define>
  <define name="voice"><element name="voice">
    <attribute name="name"><data type="token"><param name="pattern">\\S+</param></data></attribute>
    <zeroOrMore><choice><text/><ref name="break"/></choice></zeroOrMore>
  </element></define>
  <define name="break"><element name="break">
    <attribute name="time"><data type="token"><param name="pattern">[0-9]+(ms|s)</param></data></attribute><empty/>
  </element></define>
</grammar>"""
    )
)


def test_ssml_is_valid(lamp_room: Story) -> None:
    crowd = fabula.read_text('"No," cried the two old men.\n\n* * *\n\n"So," said Ida Gray.')
    for story in (lamp_room, crowd, fabula.read_text(HOSTILE), fabula.read_text(EMPHATIC)):
        document = etree.fromstring(ssml.as_ssml(story).encode())
        assert SSML.validate(document), SSML.error_log
    assert not SSML.validate(etree.fromstring(ssml.as_azure(lamp_room).encode()))  # the schema can fail


def test_fountain_escapes_what_would_be_markup() -> None:
    text = fountain.as_fountain(fabula.read_text(HOSTILE))
    body = text.split("\n\n", 1)[1]
    for line in body.splitlines():
        assert not line or line[0] in ".@!#\\\"“'(«" or line[0].isalnum()
    assert "[[" not in body and "/*" not in body and "\\*em\\*" in body and "\n!.INT. HOUSE" in "\n" + body
    assert '@TOM TO IDA\n"It is late,"' in body


def test_fountain_is_parsed_by_screenplain(lamp_room: Story) -> None:
    parsed = list(parse_fountain(io.StringIO(fountain.as_fountain(lamp_room))))
    spoken = [p for p in parsed if isinstance(p, Dialog) and "(V.O.)" not in str(p.character)]
    said = [p for p in script(lamp_room) if p.role == "dialogue" and p.speaker]
    assert Counter(str(p.character) for p in spoken) == Counter(lamp_room.name(p.speaker).upper() for p in said)
    assert [str(p.blocks[0][1]).split() for p in spoken] == [p.text.split() for p in said]
    assert next(str(p.line) for p in parsed if isinstance(p, Slug)) == (lamp_room.scenes[0].place or "").upper()
    hostile = list(parse_fountain(io.StringIO(fountain.as_fountain(fabula.read_text(HOSTILE)))))
    assert [type(p).__name__ for p in hostile] == [
        "Slug",
        *["Action"] * 3,
        "Dialog",
        *["Action"] * 2,
        "Dialog",
        "Action",
    ]


def test_the_command_writes_every_form(tmp_path: Path, lamp_room: Story) -> None:
    fabula.save(lamp_room, tmp_path / "story.json")
    for name in FORMATS:
        result = CliRunner().invoke(main, ["export", str(tmp_path), "--to", name, "-o", str(tmp_path / "out")])
        if name == "booknlp":
            assert result.exit_code == 2 and "tokens" in result.stderr
        else:
            assert result.exit_code == 0, result.output
            assert all(Path(p).stat().st_size for p in result.stdout.split("\n") if p)
    voices = tmp_path / "voices.json"
    voices.write_text('{"narrator": 1}', encoding="utf-8")
    result = CliRunner().invoke(main, ["export", str(tmp_path), "--to", "ssml", "--voices", str(voices)])
    assert result.exit_code == 2 and "list of voices" in result.stderr


def test_every_form_is_in_the_documents() -> None:
    told = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"`{name}`" not in told] == []
    assert [c.name for t in TABLES for c in t.columns if f"`{c.name}`" not in told] == []


EMPHATIC = """CHAPTER ONE

The old captain came in.

"I *do* mean it," said the old captain. The captain sat down.

***

"So do I," said Ida. "I have said so all my life, and nobody in this house ever listened to me."
"""


def test_a_script_as_a_table_has_no_rows_of_line_ends() -> None:
    story = fabula.read_text(EMPHATIC)
    rows = list(csv.DictReader(io.StringIO(tables.as_csv(story, {"Ida": "a.wav"}))))
    assert "".join(r["text"] for r in rows) == story.text and all(r["text"].strip() for r in rows)
    assert {r["voice"] for r in rows if r["name"] == "Ida"} == {"a.wav"}


def test_marks_of_emphasis_are_not_spoken() -> None:
    story = fabula.read_text(EMPHATIC)
    for render in (ssml.as_ssml, ssml.as_azure, sml.as_sml):
        assert "I do mean it," in render(story) and "*do*" not in render(story)


def test_azure_has_every_word_within_a_voice() -> None:
    root = etree.fromstring(ssml.as_azure(fabula.read_text(EMPHATIC), {"Ida": "en-GB-SoniaNeural"}).encode())
    assert root.get("version") == "1.0" and {etree.QName(e).localname for e in root} == {"voice"}
    assert "en-GB-SoniaNeural" in {e.get("name") for e in root}


def test_a_casting_sheet() -> None:
    story = fabula.read_text(EMPHATIC)
    rows = {r["name"]: r for r in csv.DictReader(io.StringIO(casting.as_casting(story)))}
    assert rows["Ida"]["lines"] == "1" and rows["Ida"]["first line"].startswith("So do I,")
    assert rows["the old captain"]["age words"] == "old" and rows["(the narrator)"]["id"] == "narrator"
    assert set(json.loads(casting.as_voices(story))) == {"narrator", *(q.speaker for q in story.quotes)}
