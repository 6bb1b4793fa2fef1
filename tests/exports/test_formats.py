"""Every form: what must hold of any text, and the command that writes them."""

import re
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import fabula
from fabula import Story
from fabula.cli import main
from fabula.exports import graphs, tei
from fabula.exports.formats import FORMATS
from fabula.exports.script import fountain, ssml
from fabula.exports.script.parts import script
from fabula.exports.tables import TABLES
from tests.exports.test_tei import TEI, check_tei

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
