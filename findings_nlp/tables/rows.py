r"""From an outcome and its record to rows of plain cells, cleaned in one way for every format.

What some format cannot hold is written out or left empty: a NUL or a lone surrogate becomes its escape (`\x00`,
`\udcff`: eight-bit file names hold such), an empty text in a column that may be missing is missing, as is a number that
is not finite or needs more than 64 bits. Everything else (newlines, right-to-left marks, long texts) stays as it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from findings_nlp.keys.standards import standards
from findings_nlp.record.cite import citation, page_url, report_id, source_url
from findings_nlp.tables.schema import Column, tables

if TYPE_CHECKING:
    from findings_nlp.record.key_fields import BodyKey
    from findings_nlp.record.response_schema import Response
    from findings_nlp.record.schema import Finding, Location, Recommendation, Report, ThemeScore

Row = dict[str, Any]
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_BIGGEST = 2**63
# columns of `reports` that are a field of the record, and those that count one
_PLAIN = (
    "family", "document_kind", "language", "edition_of", "title", "inspected_body", "region", "fieldwork_started", "isbn", "lead_inspector",
    "cases_inspected", "overall_rating", "overall_rating_source", "answers_published",
)  # fmt: skip
_COUNTED = (
    "strengths", "areas_for_improvement", "recommendations", "quotes", "warnings", "unsupported_recommendations",
    "unanswered_findings", "unresolved", "responses",
)  # fmt: skip


class Outcome(Protocol):
    """What became of one file; `report` is its unique id in the archive."""

    @property
    def report(self) -> str: ...  # noqa: D102
    @property
    def path(self) -> Any: ...  # noqa: D102
    @property
    def sha256(self) -> str | None: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def stage(self) -> str | None: ...  # noqa: D102
    @property
    def reason(self) -> str | None: ...  # noqa: D102
    @property
    def pages(self) -> int | None: ...  # noqa: D102
    @property
    def duplicate_of(self) -> str | None: ...  # noqa: D102
    @property
    def edition_of(self) -> str | None: ...  # noqa: D102


def clean_text(text: str) -> str:
    r"""Text with NUL and lone surrogates written out.

    >>> clean_text("caf\udce9\0.pdf")
    'caf\\udce9\\x00.pdf'
    """
    return _UNFIT.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def clean(value: Any) -> Any:
    """A record's value, lists and dictionaries through and through, as every format can hold it."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and not -_BIGGEST <= value < _BIGGEST:
        return None
    if isinstance(value, dict):
        return {clean_text(str(key)): clean(item) for key, item in value.items()}
    return [clean(item) for item in value] if isinstance(value, list | tuple) else value


def cell(value: Any, column: Column) -> Any:
    """A value as the column's type.

    Raises:
        ValueError: where a value is missing from a column that must have one.
    """
    if column.kind == "texts":
        return [clean_text(str(item)) for item in value or ()]
    if column.kind == "spans":
        return [[int(start), int(end)] for start, end in value or ()]
    value = clean(value)
    if column.missing and value in ("", None):
        return None
    if value is None:
        raise ValueError(f"{column.name}: a value is missing")
    if column.kind == "text":
        return value if isinstance(value, str) else clean_text(str(value))
    return float(value) if column.kind == "number" else bool(value) if column.kind == "flag" else int(value)


def row_of(table: str, values: Row) -> Row:
    """A row of a table: every column, as its type; values of no column are left out.

    Raises:
        ValueError: where a value is missing from a column that must have one.
    """
    return {name: cell(values.get(name), column) for name, column in tables()[table].columns.items()}


def _where(locations: list[Location]) -> Row:
    first = locations[0] if locations else None
    return {name: getattr(first, name, None) for name in ("page", "path", "fragment")}


def _dated(published: str | None) -> Row:
    found = re.match(r"(\d{4})(?:-(\d{2}))?", published or "")
    year, month = (found[1], found[2]) if found else (None, None)
    return {
        "published": published,
        "published_year": int(year) if year else None,
        "published_month": int(month) if month else None,
    }


def _service(r: Report) -> Row:
    """The service's columns; the region is that of its authorities where none is printed."""
    if r.service is None:
        return {"region": r.region, "region_source": "printed" if r.region else None}
    own = {"service_id": r.service.id, "service_kind": r.service.kind, "sector": r.service.sector}
    region = r.service.region if r.service.region_source == "authorities" else None
    source = "printed" if r.region else "authorities" if region else None
    return own | {"region": r.region or region, "region_source": source}


def _standard(name: str | None) -> Row:
    return {"standard_name": standards()[name].name} if name in standards() else {"standard_id": None}


def _addressed(bodies: list[BodyKey]) -> Row:
    ids = [body.id for body in bodies]
    return {
        "addressee_id": " + ".join(filter(None, ids)) if ids and None not in ids else None,
        "addressee_kind": " + ".join(dict.fromkeys(body.kind for body in bodies)) or None,
    }


def _head(r: Report) -> Row:
    return (
        dict(r.source)
        | {name: getattr(r, name) for name in _PLAIN}
        | {name: len(getattr(r, name)) for name in _COUNTED}
        | ({"score": r.score.value, "score_maximum": r.score.maximum} if r.score else {})
        | {"model": r.model.name, "model_version": r.model.version}
        | {"words": r.account.words, "unread_words": r.account.unread_words, "unread": len(r.account.unread)}
        | _dated(r.published)
        | _service(r)
        | {"report_id": report_id(r.source.sha256), "source_url": source_url(r.source), "citation": citation(r)}
    )


def _cited(r: Report, item: Finding | Recommendation) -> Row:
    return {"page_url": page_url(r.source, item.locations), "citation": citation(r, item.id, item.locations)}


def _once(found: list[ThemeScore]) -> list[ThemeScore]:
    # a theme of one's own may have a shipped theme's id; the tables' keys name each once, the better score counts
    return list({t.theme: t for t in reversed(found)}.values())[::-1]


def fitting(spans: Sequence[Sequence[int]], text: str) -> list[tuple[int, int]]:
    """The spans that lie within a text and are not empty: a record may come from anywhere."""
    return [(start, end) for start, end in spans if 0 <= start < end <= len(text)]


def placed(spans: Sequence[Sequence[int]], text: str) -> list[list[int]]:
    r"""Where the spans of a text lie in it once it is cleaned: an escape is longer than what it stands for.

    >>> placed([(0, 1), (2, 5)], "a\0bcd"), clean_text("a\0bcd")
    ([[0, 1], [5, 8]], 'a\\x00bcd')
    """
    return [[len(clean_text(text[:start])), len(clean_text(text[:end]))] for start, end in fitting(spans, text)]


def _themes(found: list[ThemeScore], key: Row, text: str) -> Iterator[Row]:
    for t in found:
        words = [text[start:end] for start, end in fitting(t.spans, text)]
        own = {"theme_words": words, "spans": placed(t.spans, text)}
        yield key | {"theme": t.theme, "score": t.score, "calibrated": t.calibrated, "because": t.because} | own


def _response(r: Report, item: Response) -> Row:
    """An answer; in tables `recommendation` is an id and a text has a name of its own."""
    texts = {"response": item.id, "recommendation_text": item.recommendation, "response_text": item.response}
    first = item.locations[0].bbox if item.locations else None
    box = " ".join(f"{value:g}" for value in first) if first else None
    return (
        dict(item)
        | texts
        | {"bbox": box, "published": r.published, "page_url": page_url(r.source, item.locations)}
        | _where(item.locations)
    )


def _raw_rows(r: Report, key: Row) -> Iterator[tuple[str, Row]]:
    head = _head(r)
    yield "reports", key | head
    shared = key | {c: head.get(c) for c in ("inspected_body", "family", "region", "service_id", "sector", *_dated(None))}
    facts: list[tuple[str, Any]] = [(name, fact) for name, fact in dict(r.facts).items() if name != "addressees" and fact]
    for name, fact in [*facts, *((f"addressee {rec}", fact) for rec, fact in r.facts.addressees.items())]:
        yield "facts", key | dict(fact) | {"field": name, "fact": fact.value} | _where(fact.locations)
    lists: tuple[tuple[str, list[Any]], ...] = (
        ("ratings", r.ratings), ("key_questions", r.key_questions), ("quotes", r.quotes), ("warnings", r.warnings)
    )  # fmt: skip
    for table, items in lists:
        for position, item in enumerate(items, 1):
            told = {"position": position, "page_url": page_url(r.source, item.locations)}
            yield table, key | dict(item) | _standard(getattr(item, "standard_id", None)) | told | _where(item.locations)
    for f in r.findings:
        own = key | {"finding": f.id}
        themes = _once(f.themes)
        listed = {"themes": [t.theme for t in themes], "quantities": [q.text for q in f.quantities]}
        yield "findings", shared | dict(f) | own | listed | _standard(f.standard_id) | _cited(r, f) | _where(f.locations)
        yield from (("finding_themes", row) for row in _themes(themes, own, f.text))
        for position, q in enumerate(f.quantities, 1):
            yield "finding_quantities", own | dict(q) | {"position": position, "out_of": q.of}
    for rec in r.recommendations:
        own = key | {"recommendation": rec.id}
        themes = _once(rec.themes)
        named = {"themes": [t.theme for t in themes]} | _addressed(rec.bodies) | _cited(r, rec)
        yield "recommendations", shared | dict(rec) | own | named | _where(rec.locations)
        for position, body in enumerate(rec.bodies, 1):
            yield "addressees", own | {"position": position, "body_id": body.id, "kind": body.kind, "name": body.name}
        yield from (("recommendation_themes", row) for row in _themes(themes, own, rec.text))
        for e in rec.evidence:
            yield "evidence", own | dict(e)
    yield from (("responses", shared | key | _response(r, item)) for item in r.responses)
    for position, item in enumerate(r.unresolved, 1):
        yield "unresolved", key | {"position": position, "key": item.key, "text": item.text}


def outcome_row(outcome: Outcome) -> Row:
    """The row of `outcomes`."""
    return row_of("outcomes", {name: getattr(outcome, name) for name in tables()["outcomes"].columns})


def report_rows(report: Report, name: str | None = None) -> Iterator[tuple[str, Row]]:
    """Every row of one record, as (table, cells by column), in the order of the record; `tables.across` has the others.

    Args:
        report: the record.
        name: its unique id; by default the file's name.
    """
    key = {"report": report.source.name if name is None else name}
    for table, values in _raw_rows(report, key):
        yield table, row_of(table, values)
