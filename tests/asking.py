"""The small archive and the queries that Python, SQL and the browser must answer alike, from `search_queries.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from siting import WHERE, asked, finding, report
from tabling import Told

from findings_nlp.record.schema import Quote, Report

DATA = json.loads((Path(__file__).parent / "search_queries.json").read_text(encoding="utf-8"))
QUERIES = DATA["queries"]
SERVICE = "service"


def reports() -> list[Report]:
    return [_report(told) for told in DATA["reports"]]


def _report(told: dict[str, Any]) -> Report:
    found = [finding(n, text, *themes, strength=side == "strength") for n, (side, text, themes) in enumerate(told["findings"], 1)]
    asks = [asked(n, text).model_copy(update={"addressee": who}) for n, (who, text) in enumerate(told["recommendations"], 1)]
    quotes = [Quote(text=text, section=None, locations=WHERE) for text in told["quotes"]]
    more = {"recommendations": asks, "quotes": quotes, "region": told["region"]}
    return report(told["name"], told["body"], told["family"], told["published"], found, **more)


def outcomes() -> list[tuple[Told, Report]]:
    return [(Told(r.source.name, sha256=r.source.sha256), r) for r in reports()]


def named(kind: str, report: str, name: str, text: str) -> str:
    """A hit as the queries name it."""
    return f"{SERVICE} {text}" if kind == SERVICE else f"{report.removesuffix('.pdf')} {name}"
