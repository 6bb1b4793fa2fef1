"""The reader in a real browser: read, correct, reload, undo, review, on a phone, in the dark."""

import json
import os
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.web.conftest import HUNG, Served, Visitor, start, stop

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


def operations(served: Served) -> list[dict[str, object]]:
    log = served.folder / "story.fabula.jsonl"
    return [json.loads(row) for row in log.read_text(encoding="utf-8").splitlines()[1:]] if log.exists() else []


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


def test_correct_reload_undo_redo(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh)
    before = speaker(visitor, "q5")
    page.click("#q5")
    page.locator("#card button[data-who]", has_text="Toby").click()
    visitor.settled()
    assert speaker(visitor, "q5") == "toby" != before
    page.reload()
    assert speaker(visitor, "q5") == "toby"
    page.hover("#q5")
    assert "a reader said so" in (page.text_content("#info small") or "")
    page.keyboard.press("Control+z")
    visitor.settled()
    assert speaker(visitor, "q5") == before
    page.click("#redo")
    visitor.settled()
    assert speaker(visitor, "q5") == "toby"
    assert [op["do"] for op in operations(fresh)] == ["speaker", "undo", "redo"]


def test_several_lines_at_once_and_somebody_new(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh)
    page.click("#q3")
    page.wait_for_selector("#card[open]")
    page.click("#q5", modifiers=["Shift"])
    expect(page.locator("#card .words")).to_contain_text("3 lines")
    page.fill("#card input[name=name]", "Old Pete")
    page.press("#card input[name=name]", "Enter")
    expect(page.locator("#newcomer")).to_contain_text("No Old Pete here")
    page.press("#card input[name=name]", "Enter")
    visitor.settled()
    assert [speaker(visitor, f"q{k}") for k in (3, 4, 5)] == ["old-pete"] * 3
    assert [op["do"] for op in operations(fresh)] == ["person", "speaker"]
    page.goto(fresh.book + "history")
    assert page.locator(".history li").count() == 2


def test_addressees_and_what_is_not_speech(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh)
    lines = page.locator("section[data-section='0'] .q[data-m]")  # others come as they are seen
    count = lines.count()
    page.click("#q1")
    page.locator("#card .to label", has_text="Toby").click()
    page.click("#card button[data-do=addressees]")
    visitor.settled()
    page.hover("#q1")
    assert "Toby" in (page.text_content("#info b") or "")
    page.click("#q2")
    page.click("#card button[data-kind=none]")
    visitor.settled()
    assert lines.count() < count


def test_a_quotation_that_was_missed(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh)
    page.evaluate("""() => {
      const p = [...document.querySelectorAll('section.chapter > p[id]')].find((p) => p.textContent.includes('The room turned yellow.'));
      const node = [...p.childNodes].find((n) => n.textContent.includes('The room turned yellow.'));
      const at = node.textContent.indexOf('The room turned yellow.');
      const r = document.createRange(); r.setStart(node, at); r.setEnd(node, at + 'The room turned yellow.'.length);
      getSelection().removeAllRanges(); getSelection().addRange(r);
    }""")
    page.click("#mark")
    visitor.settled()
    assert page.locator("article .q", has_text="The room turned yellow.").count() == 1
    assert [op["do"] for op in operations(fresh)] == ["quotation"]


SELECT = """(words) => {
  const p = [...document.querySelectorAll('section.chapter > p[id]')].find((p) => p.textContent.includes(words));
  const node = [...p.childNodes].find((n) => n.nodeType === 3 && n.textContent.includes(words));
  const at = node.textContent.indexOf(words);
  const r = document.createRange(); r.setStart(node, at); r.setEnd(node, at + words.length);
  getSelection().removeAllRanges(); getSelection().addRange(r);
}"""


def test_selected_words_are_somebody_a_feeling_a_scene(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh)
    page.evaluate(SELECT, "the boy")
    page.click("#say-more")
    page.locator("#card button[data-means]", has_text="Toby").click()
    visitor.settled()
    page.evaluate(SELECT, "He made room on the step.")
    page.click("#say-more")
    page.select_option("#card select[name=who]", label="Captain Marlow")
    page.select_option("#card select[name=value]", "trust")
    page.click("#card button[data-feels]")
    visitor.settled()
    page.evaluate(SELECT, "The captain looked at his watch.")
    page.click("#say-more")
    page.click("#card button[data-opens]")
    visitor.settled()
    said = [(op["do"], op.get("value")) for op in operations(fresh)]
    assert said == [("mention", None), ("feeling", "trust"), ("scene", None)]
    page.goto(fresh.book + "scenes")
    count = page.locator(".scenes > li").count()
    page.locator(".scenes > li").nth(1).locator("summary").click()
    page.locator(".scenes > li").nth(1).locator("form[data-do='no scene'] button").click()
    visitor.settled()
    assert page.locator(".scenes > li").count() == count - 1
    page.goto(fresh.book + "feelings")
    felt = page.locator("form[data-do=feeling]").first
    felt.locator("xpath=../summary").click()
    felt.locator("select").select_option("fear")
    felt.locator("button").click()
    visitor.settled()
    assert operations(fresh)[-1]["value"] == "fear"


def test_a_chapter_is_corrected_without_a_mouse(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh)
    lines = page.locator("section[data-section='0'] .q[data-m]").count()
    for n in range(lines):
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.wait_for_selector("#card[open]")
        page.keyboard.press("1")
        page.wait_for_selector("#card", state="hidden")
        visitor.settled()
        assert len(operations(fresh)) == n + 1
    corrected = {op["at"][0]["start"] for op in operations(fresh)}  # type: ignore[index]
    assert len(corrected) == lines


def test_the_cast_is_mended(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh, "cast")
    page.click("#c-toby summary")
    page.fill("#c-toby form[data-do=rename] input[name=value]", "Tobias")
    page.click("#c-toby form[data-do=rename] button")
    visitor.settled()
    assert "Tobias" in page.inner_text("table.people")
    if not page.locator("#c-toby form[data-do=merge] input[name=who]").is_visible():
        page.click("#c-toby summary")
    page.fill("#c-toby form[data-do=merge] input[name=who]", "Captain Marlow")
    page.click("#c-toby form[data-do=merge] button")
    visitor.settled()
    assert page.locator("#c-toby").count() == 0
    assert [op["do"] for op in operations(fresh)] == ["rename", "merge"]


def test_scenes_and_bonds_are_mended(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh, "scenes")
    first = page.locator(".scenes li").first
    first.locator("summary").click()
    first.locator("form[data-do=place] input[name=value]").fill("the lamp room")
    first.locator("form[data-do=place] button").click()
    visitor.settled()
    assert "the lamp room" in page.locator(".scenes li").first.inner_text()
    page.goto(fresh.book + "bonds")
    bond = page.locator("form[data-do=bond]").first
    bond.locator("select").select_option("friendship")
    bond.locator("button").click()
    visitor.settled()
    assert "friendship" in page.locator(".bonds li").first.inner_text()


def test_review_by_keyboard(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh, "review")

    def counts() -> tuple[str | None, str]:
        return page.get_attribute(".review form.line", "data-q"), page.locator(".count b").nth(1).inner_text()

    first, settled = counts()
    assert settled == "0"
    page.keyboard.press("Enter")
    visitor.settled()
    second, settled = counts()
    assert second != first and settled == "1"
    page.keyboard.press("2")
    visitor.settled()
    third, settled = counts()
    assert third not in (first, second) and settled == "2"
    page.keyboard.press("s")
    visitor.settled()
    assert counts()[0] != third and counts()[1] == "2"
    page.keyboard.press("Control+z")
    visitor.settled()
    assert counts()[1] == "1"
    page.goto(fresh.book + "review?order=teaching")
    assert page.locator(".review form.line").count() == 1


@pytest.mark.parametrize(("width", "height"), [(390, 740), (1300, 800)])
def test_what_is_reviewed_and_its_answers_are_seen_at_once(
    browser: Browser, served: Served, width: int, height: int
) -> None:
    v = Visitor(browser, viewport={"width": width, "height": height})
    page = v.open(served, "review")
    for what in (".review mark", "#right", ".review .choices button >> nth=2"):
        box = page.locator(what).bounding_box() or {}
        assert box["y"] > 0 and box["y"] + box["height"] <= height, what
    passage, mark = (page.locator(w).bounding_box() or {} for w in (".review blockquote", ".review mark"))
    assert passage["y"] <= mark["y"] and mark["y"] + mark["height"] <= passage["y"] + passage["height"]
    page.close()
    assert v.problems == []


def test_scenes_have_what_happens_and_a_table_of_who_is_there(served: Served, visitor: Visitor) -> None:
    page = visitor.open(served, "scenes")
    assert page.locator(".scenes .happens").count() == page.locator(".scenes > li").count()
    assert page.locator(".grid thead th").all_inner_texts()[:2] == ["Scene", "Captain Marlow"]
    assert page.locator(".grid tbody tr").count() == page.locator(".scenes > li").count()
    page.locator(".grid tbody a").nth(1).click()
    page.wait_for_selector("article .q")


def test_two_tabs_lose_nothing(browser: Browser, fresh: Served) -> None:
    one, two = Visitor(browser), Visitor(browser)
    one.open(fresh)
    two.open(fresh)
    one.page.click("#q3")
    one.page.locator("#card button[data-who]", has_text="Toby").click()
    two.page.click("#q5")
    two.page.locator("#card button[data-who]", has_text="Toby").click()
    one.settled()
    two.settled()
    two.page.reload()
    assert [speaker(two, q) for q in ("q3", "q5")] == ["toby", "toby"]
    assert len(operations(fresh)) == 2
    for v in (one, two):
        v.page.close()
        assert v.problems == []


def test_a_correction_made_elsewhere_is_seen(fresh: Served, visitor: Visitor) -> None:
    """From the command line, while the page is open."""
    import subprocess

    page = visitor.open(fresh)
    said = subprocess.run(
        [sys.executable, "-m", "fabula", "correct", str(fresh.folder / "story.txt"), "speaker", "q5", "Toby"],
        capture_output=True,
        text=True,
        timeout=HUNG,
    )
    assert said.returncode == 0, said.stderr
    page.wait_for_function("() => document.querySelector('#q5').dataset.who === 'toby'")


def test_an_edited_manuscript_is_read_again_with_its_corrections(fresh: Served, visitor: Visitor) -> None:
    page = visitor.open(fresh)
    page.click("#q5")
    page.locator("#card button[data-who]", has_text="Toby").click()
    visitor.settled()
    file = fresh.folder / "story.txt"
    file.write_text(
        file.read_text(encoding="utf-8").replace("CHAPTER ONE", 'CHAPTER ONE\n\n"Listen," said Toby.'), encoding="utf-8"
    )
    page.reload()
    page.wait_for_function("() => document.querySelector('article').textContent.includes('Listen')")
    visitor.settled()
    assert page.get_attribute("article .q.settled", "data-who") == "toby"
    assert "Is she cross" in page.inner_text("article .q.settled")


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
