"""Hits and answers of the search, and how a database is asked for them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from findings_nlp.retrieval.index import KINDS

# the columns of the view `search` that a filter looks at: one of them has the value
FILTERS = {
    "report": ("report",), "service": ("service_id", "inspected_body"), "sector": ("sector",), "family": ("family",),
    "region": ("region",), "year": ("published_year",), "standard": ("standard_id", "standard_name", "standard"),
    "polarity": ("polarity",), "addressee": ("addressee_id", "addressee_kind", "addressee"), "theme": ("themes",),
}  # fmt: skip
ORDERS = {"score": "score DESC, published DESC, s.item", "newest": "published DESC, s.item"}
_COLUMNS = (
    "kind",
    "text",
    "report",
    "id",
    "page",
    "score",
    "inspected_body",
    "published",
    "standard",
    "polarity",
    "addressee",
    "service_id",
    "page_url",
    "citation",
)
# by filter the column whose values are counted
_FACETS = {
    "kind": "kind", "polarity": "polarity", "sector": "sector", "family": "family", "region": "region", "year": "published_year",
    "standard": "standard_id", "service": "service_id", "addressee": "addressee_id",
}  # fmt: skip
_TELLING = "SELECT {columns} FROM search_fts JOIN search s ON s.item = search_fts.rowid WHERE search_fts MATCH ?"
Value = str | int | Iterable[str | int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that answers a query.

    Attributes:
        kind: `finding`, `recommendation`, `quote` or `service`.
        text: the whole text; of a service its names, newest first.
        report: the report's id in the archive; of a service its newest.
        id: of the finding or recommendation in its report, `q` and the position of a quote, the service's id.
        page: where it begins.
        score: how well it answers (BM25); comparable within one answer only.
        inspected_body: the service that the report is about.
        published: when the report was published.
        standard: of a finding.
        polarity: of a finding.
        addressee: of a recommendation.
        service_id: the service's id over its names (docs/keys.md).
        page_url: web address that leads to the page, where the report's address is known.
        citation: how to cite it; of a quote or service its report.
    """

    kind: str
    text: str
    report: str
    id: str
    page: int | None
    score: float
    inspected_body: str | None = None
    published: str | None = None
    standard: str | None = None
    polarity: str | None = None
    addressee: str | None = None
    service_id: str | None = None
    page_url: str | None = None
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class Answer(Sequence[Hit]):
    """The hits of a query, and what else is to be told about it.

    Attributes:
        hits: those asked for, best first.
        total: how many there are without a limit.
        reports: in how many reports.
        facets: by filter the values among all hits with their counts, commonest first.
        same: the abbreviations and long forms that were taken for the same.
        suggestions: for each word that nothing in the archive says, words that may have been meant.
        match: the query as SQLite takes it: `search_fts MATCH ...`.
        by: what the order and the scores are by: `words`, or `vectors` of sentences.
    """

    hits: tuple[Hit, ...]
    total: int
    reports: int
    facets: dict[str, dict[str | int, int]] = field(default_factory=dict)
    same: tuple[tuple[str, ...], ...] = ()
    suggestions: dict[str, list[str]] = field(default_factory=dict)
    match: str = ""
    by: str = "words"

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return self.hits[place]


def select(
    base: sqlite3.Connection, match: str, where: tuple[list[str], list[str | int]], *, order: str, limit: int, scored: bool = True
) -> tuple[Hit, ...]:
    """Hits of a database.

    Args:
        base: the database, with the search's index.
        match: what to look for, as FTS5 takes it.
        where: conditions and their values, as `conditions` gives them.
        order: one of `ORDERS`.
        limit: the most hits; -1 for all.
        scored: without words to look for nothing is better than anything else, and scores are 0.
    """
    score = "-bm25(search_fts)" if scored else "0.0"
    columns = ", ".join(f"{score} AS score" if name == "score" else f"s.{name}" for name in _COLUMNS)
    more = "".join(f" AND {condition}" for condition in where[0])
    found = base.execute(f"{_TELLING.format(columns=columns)}{more} ORDER BY {ORDERS[order]} LIMIT ?", [match, *where[1], limit])
    return tuple(Hit(**dict(zip(_COLUMNS, row, strict=True))) for row in found)


def count(
    base: sqlite3.Connection, match: str, where: tuple[list[str], list[str | int]]
) -> tuple[int, int, dict[str, dict[str | int, int]]]:
    """The number of hits and of their reports, and by filter how often each value occurs."""
    columns = ", ".join(f"s.{name}" for name in (*_FACETS.values(), "report", "themes"))
    more = "".join(f" AND {condition}" for condition in where[0])
    rows = base.execute(_TELLING.format(columns=columns) + more, [match, *where[1]]).fetchall()
    return len(rows), len({row[-2] for row in rows}), _facets(rows)


def conditions(kinds: list[str], filters: dict[str, Value]) -> tuple[list[str], list[str | int]]:
    """Conditions on the view `search`, and the values in them.

    Raises:
        ValueError: for an unknown kind or filter.
    """
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise ValueError(f"no kind '{unknown[0]}'; there are {', '.join(KINDS)}")
    if unfit := [name for name in filters if name not in FILTERS]:
        raise ValueError(f"no filter '{unfit[0]}'; there are {', '.join(FILTERS)}")
    found: list[str] = []
    values: list[str | int] = []
    if kinds:
        found.append(f"s.kind IN ({_marks(kinds)})")
        values += kinds
    for name, given in filters.items():
        wanted = [given] if isinstance(given, str | int) else list(given)
        ways = []
        for column in FILTERS[name]:
            many = [str(value) for value in wanted]
            if column == "themes":
                ways.append(f"EXISTS (SELECT 1 FROM json_each(s.themes) WHERE value IN ({_marks(many)}))")
            elif column in ("addressee_id", "addressee_kind"):
                # several bodies may be addressed together
                ways += [f"instr(' + ' || s.{column} || ' + ', ' + ' || ? || ' + ') > 0"] * len(many)
            else:
                ways.append(f"CAST(s.{column} AS TEXT) COLLATE NOCASE IN ({_marks(many)})")
            values += many
        found.append(f"({' OR '.join(ways)})")
    return found, values


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _facets(rows: list[tuple[object, ...]]) -> dict[str, dict[str | int, int]]:
    out = {name: _counted(row[place] for row in rows) for place, name in enumerate(_FACETS)}
    out["theme"] = _counted(theme for row in rows for theme in json.loads(str(row[-1])))
    return out


def _counted(values: Iterable[object]) -> dict[str | int, int]:
    found = Counter(value for value in values if isinstance(value, str | int))
    return dict(sorted(found.items(), key=lambda item: (-item[1], str(item[0]))))
