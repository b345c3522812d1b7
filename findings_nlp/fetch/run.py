"""One run: the listings that were asked for, their files one after another, and what became of each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from pathlib import Path

import findings_nlp
from findings_nlp.errors import printable
from findings_nlp.fetch.client import PRODUCT, Client, Manners, origin
from findings_nlp.fetch.crawl import crawl
from findings_nlp.fetch.manifest import Entry, Manifest
from findings_nlp.fetch.pages import DEFAULT_SITE, SiteError, address, load_site
from findings_nlp.fetch.store import fetch, file_name, is_whole

STOPPED = 130  # exit code after Ctrl-C, as shells have it


class FetchError(ValueError):
    """What was asked for cannot be begun or gone on with; the message is one line."""


@dataclass(frozen=True)
class Wanted:
    """What to fetch and how.

    Attributes:
        urls: addresses of pages that list reports, or of PDFs.
        output: the folder for the files and the manifest.
        list_file: a file with one PDF's address a line.
        contact: an address at which the site's keepers reach the user, sent with each request.
        hosts: further hosts that may be asked.
        site: how pages are read.
        delay: seconds between requests.
        tries: tries for one address.
        timeout: seconds that an answer may take to begin.
        limit: files to ask for at most.
        new_only: do not ask whether files that are there have changed.
        dry_run: list the files, download none.
    """

    urls: tuple[str, ...]
    output: Path
    list_file: Path | None = None
    contact: str | None = None
    hosts: tuple[str, ...] = ()
    site: Path = DEFAULT_SITE
    delay: float = 2.0
    tries: int = 4
    timeout: float = 30.0
    limit: int | None = None
    new_only: bool = False
    dry_run: bool = False


def run(wanted: Wanted) -> int:
    """Fetch what is wanted.

    Returns:
        The exit code: 0 where every file is there, 1 where something could not be had, 130 after Ctrl-C.

    Raises:
        FetchError: where a library is missing, an address is none, or a file cannot be read or written.
    """
    for library in ("requests", "protego", "bs4"):
        try:
            import_module(library)
        except ModuleNotFoundError:
            raise FetchError(f"fetch needs {library}: pip install '.[fetch]' in a checkout") from None
    pages, files = _addresses(wanted)
    try:
        site = load_site(wanted.site)
        hosts = {origin(url) for url in pages + files} | set(wanted.hosts)
    except (SiteError, ValueError) as error:
        raise FetchError(str(error)) from None
    if not wanted.contact:
        _tell("findings-nlp: no --contact: the site's keepers cannot reach you")
    about = f"archive of inspection reports{'; ' + wanted.contact if wanted.contact else ''}"
    manners = Manners(delay=wanted.delay, tries=wanted.tries, timeout=wanted.timeout)
    client = Client(hosts, f"{PRODUCT}/{findings_nlp.__version__} ({about})", manners)
    problems: list[str] = []

    def problem(line: str) -> None:
        problems.append(line)
        _tell(f"  {line}")

    direct = (Entry(url) for url in files)
    listed = chain(direct, (entry for entry in crawl(client, pages, site, problem) if entry.url not in set(files)))
    if wanted.dry_run:
        count = _list(listed, wanted.limit)
        _tell(f"{count} files, {len(problems)} pages with problems")
        return 1 if problems else 0
    return _download(wanted, client, listed, problems)


def _addresses(wanted: Wanted) -> tuple[list[str], list[str]]:
    """The listings and the PDFs that were asked for."""
    listed: list[str] = []
    if wanted.list_file:
        try:
            listed = wanted.list_file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8 text"
            raise FetchError(f"{printable(str(wanted.list_file))}: {reason}") from None
    given = chain((("URL", u) for u in wanted.urls), ((f"{wanted.list_file}:{n}", u) for n, u in enumerate(listed, 1)))
    files: dict[str, None] = {}
    pages: dict[str, None] = {}
    for place, written in given:
        text = written.strip()
        if not text or text.startswith("#"):
            continue
        url = address(text, "")
        if url is None:
            raise FetchError(f"{printable(place)}: {printable(text)[:200]!r} is no web address")
        is_pdf = place != "URL" or url.split("?")[0].lower().endswith(".pdf")
        (files if is_pdf else pages)[url] = None
    return list(pages), list(files)


def _tell(line: str) -> None:
    """One line on standard error, whatever a page or an address holds."""
    print(printable(line), file=sys.stderr, flush=True)


def _list(listed: Iterator[Entry], limit: int | None) -> int:
    count = 0
    for count, entry in enumerate(listed, 1):
        print("\t".join(printable(x or "") for x in (entry.date, entry.title, entry.url, entry.kind)), flush=True)
        if count == limit:
            break
    return count


def _download(wanted: Wanted, client: Client, listed: Iterator[Entry], problems: list[str]) -> int:
    try:
        wanted.output.mkdir(parents=True, exist_ok=True)
        manifest = Manifest(wanted.output)
    except OSError as error:
        raise FetchError(f"{printable(str(wanted.output))}: {error.strerror or error}") from None
    if manifest.broken:
        _tell(f"{manifest.path}: {manifest.broken} broken lines left out")
    counts: Counter[str] = Counter()
    stopped = ""
    try:
        for entry in listed:
            known = manifest.entries.get(entry.url)
            if wanted.new_only and is_whole(wanted.output / file_name(entry.url, entry.form), known):
                counts["known"] += 1
                continue
            done = fetch(client, entry, wanted.output, known)
            manifest.put(done)
            counts[done.status] += 1
            _tell(f"{done.status:9} {done.url}" + (f": {done.reason}" if done.reason else f" {done.bytes} bytes"))
            if wanted.limit and counts.total() - counts["known"] >= wanted.limit:
                break
        manifest.save()
    except KeyboardInterrupt:
        manifest.save()
        stopped = "stopped; the same command goes on from here: "
    except OSError as error:
        raise FetchError(f"{printable(str(error.filename or wanted.output))}: {error.strerror or error}") from None
    _tell(stopped + (", ".join(f"{n} {status}" for status, n in sorted(counts.items())) or "no reports found"))
    had = sum(counts[status] for status in ("fetched", "unchanged", "known", "passed_over"))
    good = had == counts.total() > 0 and not problems
    return STOPPED if stopped else 0 if good else 1
