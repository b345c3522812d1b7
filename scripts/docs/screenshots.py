"""Regenerates the pictures of the README from the fictional corpus: needs the extra `browser` and Chromium.

`archive.png`: themes by year in an archive that `make_site_data` makes of the corpus' sentences, because seventeen reports
have no trends. `search.png`: a search in the corpus itself, labelled with the lite model.

Usage: python scripts/docs/screenshots.py [--out docs/pictures] [--chromium /usr/bin/chromium]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser, sync_playwright

import findings_nlp as fn
from findings_nlp.tables.frames import frames
from scripts.bench.make_site_data import make_tables
from scripts.bench.site_pages import FLAGS

ROOT = Path(__file__).parents[2]
LARGEST = 150_000


def themes_by_year(browser: Browser, folder: Path) -> bytes:
    """The heat map of adult probation, share of findings, in a made-up archive."""
    page = browser.new_page(viewport={"width": 1120, "height": 700})
    page.goto(fn.build_site(make_tables(400, 14_000), folder).as_uri())
    page.click("summary:has-text('Areas for improvement: share of reports') >> nth=0")
    page.click("summary:has-text('Areas for improvement: share of findings') >> nth=0")
    heading = page.locator("h3:has-text('Adult probation')")
    # in the page, not in the window: the clicks have scrolled
    top = heading.evaluate("h => h.getBoundingClientRect().top + window.scrollY")
    return page.screenshot(full_page=True, clip={"x": 0, "y": top - 14, "width": 1120, "height": 660})


def search(browser: Browser, folder: Path) -> bytes:
    """A search in the corpus."""
    nlp = fn.load("lite")
    reports = [fn.read_report(path, nlp=nlp) for path in sorted((ROOT / "corpus" / "reports").glob("*.pdf"))]
    page = browser.new_page(viewport={"width": 980, "height": 640})
    page.goto(fn.build_site(frames(reports), folder).with_name("search.html").as_uri() + "#q=police+risk")
    page.wait_for_selector("#results li")
    page.wait_for_timeout(200)
    return page.screenshot()


def main() -> None:
    """Write both pictures and their sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=given.chromium, args=FLAGS)
        for name, draw in (("archive", themes_by_year), ("search", search)):
            picture = draw(browser, Path(folder) / name)
            if len(picture) > LARGEST:
                raise SystemExit(f"{name}.png has {len(picture)} bytes, more than {LARGEST}")
            (given.out / f"{name}.png").write_bytes(picture)
            print(f"{name}.png {len(picture)} bytes")
        browser.close()


if __name__ == "__main__":
    main()
