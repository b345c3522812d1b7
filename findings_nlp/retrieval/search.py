"""`findings_nlp.search`: what an archive says about a query."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from findings_nlp.errors import TablesError
from findings_nlp.retrieval.index import KINDS, expression, language
from findings_nlp.retrieval.opening import open_index
from findings_nlp.retrieval.query import Language, Part, parse
from findings_nlp.retrieval.slips import suggestions

FILTERS = {
    "report": "report", "service": "service", "family": "family", "region": "region", "year": "published_year",
    "standard": "standard", "polarity": "polarity", "addressee": "addressee", "theme": "themes",
}  # fmt: skip
ORDERS = {"score": "score DESC, published DESC, s.item", "newest": "published DESC, s.item"}
_COLUMNS = ("kind", "text", "report", "id", "page", "score", "inspected_body", "published", "standard", "polarity", "addressee")
_FACETS = ("kind", "polarity", "family", "region", "published_year", "standard", "inspected_body")
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
    """

    hits: tuple[Hit, ...]
    total: int
    reports: int
    facets: dict[str, dict[str | int, int]] = field(default_factory=dict)
    same: tuple[tuple[str, ...], ...] = ()
    suggestions: dict[str, list[str]] = field(default_factory=dict)
    match: str = ""

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return self.hits[place]


def search(
    out: str | PathLike[str],
    query: str = "",
    kinds: str | Iterable[str] | None = None,
    *,
    limit: int | None = None,
    order: str = "score",
    **filters: Value,
) -> Answer:
    """Findings, recommendations, quotes and services of an archive that answer a query (docs/search.md).

    Args:
        out: the folder that `findings-nlp tag` wrote; quickest with the format sqlite, else the index is made each time.
        query: words; `"in quotation marks"`, `-without`, `one OR two`, `begin*`. Empty: everything that the filters let through.
        kinds: `finding`, `recommendation`, `quote`, `service`; by default all.
        limit: the most hits to give; all by default. Counts are of all.
        order: `score`, or `newest` report first.
        filters: `report`, `service`, `family`, `region`, `year`, `standard`, `polarity`, `addressee` or `theme`: a value or a list.

    Raises:
        TablesError: where the folder holds no tables or they cannot be read.
        ValueError: for an unknown kind, order or filter.
    """
    chosen = [kinds] if isinstance(kinds, str) else list(kinds or ())
    if unknown := [kind for kind in chosen if kind not in KINDS]:
        raise ValueError(f"no kind '{unknown[0]}'; there are {', '.join(KINDS)}")
    if order not in ORDERS:
        raise ValueError(f"no order '{order}'; there are {', '.join(ORDERS)}")
    if unfit := [name for name in filters if name not in FILTERS]:
        raise ValueError(f"no filter '{unfit[0]}'; there are {', '.join(FILTERS)}")
    try:
        with closing(open_index(Path(out))) as base:
            return _answer(base, query, chosen, limit, ORDERS[order], filters)
    except sqlite3.Error as error:
        raise TablesError(str(out), f"the search cannot read the tables ({error})") from error


def _answer(
    base: sqlite3.Connection, text: str, kinds: list[str], limit: int | None, order: str, filters: dict[str, Value]
) -> Answer:
    known = language(base)
    query = parse(text, known)
    match = expression(query, known.synonyms)
    conditions, values = _conditions(kinds, filters)
    where = "".join(f" AND {condition}" for condition in conditions)
    # without a word nothing is better than anything else
    score = "-bm25(search_fts)" if query.wanted else "0.0"
    columns = ", ".join(f"{score} AS score" if name == "score" else f"s.{name}" for name in _COLUMNS)
    most = -1 if limit is None else max(0, limit)
    found = base.execute(f"{_TELLING.format(columns=columns)}{where} ORDER BY {order} LIMIT ?", [match, *values, most])
    hits = tuple(Hit(**dict(zip(_COLUMNS, row, strict=True))) for row in found)
    counted = ", ".join(f"s.{name}" for name in (*_FACETS, "report", "themes"))
    rows = base.execute(_TELLING.format(columns=counted) + where, [match, *values]).fetchall()
    same = tuple((known.synonyms[k].long, *known.synonyms[k].shorts) for k in query.same)
    told = _suggested(base, known, (*query.wanted, *query.unwanted))
    return Answer(hits, len(rows), len({row[-2] for row in rows}), _facets(rows), same, told, match)


def _conditions(kinds: list[str], filters: dict[str, Value]) -> tuple[list[str], list[str | int]]:
    conditions: list[str] = []
    values: list[str | int] = []
    if kinds:
        conditions.append(f"s.kind IN ({_marks(kinds)})")
        values += kinds
    for name, given in filters.items():
        wanted = [given] if isinstance(given, str | int) else list(given)
        if name == "theme":
            conditions.append(f"EXISTS (SELECT 1 FROM json_each(s.themes) WHERE value IN ({_marks(wanted)}))")
        elif name == "service":
            conditions.append(f"(s.service IN ({_marks(wanted)}) OR s.inspected_body COLLATE NOCASE IN ({_marks(wanted)}))")
            values += wanted
        elif name == "year":
            conditions.append(f"CAST(s.published_year AS TEXT) IN ({_marks(wanted)})")
            wanted = [str(year) for year in wanted]
        else:
            conditions.append(f"s.{FILTERS[name]} COLLATE NOCASE IN ({_marks(wanted)})")
        values += wanted
    return conditions, values


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _facets(rows: list[tuple[object, ...]]) -> dict[str, dict[str | int, int]]:
    out: dict[str, dict[str | int, int]] = {}
    for place, name in enumerate(_FACETS):
        out[name] = _counted(row[place] for row in rows)
    out["theme"] = _counted(theme for row in rows for theme in json.loads(str(row[-1])))
    out["year"], out["service"] = out.pop("published_year"), out.pop("inspected_body")
    return out


def _counted(values: Iterable[object]) -> dict[str | int, int]:
    found = Counter(value for value in values if isinstance(value, str | int))
    return dict(sorted(found.items(), key=lambda item: (-item[1], str(item[0]))))


def _suggested(base: sqlite3.Connection, known: Language, parts: Iterable[Part]) -> dict[str, list[str]]:
    base.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab('main', 'search_fts', 'col')")
    out = {}
    for word in dict.fromkeys(_words(parts)):
        said = base.execute(
            "SELECT 1 FROM search_fts WHERE search_fts MATCH ? LIMIT 1", [f'{{words exact}} : ("{word}" OR "{word}_")']
        )
        if said.fetchone() is None and word not in known.compounds:
            near = base.execute(
                "SELECT rtrim(term, '_'), doc FROM temp.search_words WHERE term >= ? AND term < ? AND col = 'exact'",
                [word[0], chr(ord(word[0]) + 1)],
            )
            out[word] = suggestions(word, near)
    return out


def _words(parts: Iterable[Part]) -> Iterator[str]:
    """The words that were typed: of what stands for several, the first way."""
    for part in parts:
        if part.kind == "or" and any(one.kind == "same" for one in part.parts):
            continue  # the glossary knows it
        if part.parts:
            yield from _words(part.parts if part.kind == "and" else part.parts[:1])
        elif part.kind in ("stem", "exact"):
            yield from part.words
