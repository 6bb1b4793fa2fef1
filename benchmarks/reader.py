"""The reader in the browser: how long until the text is there, and until another chapter is.

python benchmarks/reader.py NOVEL.txt    (needs Chromium and the test group's playwright)
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

TIMES = 5


@contextmanager
def server(file: str, folder: str) -> Iterator[str]:
    """The address of a server with this book."""
    env = {**os.environ, "FABULA_LIBRARY": f"{folder}/library"}
    command = [sys.executable, "-m", "fabula", "open", file, "--no-browser", "--port", "0"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
    assert running.stdout is not None
    yield running.stdout.readline().strip()
    running.terminate()
    running.communicate()


def main() -> None:
    """Read the novel once; then open it anew, and go from chapter to chapter."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        file = shutil.copy(sys.argv[1], folder)
        print(f"{Path(file).name}: {len(Path(file).read_text(encoding='utf-8').split()):,} words")
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        start = time.perf_counter()
        with server(file, folder) as address:
            page = browser.new_page()
            page.goto(address)
            page.wait_for_selector("article p", timeout=600_000)
            print(f"reading it, with progress on the page  {time.perf_counter() - start:6.1f} s")
            page.close()
        views, chapters = [], []
        for _ in range(TIMES):
            with server(file, folder) as address:
                page = browser.new_page()
                start = time.perf_counter()
                page.goto(address, wait_until="commit")
                page.wait_for_selector("article p")
                views.append(time.perf_counter() - start)
                last = page.locator("#chapter option").count() - 1
                for n in (last // 4, last // 2, last):
                    page.wait_for_timeout(500)
                    start = time.perf_counter()
                    page.select_option("#chapter", str(n))
                    page.wait_for_selector(f'section[data-section="{n}"] p')
                    chapters.append(time.perf_counter() - start)
                page.close()
        print(f"first view, server just started        {statistics.median(views):6.2f} s (longest {max(views):.2f})")
        print(
            f"another chapter                        {statistics.median(chapters):6.2f} s (longest {max(chapters):.2f})"
        )
        browser.close()


if __name__ == "__main__":
    main()
