"""First view and search answers of an archive explorer, in headless Chromium, opened from disk.

First view: from the start of navigation until the page has loaded and painted its first content, in a new browser context;
for the search page, until its first rows are shown. Search answer: from the call that a key stroke leads to until the rows
stand in the page, each query once with nothing loaded yet (a new page) and once more. Beside each time stands the processor
time of the page's main thread in the same span: on a busy machine the first tells of its neighbours, the second does not.

Usage: python scripts/bench/site_pages.py SITE [--chromium /usr/bin/chromium] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import statistics
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
QUERIES = (
    "q=police", "q=risk+assessment", "q=children", "q=re*", "q=%22risk+of+harm%22", "q=MAPPA+-police", "q=Wi-Fi", "q=profesional", "q=staff+training+manager", "q=safeguarding&polarity=area_for_improvement",
    "q=domestic+abuse&theme=domestic_abuse&year=2023", "theme=victims&polarity=strength", "region=Fenmoor", "q=zzz", "q=cases&page=300",
)  # fmt: skip
PAINTED = "performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint')?.startTime"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


class Tab:
    """A page in a context of its own, so that nothing is kept from the page before, with a clock of its main thread."""

    def __init__(self, browser: Browser) -> None:
        self.page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self._session = self.page.context.new_cdp_session(self.page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy(self) -> float:
        """Milliseconds of processor time that the main thread has spent on tasks."""
        found = {m["name"]: m["value"] for m in self._session.send("Performance.getMetrics")["metrics"]}
        return 1000 * float(found["TaskDuration"])

    def open(self, address: str) -> None:
        """Go to a page and wait until it has loaded and painted."""
        self.page.goto(address, timeout=120_000)
        # asked again and again from outside: the pages' policy allows no evaluated code in them
        while not self.page.evaluate(f"{LOADED} > 0 && {PAINTED} > 0"):
            self.page.wait_for_timeout(20)

    def answer(self, query: str) -> tuple[float, float]:
        """Wall and processor milliseconds from the change of the address until the rows are in the page."""
        turn, before = self.page.get_attribute("#search", "data-turn"), self.busy()
        self.page.evaluate("query => { location.hash = query }", query)
        self.page.wait_for_selector(f"#search[data-turn]:not([data-turn='{turn}'])", timeout=120_000)
        return float(self.page.get_attribute("#search", "data-milliseconds") or "nan"), self.busy() - before

    def close(self) -> None:
        """Close the page with its context."""
        self.page.context.close()


def first_view(browser: Browser, address: str) -> tuple[float, float]:
    """Wall and processor milliseconds until loaded and painted, and for the search page until rows are shown."""
    tab = Tab(browser)
    tab.open(address)
    spent = max(tab.page.evaluate(PAINTED), tab.page.evaluate(LOADED))
    if "search.html" in address:
        tab.page.wait_for_selector("#results li", timeout=120_000)
        spent = tab.page.evaluate("performance.now()")
    busy = tab.busy()
    tab.close()
    return float(spent), busy


def middle(found: list[tuple[float, float]]) -> tuple[float, float]:
    """The median of either time."""
    return statistics.median(wall for wall, _ in found), statistics.median(busy for _, busy in found)


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
            views.append(middle([first_view(browser, f"{root}/{name}") for _ in range(given.rounds)]))
            print(f"first view {views[-1][0]:7.0f} ms ({views[-1][1]:6.0f} ms of processor)  {name}")
        for query in QUERIES:
            once, again = [], []
            for _ in range(given.rounds):
                tab = Tab(browser)
                tab.open(f"{root}/search.html#q=zzzz")
                tab.page.wait_for_selector("#search[data-turn]", timeout=120_000)
                once.append(tab.answer(query))
                tab.answer("q=zzzz")
                again.append(tab.answer(query))
                tab.close()
            cold.append(middle(once))
            warm.append(middle(again))
            (wall, busy), (later, less) = cold[-1], warm[-1]
            print(f"answer {wall:7.1f} ms ({busy:5.1f}) first, {later:6.1f} ms ({less:5.1f}) again  {query}")
        print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        browser.close()
    for name, found in (("first view", views), ("search answer, nothing loaded", cold), ("search answer, loaded", warm)):
        print(
            f"worst {name}: {max(w for w, _ in found):.0f} ms, {max(p for _, p in found):.0f} ms of processor; median of {given.rounds}"
        )


if __name__ == "__main__":
    main()
