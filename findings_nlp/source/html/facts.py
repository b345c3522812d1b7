"""What the head of a page says of the report: title, day of publication, address."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from findings_nlp.source.editions import Facts

_SAVED = re.compile(r"<!--\s*saved from url=(?:\(\d+\))?\s*(https?://[^\s>]{4,2000}?)\s*-->")
_DAY = re.compile(r"\b((?:19|20)\d\d-[01]\d-[0-3]\d)")
_LINKED = re.compile(r"\"datePublished\"\s*:\s*\"((?:19|20)\d\d-[01]\d-[0-3]\d)")
_SITE = re.compile(r"(?<!\s)\s+[|–—-]\s++(?=[^|–—-]*$)[^|–—-]*\bInspectorate\b[^|–—-]*$", re.I)
_WEB = re.compile(r"https?://[^\s<>\"']{4,2000}")


def read_facts(tree: LexborHTMLParser, text: str) -> Facts:
    """The facts of a parsed page; `text` is its source, whose first comment may name the address that it was saved from."""
    title = _attribute(tree, 'meta[property="og:title"]', "content") or _inside(tree, "title")
    return Facts(_SITE.sub("", title) if title else None, _published(tree), _address(tree, text))


def _published(tree: LexborHTMLParser) -> str | None:
    shown = tree.css_first("time.entry-date, time.published, time[pubdate]")
    stated = shown.attributes.get("datetime") if shown else None
    for found in (stated, _attribute(tree, 'meta[property="article:published_time"]', "content")):
        if found and (day := _DAY.search(found)):
            return day[1]
    for script in tree.css('script[type="application/ld+json"]'):
        if day := _LINKED.search(script.text()):
            return day[1]
    return None


def _address(tree: LexborHTMLParser, text: str) -> str | None:
    saved = _SAVED.search(text[:4096])
    named = _attribute(tree, 'link[rel="canonical"]', "href") or _attribute(tree, 'meta[property="og:url"]', "content")
    if named and _WEB.fullmatch(named):
        return named
    return saved[1] if saved else None


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str | None:
    node = tree.css_first(selector)
    return " ".join((node.attributes.get(name) or "").split()) or None if node else None


def _inside(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector)
    return " ".join(node.text().split()) or None if node else None
