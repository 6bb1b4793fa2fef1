"""``fabula mcp``, asked by the protocol's own client over standard input and output."""

import asyncio
import json
import os
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
        server = mcp.StdioServerParameters(
            command=sys.executable, args=["-m", "fabula", "mcp", *files], env={**os.environ}
        )
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
        ("who", {"name": "Quentin", "story": Path(saved).name}),
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


NOON = """"You are late," said Ida.

"I am not," said Tom Reed.

"It is noon."

"It is not."

Thomas laughed. Wren sat down. "Ask Thomas," said Wren. Tommy Reed went home.
"""


@pytest.fixture
def manuscript(tmp_path: Path) -> Path:
    path = tmp_path / "noon.txt"
    path.write_text(NOON, encoding="utf-8")
    return path


async def review(path: Path) -> dict[str, Any]:
    """An assistant that answers, goes wrong, joins two and takes it back."""
    server = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "fabula", "mcp", "--write", str(path)], env={**os.environ}
    )
    out: dict[str, Any] = {}
    async with mcp.Client(server) as client:
        out["tools"] = {t.name for t in (await client.list_tools()).tools}
        asked = await client.call_tool("questions", {"about": "speakers", "most": 5})
        first = json.loads(text(asked))
        out["asked"] = first
        (number, *_), answers = first["questions"], first["answers"]
        id = first["questions"][number]
        out["wrong"] = await client.call_tool("answer", {"question": id, "answer": ["mallory"]})
        out["never"] = await client.call_tool("answer", {"question": "q3", "answer": [answers[0]]})
        out["right"] = await client.call_tool("answer", {"question": id, "answer": ["ida"]})
        out["again"] = await client.call_tool("answer", {"question": id, "answer": ["ida"]})
        out["merged"] = await client.call_tool("merge", {"one": "Ida", "other": "Wren"})
        out["who"] = await client.call_tool("who", {"name": "Ida"})
        out["undone"] = await client.call_tool("undo", {})
        out["apart"] = await client.call_tool("who", {"name": "Wren"})
        out["kept"] = await client.call_tool("undo", {})
        out["nothing"] = await client.call_tool("undo", {})
    return out


def test_an_assistant_reviews(manuscript: Path) -> None:
    with ThreadPoolExecutor(1) as thread:
        out = thread.submit(lambda: asyncio.run(review(manuscript))).result()
    assert {"questions", "answer", "merge", "undo", "who"} <= out["tools"]
    assert "⟦1⟧" in out["asked"]["passages"][0] and any("Tom" in p for p in out["asked"]["people"])
    assert out["wrong"].is_error and "does not stand in the question" in text(out["wrong"])
    assert out["never"].is_error and "no open question" in text(out["never"])
    assert "said by Ida (by model assistant)" in text(out["right"])
    assert out["again"].is_error
    assert "Wren is Ida" in text(out["merged"]) and "Wren" in json.loads(text(out["who"]))["also"]
    assert "Wren is Ida" in text(out["undone"]) and json.loads(text(out["apart"]))["name"] == "Wren"
    assert "said by Ida" in text(out["kept"])
    assert out["nothing"].is_error and "nothing that you said stands" in text(out["nothing"])
    rows = [
        json.loads(r) for r in (manuscript.parent / "noon.fabula.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    ]
    assert [r["do"] for r in rows] == ["speaker", "merge", "undo", "undo"]
    assert {r["by"] for r in rows if r["do"] != "undo"} == {"model assistant"}


def test_without_write_nothing_can_be_written(saved: str) -> None:
    tools, _ = ask([saved])
    assert not tools & {"questions", "answer", "merge", "undo"}


def test_only_manuscripts_can_be_corrected(saved: str) -> None:
    from fabula.cli import main

    result = CliRunner().invoke(main, ["mcp", "--write", saved])
    assert result.exit_code == 2 and "only a manuscript can be corrected" in result.stderr
