"""The tables of an archive as the rows that the pages are made of, in one fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from findings_nlp.errors import ReportError
from findings_nlp.families import shipped_families
from findings_nlp.pipes.themes.taxonomy import Theme, shipped_themes
from findings_nlp.site.items import Carriers, Finding, Quote, Recommendation
from findings_nlp.site.services import Service, service_of_row
from findings_nlp.site.slugs import slugs

if TYPE_CHECKING:
    import pandas as pd

NEEDED = {
    "reports": (
        "report",
        "family",
        "inspected_body",
        "region",
        "published",
        "title",
        "overall_rating",
        "score",
        "score_maximum",
        "service_id",
        "service_kind",
        "source_url",
    ),
    "findings": ("report", "finding", "polarity", "standard", "standard_id", "section", "text", "page", "page_url", "in_summary"),
    "finding_themes": ("report", "finding", "theme", "because", "spans"),
    "ratings": ("report", "standard", "name", "rating", "standard_id", "standard_name"),
    "key_questions": ("report", "standard", "question", "percent_yes"),
    "recommendations": ("report", "recommendation", "number", "addressee", "text", "themes", "page", "page_url"),
    "addressees": ("report", "recommendation", "body_id", "kind", "name"),
    "recommendation_themes": ("report", "recommendation", "theme", "because", "spans"),
    "evidence": ("report", "recommendation", "finding", "score", "band"),
    "quotes": ("report", "position", "section", "text", "page"),
    "warnings": ("report", "code", "message"),
}
UNRATED = "No rated standard"


@dataclass(slots=True)
class Report:
    """A report with what it says."""

    name: str
    slug: str
    family: str
    title: str
    body: str
    region: str
    published: str
    overall: str
    score: tuple[int, int] | None
    service: Service
    url: str = ""
    ratings: list[tuple[str, str, str]] = field(default_factory=list)
    rated: dict[str, str] = field(default_factory=dict)  # rating by id of the standard
    key_questions: list[tuple[str, str, int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def year(self) -> str:
        """The year of publication, or `undated`."""
        return self.published[:4] or "undated"

    @property
    def sector(self) -> str:
        """`youth`, `adult` or `other`: frameworks follow one another within a sector."""
        if self.family.startswith(("yos", "yjs")):
            return "youth"
        return "adult" if self.family.startswith(("pdu", "crc", "nps", "region", "national")) else "other"


@dataclass(slots=True)
class Place:
    """A service with its reports, oldest first."""

    service: Service
    slug: str
    name: str
    reports: list[Report]


@dataclass(slots=True)
class Archive:
    """Everything the pages show. Reports stand newest first; findings are numbered in that order."""

    reports: list[Report]
    places: list[Place]
    themes: list[Theme]
    families: dict[str, str]


def archive_of(tables: Mapping[str, pd.DataFrame] | Mapping[str, list[dict[str, Any]]]) -> Archive:
    """The archive of tables (docs/tables.md), as `Report.to_frames()` or `findings_nlp.tables.load.load_rows` give them.

    Raises:
        ReportError: for a missing table or column, a report named twice, a row that names an unknown report.
    """
    rows = _without_summaries({name: _rows(tables, name) for name in NEEDED})
    names = [text(row["report"]) for row in rows["reports"]]
    if twice := sorted({name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else ()):
        raise ReportError("reports", f"holds the report '{twice[0]}' twice", "export")
    short = slugs(names)
    found = {name: _report(row, short[name]) for name, row in zip(names, rows["reports"], strict=True)}
    _fill(found, rows)
    reports = sorted(found.values(), key=lambda r: r.name)
    reports.sort(key=lambda r: r.published, reverse=True)
    return Archive(reports, _places(reports), _themes(reports), _families(reports))


def _without_summaries(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows without findings of executive summaries and links to them: they repeat others, and would be counted twice.

    A report all of whose findings stand in its summary keeps them.
    """
    others = {text(row["report"]) for row in rows["findings"] if not row["in_summary"]}
    left = {
        (text(row["report"]), text(row["finding"]))
        for row in rows["findings"]
        if row["in_summary"] and text(row["report"]) in others
    }
    kept = {
        name: [row for row in rows[name] if (text(row["report"]), text(row["finding"])) not in left]
        for name in ("findings", "finding_themes", "evidence")
    }
    return rows | kept if left else rows


def _rows(tables: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    if name not in tables:
        raise ReportError("archive", f"has no table '{name}'", "export")
    frame = tables[name]
    there = (frame[0] if frame else NEEDED[name]) if isinstance(frame, list) else frame.columns
    if missing := [column for column in NEEDED[name] if column not in there]:
        raise ReportError(name, f"lacks the column '{missing[0]}'", "export")
    if isinstance(frame, list):
        return frame
    columns = list(NEEDED[name])
    lists = [frame[column].astype(object).where(frame[column].notna(), None).tolist() for column in columns]
    return [dict(zip(columns, values, strict=True)) for values in zip(*lists, strict=True)]


def text(value: Any) -> str:
    """A cell as text; nothing where it is empty."""
    return "" if value is None else str(value)


def web(value: Any) -> str:
    """An address of the web; nothing where it is another kind of address, which no page may link.

    >>> web("https://example.org/a.pdf"), web("javascript:alert(1)"), web(None)
    ('https://example.org/a.pdf', '', '')
    """
    return text(value) if text(value).lower().startswith(("https://", "http://")) else ""


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _list(value: Any) -> list[str]:
    return value.split() if isinstance(value, str) else [str(part) for part in value] if value is not None else []


def _report(row: dict[str, Any], slug: str) -> Report:
    family, body = text(row["family"]) or "unknown", text(row["inspected_body"]) or text(row["title"]) or text(row["report"])
    score, maximum = _number(row["score"]), _number(row["score_maximum"])
    return Report(
        name=text(row["report"]),
        slug=slug,
        family=family,
        title=text(row["title"]) or body,
        body=body,
        region=text(row["region"]),
        published=text(row["published"]),
        overall=text(row["overall_rating"]),
        score=(score, maximum) if score is not None and maximum else None,
        service=service_of_row(text(row["service_id"]), text(row["service_kind"]), body),
        url=web(row["source_url"]),
    )


def _fill(found: dict[str, Report], rows: dict[str, list[dict[str, Any]]]) -> None:
    def of(row: dict[str, Any], table: str) -> Report:
        report = found.get(text(row["report"]))
        if report is None:
            raise ReportError(table, f"names the report '{text(row['report'])}', which the table of reports lacks", "export")
        return report

    for row in rows["ratings"]:
        rated = of(row, "ratings")
        rated.ratings.append((text(row["standard"]), text(row["name"]), text(row["rating"])))
        if name := text(row["standard_id"]):
            rated.rated.setdefault(name, text(row["rating"]))
    for row in rows["key_questions"]:
        of(row, "key_questions").key_questions.append((text(row["standard"]), text(row["question"]), int(row["percent_yes"])))
    themes, asked = _carriers(rows["finding_themes"], "finding"), _carriers(rows["recommendation_themes"], "recommendation")
    labels = {r.name: {standard: f"{standard} {name}" for standard, name, _ in r.ratings} for r in found.values()}
    for row in rows["findings"]:
        report, standard = of(row, "findings"), text(row["standard"])
        label = labels[report.name].get(standard, standard) or UNRATED
        item = Finding(
            text(row["finding"]), text(row["polarity"]), label, text(row["section"]), text(row["text"]), _number(row["page"]),
            text(row["standard_id"]), web(row["page_url"]),
        )  # fmt: skip
        item.carriers = themes.get((report.name, item.id), {})
        item.themes = list(item.carriers)
        report.findings.append(item)
    asked_of: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in rows["addressees"]:
        told = text(row["body_id"]), text(row["kind"]), text(row["name"])
        asked_of.setdefault((text(row["report"]), text(row["recommendation"])), []).append(told)
    links: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for row in rows["evidence"]:
        key = text(row["report"]), text(row["recommendation"]), text(row["band"])
        links.setdefault(key, []).append((text(row["finding"]), 0.0 if row["score"] is None else float(row["score"])))
    for row in rows["recommendations"]:
        report, name = of(row, "recommendations"), text(row["recommendation"])
        fields = (
            _number(row["number"]),
            text(row["addressee"]),
            text(row["text"]),
            _number(row["page"]),
            _list(row["themes"]),
            web(row["page_url"]),
        )
        bands = (links.get((report.name, name, band), []) for band in ("reason", "possible"))
        bodies = asked_of.get((report.name, name), [])
        report.recommendations.append(Recommendation(name, *fields, asked.get((report.name, name), {}), bodies, *bands))
    for row in rows["quotes"]:
        quote = Quote(f"q{int(row['position']):02d}", text(row["section"]), text(row["text"]), _number(row["page"]))
        of(row, "quotes").quotes.append(quote)
    for row in rows["warnings"]:
        of(row, "warnings").warnings.append((text(row["code"]), text(row["message"])))


def _carriers(rows: list[dict[str, Any]], item: str) -> dict[tuple[str, str], Carriers]:
    """By report and item: its themes, best first, with what carries each."""
    out: dict[tuple[str, str], Carriers] = {}
    for row in rows:
        # a frame that Parquet was read into holds arrays
        spans = [(int(start), int(end)) for start, end in (row["spans"] if row["spans"] is not None else ())]
        found = out.setdefault((text(row["report"]), text(row[item])), {})
        found.setdefault(text(row["theme"]), (spans, _list(row["because"])))
    return out


def _places(reports: list[Report]) -> list[Place]:
    groups: dict[Service, list[Report]] = {}
    for report in reversed(reports):
        groups.setdefault(report.service, []).append(report)
    short = slugs(service.id for service in groups)
    out = [Place(service, short[service.id], group[-1].body, group) for service, group in groups.items()]
    return sorted(out, key=lambda place: (place.name.casefold(), place.slug))


def _themes(reports: list[Report]) -> list[Theme]:
    known = {theme.id: theme for theme in shipped_themes()}
    used = {theme for r in reports for f in r.findings for theme in f.themes}
    used |= {theme for r in reports for item in r.recommendations for theme in item.themes}
    own = [Theme(name, name.replace("_", " ").capitalize(), "A theme of your own.") for name in sorted(used - set(known))]
    return [*known.values(), *own]


def _families(reports: list[Report]) -> dict[str, str]:
    known = {family.id: family.name for family in shipped_families()}
    used = {report.family for report in reports}
    first = {name: min((r.published for r in reports if r.family == name and r.published), default="9") for name in used}
    return {
        name: known.get(name, "Other reports" if name == "unknown" else name)
        for name in sorted(used, key=lambda n: (first[n], n))
    }
