"""The button that asks a model about a line, against the stand-in for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.consult.conftest import serve as serve_model
from tests.consult.conftest import write_story
from tests.web.conftest import Served, Visitor, start, stop
from tests.web.test_correcting import operations, speaker


@pytest.fixture
def beside_model(tmp_path: Path) -> Iterator[Served]:
    """The reader of a story, with a model beside it that knows the story."""
    written = write_story(scenes=2)
    file = tmp_path / "story.txt"
    file.write_text(written.text, encoding="utf-8")
    (tmp_path / "model").mkdir()
    for model in serve_model(tmp_path / "model", written):
        server, address = start(tmp_path, str(file), "--server", model.url, "--model", "gold")
        yield Served(address, tmp_path)
        stop(server)


def test_a_model_is_asked_about_a_line(beside_model: Served, visitor: Visitor) -> None:
    page = visitor.open(beside_model)
    page.click("#q2")
    page.locator("#card button[data-do=model]", has_text="Ask gold").click()
    expect(page.locator("#card")).not_to_be_visible()
    visitor.settled()
    (op,) = operations(beside_model)
    assert op["do"] == "speaker" and op["by"] == "model gold" and isinstance(op["who"], dict)
    assert speaker(visitor, "q2") == op["who"]["id"]
    page.hover("#q2")
    assert "model gold" in (page.text_content("#info small") or "")
    page.goto(beside_model.book + "history")
    expect(page.locator(".history li")).to_contain_text("(by model gold)")
    page.goto(beside_model.book + "review")
    expect(page.locator(".review .count")).to_contain_text("0 of")


def test_no_model_no_button(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh)
    page.click("#q2")
    expect(page.locator("#card button[data-who]").first).to_be_visible()
    assert page.locator("#card button[data-do=model]").count() == 0
