"""An archive as one workbook: cover, notes on the columns, and a sheet a table, made for people who read spreadsheets.

Columns come from the schema, so that a new one appears by itself: names stand for ids, lists are text, dates are dates, the
report leads to its row, the page to its source where that has a web address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from findings_nlp import __version__
from findings_nlp.families import shipped_families
from findings_nlp.pipes.themes.taxonomy import shipped_themes
from findings_nlp.tables.book import HEAD, Book, Dated, Head, Link, dated, xlsxwriter
from findings_nlp.tables.rows import Row, report_rows
from findings_nlp.tables.schema import Column, Table, tables

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

NAME = "archive.xlsx"
COVER, NOTES = "Cover", "Notes"
ATTRIBUTION = (
    "The reports are published by HM Inspectorate of Probation: © Crown copyright, Open Government Licence v3.0 except where a "
    "report says otherwise. Texts, ratings and pages are as printed in the reports."
)
ESTIMATES = (
    "Themes and links between recommendations and findings are a model's estimates and hold errors; the report itself decides. "
    "Not for decisions about a person."
)
_KINDS = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "flag": "yes or no",
    "texts": "list, parted by ;",
    "spans": "list of places",
}
_MONTHS = "`YYYY-MM"  # the schema's word for a date
Rows = Mapping[str, Sequence[Row]]


def names() -> list[str]:
    """What an `XlsxWriter` writes."""
    return [NAME]


class XlsxWriter:
    """Gathers the tables and writes `archive.xlsx` into a folder when all have come; holds the archive in memory."""

    def __init__(self, folder: Path) -> None:
        xlsxwriter()
        self._folder = folder
        self._rows: dict[str, list[Row]] = {name: [] for name in tables()}

    def rows(self, table: Table, rows: list[Row]) -> None:
        """One chunk of a table."""
        self._rows[table.name] += rows

    def close(self, whole: bool) -> None:
        """Write the workbook."""
        if whole:
            (self._folder / NAME).write_bytes(workbook(self._rows))


def sentence(name: str) -> str:
    """A name of the schema as a reader sees it.

    >>> sentence("inspected_body"), sentence("isbn")
    ('Inspected body', 'ISBN')
    """
    known = {"isbn": "ISBN", "sha256": "SHA-256"}
    return known.get(name) or name[:1].upper() + name[1:].replace("_", " ")


@lru_cache(maxsize=1)
def theme_names() -> dict[str, str]:
    """The shipped themes' names by id."""
    return {theme.id: theme.name for theme in shipped_themes()}


@lru_cache(maxsize=1)
def polarity_names() -> dict[str, str]:
    """The names of the polarities that a finding can have, by id."""
    from findings_nlp.record.schema import Polarity  # brings pydantic, which the tables do without

    return {name: sentence(name) for name in get_args(Polarity)}


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    """What stands for the ids of a column, by the column's name."""
    themes = theme_names()
    return {
        "theme": themes,
        "themes": themes,
        "because": themes,
        "family": {family.id: family.name for family in shipped_families()} | {"unknown": "Unknown"},
        "polarity": polarity_names() | {"mixed": "Mixed"},
        "band": {"reason": "Reason", "possible": "Possible"},
    }


def shown(value: Any, column: Column) -> Any:
    """A cell of the schema as a reader sees it: text, number, truth, date, or None."""
    if value is None:
        return None
    if column.kind == "spans":
        return "; ".join(f"{start} to {end}" for start, end in value)
    known = _names().get(column.name, {})
    if column.kind == "texts":
        return "; ".join(known.get(item, item) for item in value)
    if column.kind == "text":
        return dated(value) if _MONTHS in column.about else known.get(value, value)
    return value


def source_of(row: Row, reports: Mapping[str, Row]) -> str | None:
    """Where a row's text can be read on the web: its own address, else that of its report with the place in a web page."""
    if found := row.get("page_url"):
        return str(found)
    address = reports.get(row.get("report", ""), {}).get("address")
    if not address:
        return None
    page, fragment = row.get("page"), row.get("fragment")
    return f"{address}{fragment}" if fragment else f"{address}#page={page}" if page else str(address)


def workbook(rows: Rows, more: Callable[[Book], Any] | None = None) -> bytes:
    """The workbook of an archive's tables.

    Args:
        rows: of each table, as `findings_nlp.tables.rows` makes them.
        more: writes a sheet behind the cover.

    Raises:
        TablesError: where a table has more rows than a sheet holds, or the library is missing.
    """
    book = Book("Findings of inspections of probation and youth justice")
    book.page(COVER, _cover(rows))
    if more is not None:
        more(book)
    notes = [
        (sentence(table.name), sentence(column.name), column.name, _KINDS[column.kind], column.about.replace("`", ""))
        for table in tables().values()
        for column in table.columns.values()
    ]
    heads = [Head("Sheet"), Head("Column"), Head("Name in the data"), Head("Kind"), Head("Meaning", width=90)]
    book.table(NOTES, "What each column holds", "One row for each column of the sheets that follow.", heads, notes, COVER)
    reports = {row["report"]: row for row in rows["reports"]}
    places = {name: f"internal:'{sentence('reports')}'!A{HEAD + 2 + k}" for k, name in enumerate(reports)}
    for table in tables().values():
        found = rows[table.name]
        heads = [Head(sentence(name)) for name in table.columns]
        cells = [_cells(row, table, reports, {} if table.name == "reports" else places) for row in found]
        about = f"{table.about.replace('`', '')} {len(cells):,} row{'' if len(cells) == 1 else 's'}. An empty cell: the report does not say it."
        book.table(sentence(table.name), sentence(table.name), about, heads, cells, COVER)
    return book.data()


def report_workbook(report: Report) -> bytes:
    """The workbook of one report.

    Raises:
        TablesError: where the library is missing.
    """
    rows: dict[str, list[Row]] = {name: [] for name in tables()}
    told = {"report": report.source.name, "path": report.source.name, "sha256": report.source.sha256, "status": "ok"}
    blank = dict.fromkeys(tables()["outcomes"].columns)
    rows["outcomes"].append(blank | told | {"pages": report.source.pages})
    for table, row in report_rows(report):
        rows[table].append(row)
    return workbook(rows)


def _cells(row: Row, table: Table, reports: Mapping[str, Row], places: Mapping[str, str]) -> list[Any]:
    out = []
    for name, column in table.columns.items():
        value = shown(row.get(name), column)
        target = None
        if value is None or isinstance(value, Dated):
            pass
        elif name == "report":
            target = places.get(row["report"])
        elif name == "page":
            target = source_of(row, reports)
        elif name == "address" or name.endswith("_url"):
            target = str(value)
        out.append(Link(value, target) if target else value)
    return out


def _cover(rows: Rows) -> list[tuple[str, Sequence[Any]]]:
    reports, outcomes = rows["reports"], rows["outcomes"]
    status = Counter(row["status"] for row in outcomes)
    sides = Counter(row["polarity"] for row in rows["findings"])
    dates = sorted(row["published"] for row in reports if row["published"])
    names = _names()
    lines: list[tuple[str, Sequence[Any]]] = [
        ("title", ["Findings of inspections of probation and youth justice"]),
        ("fact", ["Made by", f"findings_nlp {__version__}, from the files of an archive; model {_models(reports)}"]),
        ("subtitle", ["What is in it"]),
        ("fact", ["Reports read", len(reports)]),
        ("fact", ["Published", f"{dates[0]} to {dates[-1]}" if dates else "no date was read"]),
        ("fact", ["Findings", len(rows["findings"])]),
        *(("fact", [names["polarity"].get(side, side), count]) for side, count in sides.most_common()),
        ("fact", ["Recommendations", len(rows["recommendations"])]),
        ("subtitle", ["Coverage"]),
        ("fact", ["Files given", len(outcomes)]),
        ("fact", ["Read whole", status["ok"]]),
        ("fact", ["Read in part: something is missing, see the sheet Outcomes", status["partial"]]),
        ("fact", ["Not read, see the sheet Outcomes", status["failed"]]),
        ("fact", ["The same report as another file", status["skipped"]]),
        *(
            ("fact", [f"Reports of the family {names['family'].get(family, family)}", count])
            for family, count in sorted(Counter(row["family"] for row in reports).items())
        ),
        ("subtitle", ["How to use it"]),
        ("fact", ["Sources", ATTRIBUTION]),
        ("fact", ["Estimates", ESTIMATES]),
        ("fact", ["Counting", "A report under two names counts once. A change between years may be a change of the inspectorate's framework."]),
        ("fact", ["Sheets", "Each sheet after the notes is one table with filters; its head stays in view. The column Report leads to the report's row."]),
        ("subtitle", ["Contents"]),
        ("fact", [Link(NOTES, f"internal:'{NOTES}'!A1"), "What each column holds"]),
    ]  # fmt: skip
    for table in tables().values():
        lines.append(
            ("fact", [Link(sentence(table.name), f"internal:'{sentence(table.name)}'!A1"), table.about.replace("`", "")])
        )
    return lines


def _models(reports: Sequence[Row]) -> str:
    found = sorted({f"{row['model']} {row['model_version']}" for row in reports})
    return ", ".join(found) or "none"
