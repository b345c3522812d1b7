"""The tables' schema, read from `schema.toml`: columns with type and meaning, keys, foreign keys.

>>> from findings_nlp.tables.schema import tables
>>> tables()["evidence"].key
('report', 'recommendation', 'finding')
>>> tables()["findings"].columns["published_year"]
Column(name='published_year', kind='integer', missing=True, about='Year of `published`')
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

Kind = Literal["text", "integer", "number", "flag", "texts", "spans"]
# kinds that are lists: JSON arrays where a format has no lists
LISTS = frozenset({"texts", "spans"})


@dataclass(frozen=True)
class Column:
    """One column; `missing` says whether a cell may be empty."""

    name: str
    kind: Kind
    missing: bool
    about: str


@dataclass(frozen=True)
class Table:
    """One table. `refers` are (table, columns): the columns hold that table's key, wholly or not at all.

    `search` are the columns that full-text search covers; `across` tables are made of all reports together.
    """

    name: str
    about: str
    columns: dict[str, Column]
    key: tuple[str, ...]
    refers: tuple[tuple[str, tuple[str, ...]], ...]
    index: tuple[str, ...]
    search: tuple[str, ...]
    across: bool = False


@lru_cache(maxsize=1)
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("findings_nlp").joinpath("tables/schema.toml").read_text(encoding="utf-8"))


def version() -> int:
    """The schema's version: it rises when a column changes its meaning, type or name, or goes."""
    return cast(int, _raw()["version"])


def _table(name: str, raw: dict[str, Any]) -> Table:
    columns = {
        column: Column(column, cast(Kind, kind.removesuffix("?")), kind.endswith("?"), about)
        for column, (kind, about) in raw["columns"].items()
    }
    refers = tuple((table, tuple(by)) for table, by in raw.get("refers", {}).items())
    more = (tuple(raw.get("index", ())), tuple(raw.get("search", ())))
    return Table(name, raw["about"], columns, tuple(raw["key"]), refers, *more, across=raw.get("across", False))


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    """Every table by name; a table comes after those that it refers to."""
    return {name: _table(name, raw) for name, raw in _raw().items() if name != "version"}


def markdown(level: int = 2) -> str:
    """Every table and column as Markdown, for docs/tables.md and the data set's card.

    Args:
        level: how deep the tables' headings are.
    """
    lines = []
    for table in tables().values():
        refers = "".join(f"; refers to `{other}` by {_names(by)}" for other, by in table.refers)
        lines += [f"{'#' * level} {table.name}", "", f"{table.about} Key: {_names(table.key)}{refers}.", ""]
        lines += ["| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {c.name} | {c.kind}{', may be missing' if c.missing else ''} | {c.about} |" for c in table.columns.values()]
        lines.append("")
    return "\n".join(lines)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in columns)
