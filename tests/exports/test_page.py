"""story.html in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import fabula
from fabula import Story
from fabula.exports.page import write as page_writer


@pytest.fixture(scope="module")
def path(lamp_room: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("page") / "story.html"
    page_writer.save(lamp_room, out)
    return out


@pytest.fixture
def page(browser: Browser, path: Path) -> Iterator[Page]:
    p = browser.new_page(viewport={"width": 1200, "height": 900}, reduced_motion="reduce")
    problems: list[str] = []
    p.on("pageerror", lambda e: problems.append(str(e)))
    p.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    p.on("request", lambda r: problems.append(r.url) if not r.url.startswith("file:") else None)
    p.goto(path.as_uri())
    yield p
    p.close()
    assert problems == []


def test_the_page_is_self_contained(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"""(?:src|href)=["'](?!#)""", html)
    assert "default-src 'none'" in html


def test_markup_in_a_story_stays_text() -> None:
    story = fabula.read_text('"<script>alert(1)</script>," said <b>Ida</b>. Ida & Tom laughed. "</script>" said Tom.')
    html = page_writer.render_page(story)
    assert "<script>alert" not in html and "<b>Ida<" not in html
    assert html.count("</script>") == 2  # its own two


def test_hover_tells_who_speaks_to_whom(page: Page) -> None:
    page.check("#whole")
    page.hover('.q[data-q="q1"]')
    assert page.text_content("#info b") == "Captain Marlow → Hester Vane"
    assert "tag with a name" in (page.text_content("#info small") or "")


def test_one_voice_alone_and_back(page: Page) -> None:
    page.check("#whole")
    page.click('.who[data-who="mrs-pell"]')
    assert page.get_attribute('.who[data-who="mrs-pell"]', "aria-pressed") == "true"
    mine = page.locator(".q.mine")
    assert {mine.nth(i).get_attribute("data-who") for i in range(mine.count())} == {"mrs-pell"}
    assert page.evaluate("document.querySelector('.q:not(.mine)').matches('body.solo .q')")
    page.keyboard.press("Escape")
    assert page.locator("body.solo").count() == 0


def test_keys_go_from_line_to_line(page: Page) -> None:
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "q1"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.q") == "q2"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "q1"


def test_the_strip_leads_to_the_line(page: Page) -> None:
    page.check("#whole")
    page.locator('rect.says[data-q="q20"]').click()
    assert page.evaluate("document.activeElement.dataset.q") == "q20"
    assert page.locator("#q20").evaluate(
        "e => { const r = e.getBoundingClientRect(); return r.top > 0 && r.top < 900 }"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read(browser: Browser, path: Path, scheme: str) -> None:
    """WCAG AA: 4.5 to 1 between the words of every voice and their ground."""
    p = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    p.goto(path.as_uri())
    p.check("#whole")
    worst = p.evaluate("""() => {
      const ctx = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const rgb = (c, under) => { ctx.fillStyle = under; ctx.fillRect(0, 0, 1, 1); ctx.fillStyle = c; ctx.fillRect(0, 0, 1, 1);
        return [...ctx.getImageData(0, 0, 1, 1).data].slice(0, 3); };
      const lum = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 });
        return .2126 * r + .7152 * g + .0722 * b; };
      const page = getComputedStyle(document.body).backgroundColor;
      let worst = 99;
      for (const e of document.querySelectorAll('.q, .sum, .lines, .aka, .chip, .hint, footer, .key')) {
        const s = getComputedStyle(e);
        const a = lum(rgb(s.backgroundColor, page)), b = lum(rgb(s.color, page));
        worst = Math.min(worst, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
      }
      return worst;
    }""")
    p.close()
    assert worst >= 4.5


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, path: Path) -> None:
    p = browser.new_page(viewport={"width": 360, "height": 740}, has_touch=True)
    p.goto(path.as_uri())
    assert p.evaluate("document.documentElement.scrollWidth") <= 360
    p.check("#whole")
    assert p.evaluate("document.documentElement.scrollWidth") <= 360
    p.tap('.q[data-q="q1"]')
    assert p.is_visible("#info")
    assert (p.locator(".who").first.bounding_box() or {})["height"] >= 44
    p.close()


def test_uncertain_lines_are_marked_and_can_be_walked(browser: Browser, tmp_path: Path) -> None:
    story = fabula.read_text('"It is late."\n\nThe rain came down on the roof.')
    page_writer.save(story, tmp_path / "s.html")
    p = browser.new_page()
    p.goto((tmp_path / "s.html").as_uri())
    p.click("#next-unsure")
    assert "unsure" in (p.get_attribute("#q1", "class") or "")
    assert "not known" in (p.text_content("#info b") or "")
    p.close()


def test_it_opens_at_the_beginning_with_the_cast_so_far(page: Page) -> None:
    # one look at the page as it is: what stands outside the text, when the script has run
    page.wait_for_function(
        """() => {
          const text = document.querySelector('article').innerText;
          return !document.body.innerText.replace(text, '').includes('Mrs. Pell');
        }"""
    )
    expect(page.locator("#scenes")).not_to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("() => document.querySelector('.cast').innerText.includes('Mrs. Pell')")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("() => !document.querySelector('.cast').innerText.includes('Mrs. Pell')")
    page.check("#whole")
    expect(page.locator(".cast")).to_contain_text("Mrs. Pell")
    expect(page.locator("#scenes")).to_be_visible()


def test_the_place_is_kept(page: Page, path: Path) -> None:
    near = "id => !!id && Math.abs(document.getElementById(id).getBoundingClientRect().top) < 400"
    kept = "localStorage.getItem('fabula-place:' + document.body.dataset.place)"
    page.evaluate("[...document.querySelectorAll('article p')].at(-9).scrollIntoView()")
    page.wait_for_function(f"() => scrollY > 0 && ({near})({kept})")  # what is kept is where the page stands now
    at = page.evaluate(kept)
    page.goto("about:blank")
    page.goto(path.as_uri())
    page.wait_for_function(near, arg=at)
