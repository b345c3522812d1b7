"""First view and search answers of an archive explorer, in headless Chromium, opened from disk.

First view: from the start of navigation until the page has loaded and painted its first content, in a new browser context;
for the search page, until its first rows are shown. Search answer: from the call that a key stroke leads to until the rows
stand in the page, each query once with nothing loaded yet (a new page) and once more.

Usage: python scripts/benchmark_site.py SITE [--chromium /usr/bin/chromium] [--rounds 3]
"""

from __future__ import annotations

import argparse
import statistics
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
QUERIES = (
    "q=police", "q=risk+assessment", "q=children", "q=re", "q=staff+training+manager", "q=safeguarding&polarity=area_for_improvement",
    "q=domestic+abuse&theme=domestic_abuse&year=2023", "theme=victims&polarity=strength", "region=Fenmoor", "q=zzz", "q=cases&page=300",
)  # fmt: skip
PAINTED = "performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint')?.startTime"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


def opened(browser: Browser, address: str) -> Page:
    """A page in a context of its own: nothing is kept from the page before."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address)
    # asked again and again from outside: the pages' policy allows no evaluated code in them
    while not page.evaluate(f"{LOADED} > 0 && {PAINTED} > 0"):
        page.wait_for_timeout(20)
    return page


def first_view(browser: Browser, address: str) -> float:
    """Milliseconds until loaded and painted, and for the search page until rows are shown."""
    page = opened(browser, address)
    spent = max(page.evaluate(PAINTED), page.evaluate(LOADED))
    if "search.html" in address:
        page.wait_for_selector("#results li")
        spent = page.evaluate("performance.now()")
    page.context.close()
    return float(spent)


def answer(page: Page, query: str) -> float:
    """Milliseconds from the change of the address until the rows are in the page."""
    turn = page.get_attribute("#search", "data-turn")
    page.evaluate("query => { location.hash = query }", query)
    page.wait_for_selector(f"#search[data-turn]:not([data-turn='{turn}'])")
    return float(page.get_attribute("#search", "data-milliseconds") or "nan")


def main() -> None:
    """Print one line for each page and query, and the worst of either kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    root = given.site.resolve().as_uri()
    some = [
        f"{kind}/{max((given.site / kind).glob('*.html'), key=lambda p: (p.stat().st_size, p.name)).name}"
        for kind in ("themes", "services", "reports")
    ]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=given.chromium, args=FLAGS)
        first_view(browser, f"{root}/themes.html")
        views, cold, warm = [], [], []
        for name in ("index.html", "search.html", "services.html", "reports.html", *some):
            views.append(statistics.median(first_view(browser, f"{root}/{name}") for _ in range(given.rounds)))
            print(f"first view {views[-1]:7.0f} ms  {name}")
        for query in QUERIES:
            once, again = [], []
            for _ in range(given.rounds):
                page = opened(browser, f"{root}/search.html#q=zzzz")
                page.wait_for_selector("#search[data-turn]")
                once.append(answer(page, query))
                answer(page, "q=zzzz")
                again.append(answer(page, query))
                page.context.close()
            cold.append(statistics.median(once))
            warm.append(statistics.median(again))
            print(f"answer {cold[-1]:7.1f} ms first, {warm[-1]:6.1f} ms again  {query}")
        browser.close()
    print(
        f"worst first view {max(views):.0f} ms, worst search answer {max(cold):.0f} ms (first), {max(warm):.0f} ms (again); median of {given.rounds}"
    )


if __name__ == "__main__":
    main()
