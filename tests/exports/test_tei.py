"""TEI: valid by the schema of all of it and by the stricter one in the package."""

import lzma
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

import fabula
from fabula import Story
from fabula.corrections.make import Maker
from fabula.corrections.operations import Operation
from fabula.exports import tei
from tests.exports.texts import HOSTILE

TEI = "{http://www.tei-c.org/ns/1.0}"


OURS = etree.RelaxNG(etree.fromstring((files("fabula.exports") / "fabula-tei.rng").read_bytes()))


TEI_ALL = etree.RelaxNG(
    etree.fromstring(lzma.decompress((Path(__file__).parent / "schemas" / "tei_all.rng.xz").read_bytes()))
)


def check_tei(document: etree._Element) -> None:
    """Valid by the schema of all of TEI, and by the stricter one in the package."""
    for schema in (TEI_ALL, OURS):
        assert schema.validate(document), schema.error_log


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
