"""Which elements of a page are no part of the report: navigation, banners, scripts, what is not shown, the licence page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

Attributes = Mapping[str, str | None]

_TAGS = frozenset(
    ["script", "style", "template", "noscript", "head", "title", "meta", "link", "base", "svg", "math", "canvas", "iframe",
     "object", "embed", "video", "audio", "map", "form", "input", "select", "textarea", "nav", "dialog", "footer", "menu",
     "del", "-comment", "!doctype"]
)  # fmt: skip
_ROLES = frozenset(["navigation", "search", "banner", "contentinfo", "dialog", "alertdialog", "doc-backlink", "doc-toc"])  # fmt: skip
_IDS = frozenset(["toc", "table-of-contents", "tableofcontents", "cookie-banner", "cookies", "breadcrumbs", "global-cookie-message"])  # fmt: skip
_CLASSES = re.compile(
    r"(?:^|\s)(?:ccfw-[\w-]+|[\w-]*cookie[\w-]*|[\w-]*skip-?link[\w-]*|[\w-]*breadcrumbs?[\w-]*|hale-print-only|hale-jump-link|"
    r"hale-print-button|[\w-]*visually-hidden[\w-]*|screen-reader-text|sr-only|no-print|table-of-contents|toc|toc-container|ez-toc-[\w-]+|"
    r"[\w-]*back-to-top[\w-]*|sharedaddy|addtoany[\w-]*|[\w-]*pagination[\w-]*|wp-block-buttons?)(?=\s|$)",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[*†‡§]|[ivxlc]{1,6})\s*[\])]?,?")
_PARTS = "main, [role=main]"


def is_furniture(tag: str, attributes: Attributes, heading: bool, main: bool) -> bool:
    """Whether an element is left out with all that it holds.

    Args:
        tag: in small letters.
        attributes: the element's.
        heading: whether it stands within a heading, where a button is what the heading says.
        main: whether it stands within the main part, where a header is the report's own.
    """
    if tag in _TAGS or (tag == "header" and not main) or (tag == "button" and not heading):
        return True
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return not main or attributes.get("hidden") != "until-found"
    named = attributes.get("class")
    if named and _CLASSES.search(named) and "toc-item" not in named:
        return True
    style = attributes.get("style")
    if style and _HIDDEN.search(style):
        return True
    return attributes.get("role") in _ROLES or (attributes.get("id") or "").lower() in _IDS


def is_mark(tag: str, attributes: Attributes, text: str) -> bool:
    """Whether an element is the reference to a footnote: a raised figure, or a link to a note within the page."""
    bare = text.strip()
    if len(bare) > 12 or not bare or not _MARK.fullmatch(bare):
        return False
    if tag == "sup":
        return not bare.strip("[]() ,").isalpha()
    target = attributes.get("href") or ""
    if "#" not in target:
        return False
    noted = re.search(r"fn|note|ref", target.rpartition("#")[2], re.I) or "note" in (attributes.get("class") or "")
    return bool(noted) or bare[:1] in "[("


def is_note(tag: str, attributes: Attributes) -> bool:
    """Whether an element holds the bodies of footnotes."""
    named, key = attributes.get("class") or "", (attributes.get("id") or "").lower()
    if "wp-block-footnotes" in named or "MsoFootnoteText" in named or "MsoEndnoteText" in named:
        return True
    return bool(re.fullmatch(r"(?:foot|end)notes?(?:-list)?", key) or re.fullmatch(r"_?(?:ftn|edn)\d+", key)) or (
        attributes.get("role") in ("doc-endnotes", "doc-footnote")
        or bool(re.search(r"(?:^|\s)(?:foot|end)notes?(?=\s|$)", named, re.I))
    )


def is_contents(node: LexborNode) -> bool:
    """Whether a list is a table of contents: at least three items, each nothing but a link within the page."""
    items = [child for child in node.iter() if child.tag == "li"]
    if len(items) < 3:
        return False
    for item in items:
        link = item.css_first("a[href]")
        target = link.attributes.get("href") if link else None
        if link is None or not target or "#" not in target or target.startswith("#fn"):
            return False
        if len(item.text().split()) > sum(len(a.text().split()) for a in item.css("a[href]")):
            return False
    return True


def main_of(tree: LexborHTMLParser) -> LexborNode | None:
    """The main part of a page; None where there is none, or where most of the page stands outside it."""
    body, main = tree.body, tree.css_first(_PARTS)
    if body is None or main is None:
        return None
    inside, whole = len(main.text()), len(body.text())
    for node in body.css("script, style, nav, header, footer"):
        whole -= len(node.text())
    return main if 3 * inside >= whole else None
