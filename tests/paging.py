"""What the tests of web pages build: a page like the inspectorate's around some markup."""

from __future__ import annotations

import findings_nlp as fn
from findings_nlp.document.doc import BlockView, views
from findings_nlp.record.schema import Report

TITLE = "An inspection of probation services in Otterby PDU"


def page(body: str, head: str = "", after: str = "", title: str = TITLE) -> bytes:
    """A page with the site's furniture around the main part."""
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        '<div class="ccfw-page-banner"><h2>Cookies on this site</h2><p>We use cookies.</p></div>'
        '<a class="govuk-skip-link" href="#maincontent">Skip to main content</a>'
        "<header><nav><ul><li>Menu of the site</li></ul></nav></header>"
        f'<div id="content"><main id="maincontent"><div id="primary"><h1>{title}</h1>{body}</div></main></div>{after}'
        "<footer><p>Footer of the site</p></footer></body></html>"
    ).encode()


def headed(lists: str) -> str:
    """Markup of a chapter with one standard and its lists."""
    return f'<h2 class="hale-toc-item">2. Court work</h2><h3>2.1 Assessment</h3>{lists}'


def blocks(data: bytes | str) -> list[BlockView]:
    """The blocks of a page."""
    data = data.encode() if isinstance(data, str) else data
    return views(fn.read_doc(data, fn.load("none")))


def kinds(body: str) -> list[tuple[str, str]]:
    """Kind and text of each block behind the title."""
    return [(b.kind, b.text) for b in blocks(page(body))[1:]]


def record(body: str, **more: str) -> Report:
    """The record of a page."""
    return fn.read_report(page(body, **more), nlp=fn.load("none"))


def findings(body: str) -> list[tuple[str, str]]:
    """Side and text of each finding."""
    return [(f.polarity[0], f.text) for f in record(body).findings]
