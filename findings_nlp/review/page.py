"""A review as one page for a browser, driven by keys: it holds its data, asks the network for nothing and saves a file."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from findings_nlp import __version__
from findings_nlp.review.sample import Review
from findings_nlp.show.templating import asset, render
from findings_nlp.show.words import visible
from findings_nlp.tables.book import web_address


def review_page(review: Review) -> str:
    """The page of a review. Texts of reports are data that its script shows as text, never as markup."""
    data = {
        "id": review.id,
        "themes": {name: visible(shown) for name, shown in review.themes.items()},
        "polarities": review.polarities,
        "findings": [_finding(item) for item in review.findings],
        "links": [_link(item) for item in review.links],
    }
    script = asset("review.js")
    return render("review.html", styles=["review.css"], script=script, data=_embedded(data), id=review.id, version=__version__)


def _embedded(data: dict[str, Any]) -> Markup:
    """JSON that can stand in a script element: nothing in it ends the element or begins another."""
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  (no markup is left in it)


def _where(item: dict[str, Any]) -> str:
    parts = [
        item["report"],
        item["finding"],
        item["service"],
        item.get("published"),
        f"page {item['page']}" if item["page"] else None,
    ]
    return visible(" · ".join(str(part) for part in parts if part))


def _finding(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "where": _where(item), "context": visible(item["context"]), "text": visible(item["text"]), "polarity": item["polarity"],
        "themes": item["themes"], "source": web_address(item["source"]),
    }  # fmt: skip


def _link(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "where": _where(item), "asked": visible(item["recommendation_text"]), "text": visible(item["finding_text"]),
        "link": "reason" if item["band"] == "reason" else "none", "source": web_address(item["source"]),
    }  # fmt: skip
