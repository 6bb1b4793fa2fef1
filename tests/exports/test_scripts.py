"""Scripts for voices: lines and tables, SML, SSML, Fountain, the casting sheet."""

import csv
import io
import json
import re
from collections import Counter

from lxml import etree
from screenplain.parsers.fountain import parse as parse_fountain
from screenplain.types import Dialog, Slug

import fabula
from fabula import Story
from fabula.exports.script import casting, fountain, sml, ssml, tables
from fabula.exports.script.parts import script
from tests.exports.texts import HOSTILE


def test_the_script_as_lines_and_as_csv(lamp_room: Story) -> None:
    rows = [json.loads(r) for r in tables.as_jsonl(lamp_room).splitlines()]
    assert "".join(r["text"] for r in rows) == lamp_room.text
    assert {r["role"] for r in rows} <= {"narration", "dialogue", "thought", "written"}
    again = list(csv.DictReader(io.StringIO(tables.as_csv(lamp_room), newline="")))
    assert [r["text"] for r in again] == [r["text"] for r in rows]
    assert next(r for r in again if r["role"] == "dialogue")["name"] == "Captain Marlow"


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
