"""Download the inspectorate's reports, PDFs and pages that are reports themselves, politely: python scripts/fetch_archive.py --output archive --contact you@example.org URL

URL is a page that lists reports (its further pages and the reports' own pages are followed) or a PDF. One request at a time
with a pause after each, robots.txt obeyed, no other host than those of the addresses given and of --host. Run again it asks
only whether files have changed, and goes on where it was stopped. The folder's manifest.jsonl tells title, date, address,
hash, size and status of each file. Exit code 0: all files are there; 1: something could not be had; 2: wrong options.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import findings_nlp
from findings_nlp.errors import printable

try:
    from fetching.client import PRODUCT, Client, Manners, origin
    from fetching.crawl import crawl
    from fetching.manifest import Entry, Manifest
    from fetching.pages import DEFAULT_SITE, SiteError, address, load_site
    from fetching.store import fetch, file_name, is_whole
except ModuleNotFoundError as error:
    sys.exit(f"fetch_archive: {error.name} is not installed: pip install '.[fetch]'")


def options(given: list[str] | None = None) -> argparse.Namespace:
    """The options of the command line; exits with code 2 and a line where they are wrong."""
    parser = argparse.ArgumentParser("fetch_archive", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("urls", nargs="*", metavar="URL", help="a page that lists reports, or a PDF")
    parser.add_argument("--list", type=Path, dest="list_file", help="a file with one PDF's address a line; # begins a remark")
    parser.add_argument("--output", type=Path, required=True, help="the folder for the files and the manifest")
    parser.add_argument("--contact", help="an address at which the site's keepers reach you; it is sent with each request")
    parser.add_argument("--host", action="append", default=[], help="another host that may be asked; may be repeated")
    parser.add_argument("--site", type=Path, default=DEFAULT_SITE, help=f"how pages are read (default: {DEFAULT_SITE.name})")
    parser.add_argument(
        "--delay", type=float, default=2.0, help="seconds between requests (default 2; robots.txt may ask for more)"
    )
    parser.add_argument("--tries", type=int, default=4, help="tries for one address (default 4)")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds that an answer may take to begin (default 30)")
    parser.add_argument("--limit", type=int, help="ask for this many PDFs at most")
    parser.add_argument("--new-only", action="store_true", help="do not ask whether files that are there have changed")
    parser.add_argument("--dry-run", action="store_true", help="read the listings and print the PDFs, download none")
    chosen = parser.parse_args(given)
    if not chosen.urls and not chosen.list_file:
        parser.error("give an address or --list")
    if chosen.delay < 0 or chosen.tries < 1 or chosen.timeout <= 0 or (chosen.limit is not None and chosen.limit < 1):
        parser.error("--delay must be 0 or more, --timeout more than 0, --tries and --limit 1 or more")
    if chosen.contact and not (chosen.contact.isascii() and chosen.contact.isprintable()):
        parser.error("--contact must be plain ASCII on one line")
    return chosen


def addresses(chosen: argparse.Namespace) -> tuple[list[str], list[str]]:
    """The listings and the PDFs that were asked for; exits with a line where one is no web address."""
    try:
        listed = chosen.list_file.read_text(encoding="utf-8-sig").splitlines() if chosen.list_file else []
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"fetch_archive: {chosen.list_file}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}")
    whole: dict[str, None] = {}
    pages: dict[str, None] = {}
    for place, written in chain(
        (("URL", u) for u in chosen.urls), ((f"{chosen.list_file}:{n}", u) for n, u in enumerate(listed, 1))
    ):
        text = written.strip()
        if not text or text.startswith("#"):
            continue
        url = address(text, "")
        if url is None:
            sys.exit(f"fetch_archive: {place}: {printable(text)[:200]!r} is no web address")
        is_pdf = place != "URL" or url.split("?")[0].lower().endswith(".pdf")
        (whole if is_pdf else pages)[url] = None
    return list(pages), list(whole)


def tell(line: str) -> None:
    """One line on standard error, whatever a page or an address holds."""
    print(printable(line), file=sys.stderr, flush=True)


def run(chosen: argparse.Namespace, client: Client | None = None) -> int:
    """Fetch what was asked for and return the exit code."""
    pages, whole = addresses(chosen)
    try:
        site = load_site(chosen.site)
        hosts = {origin(url) for url in pages + whole} | set(chosen.host)
    except (SiteError, ValueError) as error:
        sys.exit(f"fetch_archive: {error}")
    if not chosen.contact:
        tell("fetch_archive: no --contact: the site's keepers cannot reach you")
    agent = (
        f"{PRODUCT}/{findings_nlp.__version__} (archive of inspection reports{'; ' + chosen.contact if chosen.contact else ''})"
    )
    manners = Manners(delay=chosen.delay, tries=chosen.tries, timeout=chosen.timeout)
    client = client or Client(hosts, agent, manners)
    problems: list[str] = []

    def problem(line: str) -> None:
        problems.append(line)
        tell(f"  {line}")

    direct = (Entry(url) for url in whole)
    found = chain(direct, (entry for entry in crawl(client, pages, site, problem) if entry.url not in set(whole)))
    if chosen.dry_run:
        count = _list(found, chosen.limit)
        tell(f"{count} files, {len(problems)} pages with problems")
        return 1 if problems else 0
    return _download(chosen, client, found, problems)


def _list(found: Iterator[Entry], limit: int | None) -> int:
    count = 0
    for count, entry in enumerate(found, 1):
        print("\t".join(printable(x or "") for x in (entry.date, entry.title, entry.url, entry.kind)), flush=True)
        if count == limit:
            break
    return count


def _download(chosen: argparse.Namespace, client: Client, found: Iterator[Entry], problems: list[str]) -> int:
    try:
        chosen.output.mkdir(parents=True, exist_ok=True)
        manifest = Manifest(chosen.output)
    except OSError as error:
        sys.exit(f"fetch_archive: {chosen.output}: {error.strerror or error}")
    if manifest.broken:
        tell(f"{manifest.path}: {manifest.broken} broken lines left out")
    counts: Counter[str] = Counter()
    stopped = ""
    try:
        for wanted in found:
            known = manifest.entries.get(wanted.url)
            if chosen.new_only and is_whole(chosen.output / file_name(wanted.url, wanted.form), known):
                counts["known"] += 1
                continue
            entry = fetch(client, wanted, chosen.output, known)
            manifest.put(entry)
            counts[entry.status] += 1
            tell(f"{entry.status:9} {entry.url}" + (f": {entry.reason}" if entry.reason else f" {entry.bytes} bytes"))
            if chosen.limit and counts.total() - counts["known"] >= chosen.limit:
                break
        manifest.save()
    except KeyboardInterrupt:
        manifest.save()
        stopped = "stopped; the same command goes on from here: "
    except OSError as error:
        sys.exit(f"fetch_archive: {error.filename or chosen.output}: {error.strerror or error}")
    tell(stopped + (", ".join(f"{n} {status}" for status, n in sorted(counts.items())) or "no reports found"))
    had = sum(counts[status] for status in ("fetched", "unchanged", "known", "passed_over"))
    good = had == counts.total() > 0 and not problems
    return 130 if stopped else 0 if good else 1


if __name__ == "__main__":
    sys.exit(run(options()))
