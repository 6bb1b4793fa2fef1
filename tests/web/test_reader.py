"""The reader in a real browser: read, find one's way, on a phone, in the dark."""

import os
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.web.conftest import Served, Visitor, start, stop

# `fabula`, whose readings wait until something is written to the gate.
WAITS = """
import pathlib
from fabula.cli import main
from fabula.web import drafts as desk

draft = desk.draft_story

def waits(*args):
    pathlib.Path({gate!r}).read_text()
    return draft(*args)

desk.draft_story = waits
main()
"""


PAGES = ("", "cast", "scenes", "feelings", "bonds", "knowing", "review", "history", "search?find=light")


def speaker(visitor: Visitor, quote: str) -> str | None:
    return visitor.page.get_attribute(f'.q[data-q="{quote}"]', "data-who")


def test_pointing_at_a_line_tells_who_speaks_to_whom(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served)
    page.hover("#q1")
    assert page.text_content("#info b") == "Captain Marlow → Hester Vane"
    assert "% sure" in (page.text_content("#info small") or "")


def test_every_page_opens_and_leads_into_the_text(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served)
    for path in PAGES:
        page.goto(served.book + path)
        assert page.locator("main").inner_text().strip()
    page.goto(served.book + "scenes")
    page.locator(".scenes a").nth(1).click()
    page.wait_for_selector("article .q")
    assert page.locator("#s2").evaluate("e => Math.abs(e.getBoundingClientRect().top) < 900")


def test_what_stands_beside_follows_and_does_not_spoil(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served, whole=False)
    expect(page.locator("#beside")).to_contain_text("Hester")
    assert "Mrs. Pell" not in page.inner_text("#beside")
    page.check("#whole")
    expect(page.locator("#beside")).to_contain_text("Mrs. Pell")
    page.uncheck("#whole")
    expect(page.locator("#beside")).not_to_contain_text("Mrs. Pell")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("#beside")).to_contain_text("Mrs. Pell")


def test_another_chapter_without_loading_the_page(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served)
    page.evaluate("() => { window.same = true; }")
    page.select_option("#chapter", label="CHAPTER TWO")
    page.wait_for_selector('section[data-section="1"] p')
    page.wait_for_url("**?s=1")
    assert page.evaluate("() => window.same")
    page.locator("article .q").first.hover()
    assert page.locator("#info b").inner_text()
    page.click(".turn")
    page.wait_for_selector('section[data-section="0"] p')
    assert page.locator(".turn").is_hidden()
    page.go_back()
    page.wait_for_selector('section[data-section="1"] p')


def test_the_next_chapter_comes_by_itself(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served)
    before = page.locator("section.chapter").count()
    while page.locator("div.next").count():
        shown = page.locator("section.chapter").count()
        page.evaluate("() => [...document.querySelectorAll('div.next')].at(-1)?.scrollIntoView()")
        page.wait_for_function(
            "n => !document.querySelector('div.next') || document.querySelectorAll('section.chapter').length > n",
            arg=shown,
        )
    assert page.locator("section.chapter").count() >= before
    last = page.locator("article .q").last
    last.scroll_into_view_if_needed()
    last.hover()
    assert page.locator("#info").is_visible()


def test_scenes_have_what_happens_and_a_table_of_who_is_there(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served, "scenes")
    assert page.locator(".scenes .happens").count() == page.locator(".scenes > li").count()
    assert page.locator(".grid thead th").all_inner_texts()[:2] == ["Scene", "Captain Marlow"]
    assert page.locator(".grid tbody tr").count() == page.locator(".scenes > li").count()
    page.locator(".grid tbody a").nth(1).click()
    page.wait_for_selector("article .q")


def test_markup_in_a_story_stays_text(hostile: Served, visitor: Visitor) -> None:
    page = visitor.open(hostile)
    assert page.locator("article script").count() == 0 and page.locator("article b").count() == 0
    assert "<script>document.title" in page.inner_text("article")
    assert "49" not in page.inner_text("article") and page.title() != "gone"
    for path in (*PAGES, "search?find=%3Cscript%3E"):
        page.goto(hostile.book + path)
        assert page.locator("main script:not([src]):not([type='application/json'])").count() == 0
    page.goto(hostile.origin + "/")
    assert page.locator(".books li").count() == 1 and page.locator("main i").count() == 0


def test_on_a_phone(browser: Browser, fresh: Served) -> None:
    v = Visitor(browser, viewport={"width": 375, "height": 740}, has_touch=True)
    page = v.open(fresh)
    for path in PAGES:
        page.goto(fresh.book + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path
    page.goto(fresh.book)
    assert (page.locator("header.top").bounding_box() or {})["height"] < 100
    page.tap("#q1")
    expect(page.locator("#info")).to_contain_text("Captain Marlow")
    assert page.locator("#card[open]").count() == 0  # a tap tells; only Edit corrects
    page.tap("#edit")
    page.wait_for_selector("#card[open]")
    assert (page.locator("#card .choices button").first.bounding_box() or {})["height"] >= 44
    page.locator("#card button[data-who]", has_text="Toby").tap()
    v.settled()
    assert speaker(v, "q1") == "toby"
    page.close()
    assert v.problems == []


def test_on_a_phone_who_is_here_is_a_sheet_from_below(browser: Browser, served: Served) -> None:
    v = Visitor(browser, viewport={"width": 390, "height": 740}, has_touch=True)
    page = v.open(served, whole=False)
    expect(page.locator("#sheet")).to_contain_text("Hester")
    assert page.locator("#sheet").evaluate("e => Math.abs(e.getBoundingClientRect().bottom - innerHeight) < 2")
    assert not page.is_visible("#beside")
    page.tap("#sheet")
    assert page.is_visible("#beside") and page.get_attribute("#sheet", "aria-expanded") == "true"
    page.tap("#sheet")
    assert not page.is_visible("#beside") and not page.is_visible("kbd")
    page.goto(served.book + "cast")
    assert page.locator(".people tr").first.evaluate("e => getComputedStyle(e).display") in ("grid", "none")
    page.close()
    assert v.problems == []


def test_the_other_pages_know_as_much_as_was_read(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served, whole=False)
    expect(page.locator("#beside")).to_contain_text("Hester")
    page.wait_for_function("() => document.cookie.includes('place=')")
    for path in ("cast", "scenes", "bonds", "knowing"):
        page.goto(served.book + path)
        assert "Mrs. Pell" not in page.inner_text("main"), path
    page.goto(served.book + "cast")
    page.check("#whole")
    expect(page.locator("main")).to_contain_text("Mrs. Pell")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_accessibility_fault(browser: Browser, served: Served, scheme: str) -> None:
    v = Visitor(browser, color_scheme=scheme)
    v.open(served)
    axe = Axe()
    found: list[str] = []
    for path in PAGES:
        v.page.goto(served.book + path)
        v.page.wait_for_function(  # what is drawn is drawn
            "() => [...document.querySelectorAll('#moods, #graph')].every((e) => e.querySelector('canvas'))"
        )
        if not path:
            v.page.click("#q1")
            v.page.wait_for_selector("#card[open]")
        for fault in axe.run(v.page).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                found += [f"{path}: {fault['id']}: {n['html'][:120]}" for n in fault["nodes"][:3]]
    v.page.goto(served.origin + "/")
    found += [
        f"library: {f['id']}" for f in axe.run(v.page).response["violations"] if f["impact"] in ("serious", "critical")
    ]
    v.page.close()
    assert found == []


def test_it_opens_where_one_left_off(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served)
    page.evaluate(
        "window.scrollTo(0, document.body.scrollHeight)"
    )  # its chapter comes when the end of this one is seen
    page.locator("#q20").scroll_into_view_if_needed()
    page.wait_for_function("() => Number(localStorage.getItem('fabula:' + document.body.dataset.book)) > 0")
    page.goto(served.book)
    page.wait_for_function("() => location.search.startsWith('?at=')")
    assert page.locator("#q20").count() == 1


def test_light_and_dark_are_remembered(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served)
    page.click("#theme")
    theme = page.get_attribute("html", "data-theme")
    page.goto(served.book + "cast")
    assert page.get_attribute("html", "data-theme") == theme == "dark"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_a_book_without_a_reading_shows_how_far_it_is(browser: Browser, tmp_path: Path) -> None:
    file, gate = tmp_path / "short.txt", tmp_path / "gate"
    file.write_text('"It is late," said Ida to Tom. The rain came down.', encoding="utf-8")
    os.mkfifo(gate)
    server, address = start(tmp_path, str(file), program=("-c", WAITS.format(gate=str(gate))))
    v = Visitor(browser)
    v.page.goto(address)
    expect(v.page.locator("progress")).to_have_count(1)
    gate.write_text("go on")
    v.page.wait_for_selector("article .q")
    v.page.close()
    stop(server)
    assert v.problems == []
