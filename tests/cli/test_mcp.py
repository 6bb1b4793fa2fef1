"""``fabula mcp``, asked by the protocol's own client over standard input and output."""

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import fabula
from fabula import Shelf, Story

mcp = pytest.importorskip("mcp")


def ask(files: list[str], *calls: tuple[str, dict[str, Any]]) -> tuple[set[str], list[Any]]:
    """The names of the tools, and what each call gave."""

    async def run() -> tuple[set[str], list[Any]]:
        server = mcp.StdioServerParameters(command=sys.executable, args=["-m", "fabula", "mcp", *files])
        async with mcp.Client(server) as client:
            tools = {t.name for t in (await client.list_tools()).tools}
            return tools, [await client.call_tool(name, args) for name, args in calls]

    with ThreadPoolExecutor(1) as thread:  # the browser of other tests keeps a loop in this one
        return thread.submit(lambda: asyncio.run(run())).result()


def text(result: Any) -> Any:
    return result.content[0].text


@pytest.fixture
def saved(tmp_path: Path, lamp_room: Story) -> str:
    fabula.save(lamp_room, tmp_path / "story.json")
    return str(tmp_path)


def test_an_assistant_asks(saved: str, lamp_room: Story) -> None:
    tools, (stories, who, knows, scenes, passage, found, nobody) = ask(
        [saved],
        ("stories", {}),
        ("who", {"name": "Hester"}),
        ("knows", {"name": "Toby", "by_chapter": "1"}),
        ("scenes", {"present": "Mrs. Pell"}),
        ("passage", {"start": 0, "end": 40}),
        ("find", {"words": "LAUGHED BEFORE"}),
        ("who", {"name": "Quentin"}),
    )
    assert {"who", "between", "knows", "secrets", "scenes", "feels", "passage", "find", "stories"} <= tools
    assert "Hester Vane" in text(stories)
    assert json.loads(text(who))["name"] == "Hester Vane"
    assert json.loads(text(knows))["name"] == "Toby"
    assert "Mrs. Pell" in text(scenes)
    assert text(passage) == lamp_room.text[:40]
    assert "laughed before" in text(found)
    assert nobody.is_error and "nobody here is called" in text(nobody)


def test_no_tool_looks_further_than_a_chapter_or_takes_what_it_does_not_know(saved: str, lamp_room: Story) -> None:
    asked = {"by_chapter": "1"}
    _, (who, scenes, found, passage, unknown, unmet) = ask(
        [saved],
        ("who", {"name": "Toby", **asked}),
        ("scenes", asked),
        ("find", {"words": "porridge", **asked}),
        ("passage", {"start": 0, "end": 9000, **asked}),
        ("knows", {"name": "Toby", "at": "1"}),
        ("who", {"name": "Mrs. Pell", **asked}),
    )
    for answer in (who, scenes, found):
        assert not answer.is_error and "Pell" not in str(answer.content) and "porridge" not in str(answer.content)
    assert text(passage) == lamp_room.text[: lamp_room.chapters[0].end]
    assert unknown.is_error and "knows has no argument 'at'; it takes name, by_chapter, story" in text(unknown)
    assert unmet.is_error and "Pell" not in text(unmet).replace("'Mrs. Pell'", "")


def test_without_the_package_it_says_what_to_install(saved: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from fabula.cli import main

    monkeypatch.setitem(sys.modules, "mcp", None)
    result = CliRunner().invoke(main, ["mcp", saved])
    assert result.exit_code == 2 and "fabula[mcp]" in result.stderr


def test_a_shelf_is_asked(shelf: Shelf) -> None:
    tools, (stories, who, counted, outside, none) = ask(
        [str(shelf.folder)],
        ("stories", {"like": "lamp"}),
        ("who", {"name": "Hester", "story": "the-lamp-room"}),
        ("sql", {"query": "select book, count(*) as n from quotations group by book order by book"}),
        ("sql", {"query": "select * from read_text('/etc/hostname')"}),
        ("who", {"name": "Hester"}),
    )
    assert {"sql", "tables", "who"} <= tools
    assert "Hester Vane" in text(stories)
    assert json.loads(text(who))["name"] == "Hester Vane"
    assert json.loads(text(counted))["book"] == "low-water"
    assert outside.is_error and "not understood" in text(outside)
    assert none.is_error and "there are" in text(none)
