"""From the pages of listings, over the pages of reports, to the addresses of PDFs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from fetching.client import Again, Client, Failed, Refused
from fetching.manifest import Entry
from fetching.pages import Link, Page, Site, read_page

_PAGE_BYTES = 20_000_000


def crawl(
    client: Client, starts: Iterable[str], site: Site, problem: Callable[[str], None], most_pages: int = 1000
) -> Iterator[Entry]:
    """The PDFs that listings lead to, each address once, as they are found.

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
            yield from _once(Entry(link.url, link.title or link.text, link.text, link.date, url), seen)
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
    if not page.pdfs:
        problem(f"{link.url}: no PDF on the page")
    for pdf in page.pdfs:
        entry = Entry(pdf.url, page.title or pdf.title or link.title, pdf.text, page.date or link.date or pdf.date, link.url)
        yield from _once(entry, seen)


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
