"""The reader in a real browser: correct, reload, undo, review, in two tabs and beside the command line."""

import json
import sys

import pytest
from playwright.sync_api import Browser, expect

from tests.web.conftest import HUNG, Served, Visitor


def operations(served: Served) -> list[dict[str, object]]:
    log = served.folder / "story.fabula.jsonl"
    return [json.loads(row) for row in log.read_text(encoding="utf-8").splitlines()[1:]] if log.exists() else []


def speaker(visitor: Visitor, quote: str) -> str | None:
    return visitor.page.get_attribute(f'.q[data-q="{quote}"]', "data-who")


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


def test_two_names_that_may_be_one_person_are_asked_about(twice: Served, visitor: Visitor) -> None:
    page = visitor.open(twice, "review", whole=True)
    page.get_by_role("link", name="Who may be one person").click()
    pair = page.get_by_role("article", name="Is Dita the same as Benedita?")
    assert pair.locator("blockquote mark").all_inner_texts()[0] == "Benedita"
    pair.get_by_role("link", name="Skip: two people").click()
    assert page.get_by_role("article").count() == 0
    page.go_back()
    page.get_by_role("button", name="One person: Benedita").click()
    visitor.settled()
    page.goto(twice.book + "cast")
    assert "Dita" in page.locator("#c-benedita").inner_text() and page.locator("#c-dita").count() == 0


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
