"""How long a query of the search box takes, in the site as it was built.

    make site && .venv/bin/python benchmarks/search.py

Prints for a few kinds of queries the shortest of five times in Chromium, and the ratio of the slowest to the median.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = Path(__file__).parents[1] / "site"
QUERIES = ("huber", "gradient of cross entropy with softmax", "-1", "p - y", "focal", "why is the gradient zero", "x")
TIMED = """queries => queries.map((query) => Math.min(...Array.from({ length: 5 }, () => {
  const start = performance.now();
  lossarySearch(query);
  return performance.now() - start;
})))"""


def main() -> None:
    """Ask in the page of the losses, whose search knows all pages."""
    chromium = shutil.which("chromium")
    if chromium is None or not (SITE / "index.html").is_file():
        sys.exit("it takes Debian's chromium, and the site: run make site")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((SITE / "index.html").as_uri())
        page.keyboard.press("/")
        page.keyboard.type("huber")
        page.locator(".lg-results a").first.wait_for()
        took = page.evaluate(TIMED, [*QUERIES])
        browser.close()
    for query, milliseconds in zip(QUERIES, took, strict=True):
        print(f"{milliseconds:7.1f} ms  {query}")
    print(f"slowest to median: {max(took) / max(statistics.median(took), 0.1):.1f}")


if __name__ == "__main__":
    main()
