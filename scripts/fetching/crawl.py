"""From the pages of listings, over the pages of reports, to the addresses of PDFs and of pages that are reports themselves."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from fetching.client import Again, Client, Failed, Refused
from fetching.manifest import Entry
from fetching.pages import Link, Page, Site, read_page

from findings_nlp.families.family import kind_of

_PAGE_BYTES = 20_000_000


def crawl(
    client: Client, starts: Iterable[str], site: Site, problem: Callable[[str], None], most_pages: int = 1000
) -> Iterator[Entry]:
    """The publications that listings lead to, each address once, as they are found.

    Pages of a listing are followed as long as they bring reports that were not seen before: a listing whose last page leads to
    its first, or that has a next page without end, comes to an end.

    Args:
        client: asks, politely.
        starts: addresses of listings.
        site: how pages are read.
        problem: told of each page that cannot be read, in one line.
        most_pages: listing pages to read at most.
    """
    waiting = deque(starts)
    known, seen, taken = set(waiting), set[str](), 0
    while waiting and taken < most_pages:
        url = waiting.popleft()
        taken += 1
        page = _page(client, url, site, problem)
        if page is None:
            continue
        news = [link for link in page.pdfs + page.reports if link.url not in seen]
        for link in page.pdfs:
            yield from _once(_entry(link, link.title or link.text, link.date, url, site), seen)
        for link in page.reports:
            if link.url not in seen and link.url not in known:
                seen.add(link.url)
                yield from _report(client, link, site, problem, seen)
        if news:
            waiting.extend(target for target in page.following if target not in known)
            known.update(page.following)
    if waiting:
        problem(f"{len(waiting)} listing pages left unread: {most_pages} is the most that were to be read")


def _report(client: Client, link: Link, site: Site, problem: Callable[[str], None], seen: set[str]) -> Iterator[Entry]:
    page = _page(client, link.url, site, problem)
    if page is None:
        return
    files = page.files if page.document else page.pdfs
    title, date = page.title or link.title, page.date or link.date
    if not files and page.document and page.words >= site.least_words:
        # the page itself is the publication
        kind = _kind(title, link.url, site)
        yield Entry(link.url, title, link.text, date, None, kind, "html")
    elif not files and not (files := page.pdfs):
        problem(f"{link.url}: " + ("neither a file nor a text on the page" if page.document else "no PDF on the page"))
    for file in files:
        yield from _once(_entry(file, title or file.title, date or file.date, link.url, site), seen)


def _entry(link: Link, title: str | None, date: str | None, page: str, site: Site) -> Entry:
    """The entry of a file: a PDF, or one that is no report and is only told."""
    named = f"{link.url} {link.text}"
    if site.data_files.search(link.url) or site.other_files.search(link.url):
        kind = "data_file" if site.data_files.search(link.url) else "other_file"
        return Entry(link.url, title, link.text, date, page, kind, "other")
    kind = "data_file" if site.data_files.search(named) else _kind(title, page, site)
    return Entry(link.url, title, link.text, date, page, kind)


def _kind(title: str | None, page: str, site: Site) -> str:
    """What a publication is, by the address of its page and its title."""
    return "press_release" if site.news_addresses.search(page) else kind_of(title)


def _once(entry: Entry, seen: set[str]) -> Iterator[Entry]:
    if entry.url not in seen:
        seen.add(entry.url)
        yield entry


def _page(client: Client, url: str, site: Site, problem: Callable[[str], None]) -> Page | None:
    def read() -> Page:
        response = client.ask(url, {"Accept": "text/html,application/xhtml+xml"})
        kind = response.headers.get("Content-Type", "text/html").lower()
        if response.status_code != 200 or "html" not in kind:
            response.close()
            raise Failed(f"HTTP {response.status_code}" if response.status_code != 200 else f"no page but {kind[:60]}")
        html = b"".join(client.body(response, _PAGE_BYTES))
        return read_page(html, response.url, site, response.encoding if "charset" in kind else None)

    try:
        return client.patiently(read)
    except (Failed, Refused, Again) as error:
        problem(f"{url}: {error}")
        return None
