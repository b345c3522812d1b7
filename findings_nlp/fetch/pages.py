"""Reading a page: its title and date, and its links to PDFs, to pages of reports and to further pages of the listing."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from findings_nlp.document.dates import iso

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

DEFAULT_SITE = Path(__file__).with_name("site.toml")
_SELECTORS = ("content", "next_selectors", "report_selectors", "documents", "files", "titles", "dates", "items")
_NUMBERS = ("least_words",)
_ISO = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
_MOST = 300


class SiteError(ValueError):
    """The description of a site is wrong; the message names the file and the field."""


@dataclass(frozen=True)
class Site:
    """How the pages of a site are read; the fields are explained in `site.toml`."""

    content: list[str]
    next_selectors: list[str]
    next_texts: re.Pattern[str]
    page_addresses: re.Pattern[str]
    report_selectors: list[str]
    report_addresses: re.Pattern[str]
    not_report_addresses: re.Pattern[str]
    pdf_addresses: re.Pattern[str]
    pdf_texts: re.Pattern[str]
    not_pdf_addresses: re.Pattern[str]
    documents: list[str]
    files: list[str]
    least_words: int
    data_files: re.Pattern[str]
    other_files: re.Pattern[str]
    news_addresses: re.Pattern[str]
    titles: list[str]
    dates: list[str]
    items: list[str]
    nameless_texts: re.Pattern[str]


@dataclass(frozen=True)
class Link:
    """A link: address without fragment, its text, and the title and date printed in the item that it is in."""

    url: str
    text: str
    title: str | None = None
    date: str | None = None


@dataclass
class Page:
    """What a page says and where it leads.

    `document` tells whether it is the page of one publication, with its `files`; `words` how many its content has.
    """

    title: str | None
    date: str | None
    document: bool = False
    words: int = 0
    files: list[Link] = field(default_factory=list)
    pdfs: list[Link] = field(default_factory=list)
    reports: list[Link] = field(default_factory=list)
    following: list[str] = field(default_factory=list)


def load_site(path: Path = DEFAULT_SITE) -> Site:
    """The description of a site from a TOML file.

    Raises:
        SiteError: where the file cannot be read, or a field is missing, unknown or no selector or regular expression.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SiteError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    names = {f.name for f in fields(Site)}
    for name in sorted(names - set(given)) + sorted(set(given) - names):
        raise SiteError(f"{path}: {'missing' if name in names else 'unknown'} field {name}")
    checked: dict[str, Any] = {name: _checked(path, name, value) for name, value in given.items()}
    return Site(**checked)


def _checked(path: Path, name: str, value: object) -> list[str] | re.Pattern[str] | int:
    import soupsieve

    if name in _NUMBERS:
        if not str(value).isdecimal():
            raise SiteError(f"{path}: {name} must be a number")
        return int(str(value))
    try:
        if name not in _SELECTORS:
            return re.compile(str(value), re.I)
        if not isinstance(value, list):
            raise SiteError(f"{path}: {name} must be a list of selectors")
        for selector in value:
            soupsieve.compile(str(selector))
    except (re.error, soupsieve.SelectorSyntaxError) as error:
        raise SiteError(f"{path}: {name}: {str(error).splitlines()[0]}") from None
    return [str(selector) for selector in value]


def address(base: str, href: str) -> str | None:
    """The whole address that a link leads to, without its fragment; None where it is no web address
    or holds a user name.

    >>> address("http://example.org/a/", "../b c.pdf#page=2")
    'http://example.org/b%20c.pdf'
    >>> address("http://example.org/", "javascript:void(0)") is None
    True
    """
    try:
        parts = urlsplit(urldefrag(urljoin(base, href.strip())).url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    # the same page may be linked with and without its blanks and letters escaped
    path, query = (quote(part, safe="/%:@!$&'()*+,;=~?-._") for part in (parts.path or "/", parts.query))
    return urlunsplit((parts.scheme, parts.netloc.lower(), path, query, ""))


def _text(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())[:_MOST]


def _date(element: Tag) -> str | None:
    for written in (element.get("datetime"), element.get("content"), _text(element)):
        if written and (found := _ISO.search(str(written))):
            return found[0]
        if written and (read := iso(str(written))):
            return read
    return None


def _first_title(soup: BeautifulSoup, site: Site) -> str | None:
    for selector in site.titles:
        for element in soup.select(selector, limit=3):
            written = element.get("content") or _text(element)
            if written:
                return " ".join(str(written).split())[:_MOST]
    return None


def _first_date(element: Tag, site: Site) -> str | None:
    return next((date for s in site.dates for e in element.select(s, limit=3) if (date := _date(e))), None)


def _link(element: Tag, target: str, text: str, site: Site) -> Link:
    """A link with what the listing's item around it says."""
    import soupsieve

    named = None if site.nameless_texts.match(text) else text
    item = element.find_parent(lambda tag: any(soupsieve.match(selector, tag) for selector in site.items))
    if item is None:
        return Link(target, text, named)
    heading = item.select_one("h1, h2, h3, h4, h5, h6")
    return Link(target, text, named or (_text(heading) if heading else None), _first_date(item, site) or _date(item))


def read_page(html: bytes, url: str, site: Site, encoding: str | None = None) -> Page:
    """A page's title, date and links; never fails, whatever the mark-up."""
    from bs4 import BeautifulSoup, Tag

    soup = BeautifulSoup(html, "html.parser", from_encoding=encoding)
    base_tag = soup.find("base", href=True)
    base = (address(url, str(base_tag["href"])) if isinstance(base_tag, Tag) else None) or url
    content = next((found for selector in site.content if (found := soup.select_one(selector))), soup)
    page = Page(_first_title(soup, site), _first_date(soup, site), any(soup.select_one(s) for s in site.documents))
    page.words = len(content.get_text(" ").split())
    attached = {id(e) for selector in site.files for e in soup.select(selector)}
    titled = {id(e) for selector in site.report_selectors for e in soup.select(selector)}
    seen = {address(url, "")}
    chosen = {id(e) for selector in site.next_selectors for e in soup.select(selector)}
    for element in soup.find_all(["a", "link"], href=True):
        target = address(base, str(element["href"]))
        if target is None or target in seen or not (id(element) in chosen or (element.name == "a" and _within(element, content))):
            continue
        seen.add(target)
        if id(element) in attached:
            page.files.append(_link(element, target, _text(element), site))
        elif id(element) in titled and not site.pdf_addresses.search(target):
            page.reports.append(_link(element, target, _text(element), site))
        else:
            _sort(page, element, target, url, site, id(element) in chosen)
    return page


def _within(element: Tag, content: Tag) -> bool:
    return content.name == "[document]" or any(parent is content for parent in element.parents)


def _sort(page: Page, element: Tag, target: str, url: str, site: Site, is_next: bool) -> None:
    text = _text(element) or str(element.get("title") or element.get("aria-label") or "")[:_MOST]
    if site.pdf_addresses.search(target) or (site.pdf_texts.search(text) and not site.report_addresses.search(target)):
        if not site.not_pdf_addresses.search(target):
            page.pdfs.append(_link(element, target, text, site))
    elif is_next or site.next_texts.search(text) or site.page_addresses.search(target):
        if is_next or site.next_texts.search(text) or _same_listing(target, url, site):
            page.following.append(target)
    elif site.report_addresses.search(target) and not site.not_report_addresses.search(target):
        page.reports.append(_link(element, target, text, site))


def _same_listing(target: str, url: str, site: Site) -> bool:
    """Whether two addresses are of one path but for the number of the page: another listing's pages are not ours."""
    bare = [site.page_addresses.sub("", a).split("?")[0].rstrip("/") for a in (target, url)]
    return bare[0] == bare[1]
