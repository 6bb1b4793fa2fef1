"""Take the pictures of the documentation from the running program.

python docs/pictures.py    (needs Chromium and the test group's playwright)
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
FABULA = [sys.executable, "-m", "fabula"]


def shoot(browser: Browser, story: str, names: tuple[str, ...]) -> None:
    """Pictures of pages of the reader, with one example story."""
    with tempfile.TemporaryDirectory() as folder:
        file = shutil.copy(EXAMPLES / story, folder)
        env = {**os.environ, "FABULA_LIBRARY": f"{folder}/library"}
        command = [*FABULA, "open", file, "--no-browser", "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        page = browser.new_page(viewport={"width": 1200, "height": 780}, reduced_motion="reduce")
        page.goto(address)
        page.wait_for_selector("article .q")
        show_all(page)
        for name in names:
            page.goto(address.partition("?")[0] + ("" if name == "reader" else name))
            if name == "reader":
                page.evaluate("window.scrollTo(0, 700)")
            page.wait_for_timeout(900)
            if name == "reader":
                page.locator("article .q").nth(8).hover()
            page.screenshot(path=HERE / f"{name}.png")
        page.close()
        server.terminate()
        server.communicate()


def show_all(page: Page) -> None:
    """Tick "Show the whole story": who has just begun to read is shown next to nothing."""
    page.locator("#whole").check()
    page.wait_for_load_state("networkidle")
    assert page.locator("#whole").is_checked()


def main() -> None:
    """The reading view, review and bonds of the reader, and story.html."""
    with sync_playwright() as p, tempfile.TemporaryDirectory() as folder:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        shoot(browser, "low-water.md", ("reader", "review"))
        shoot(browser, "the-lamp-room.txt", ("bonds",))
        subprocess.run([*FABULA, "read", EXAMPLES / "low-water.md", "-o", folder, "--format", "html", "-q"], check=True)
        page = browser.new_page(viewport={"width": 1200, "height": 780})
        page.goto((Path(folder) / "story.html").as_uri())
        show_all(page)
        page.wait_for_timeout(300)
        page.screenshot(path=HERE / "story.png")
        browser.close()


if __name__ == "__main__":
    main()
