"""SQLite: one database with keys, foreign keys, indexes, full-text search (FTS5) and views; opens well in Datasette."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from findings_nlp.retrieval.index import write_index
from findings_nlp.tables.rows import Row
from findings_nlp.tables.schema import LISTS, Column, Table, tables, version

NAME, METADATA = "archive.sqlite", "datasette.json"
_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "flag": "INTEGER", "texts": "TEXT", "spans": "TEXT"}
# rows read at once when loading
_STRETCH = 10_000


def _quoted(names: tuple[str, ...] | dict[str, Column]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def create_table(table: Table) -> str:
    """The statement that makes a table."""
    lines = [f'"{c.name}" {_TYPES[c.kind]}{"" if c.missing else " NOT NULL"}' for c in table.columns.values()]
    lines.append(f"PRIMARY KEY ({_quoted(table.key)})")
    for other, by in table.refers:
        lines.append(f'FOREIGN KEY ({_quoted(by)}) REFERENCES "{other}" ({_quoted(tables()[other].key)})')
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"


def _search(table: Table) -> list[str]:
    columns, name = _quoted(table.search), f"{table.name}_fts"
    return [
        f'CREATE VIRTUAL TABLE "{name}" USING fts5({columns}, content="{table.name}", tokenize=\'porter unicode61\')',
        f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')',
        f'INSERT INTO "{name}" ("{name}") VALUES (\'optimize\')',
    ]


def _dictionary(base: sqlite3.Connection) -> None:
    base.execute(
        'CREATE TABLE "column_descriptions" ("table" TEXT, "column" TEXT, "type" TEXT, "may_be_missing" INTEGER, '
        '"description" TEXT, PRIMARY KEY ("table", "column"))'
    )
    for table in tables().values():
        lines = [(table.name, c.name, c.kind, c.missing, c.about) for c in table.columns.values()]
        base.executemany('INSERT INTO "column_descriptions" VALUES (?, ?, ?, ?, ?)', lines)


class SqliteWriter:
    """Writes `archive.sqlite`, and `datasette.json` with the descriptions, into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base = sqlite3.connect(folder / NAME, isolation_level=None)
        # the file is beside and is put in its place whole: nothing to roll back
        for setting in (
            "page_size = 4096",
            "auto_vacuum = NONE",
            "journal_mode = OFF",
            "synchronous = OFF",
            "foreign_keys = OFF",
        ):
            self._base.execute(f"PRAGMA {setting}")
        self._base.execute(f"PRAGMA user_version = {version()}")
        self._base.execute("BEGIN")
        for table in tables().values():
            self._base.execute(create_table(table))

    def rows(self, table: Table, rows: list[Row]) -> None:
        """One chunk of a table."""
        _insert(self._base, table, rows)

    def close(self, whole: bool) -> None:
        """Add indexes, search, views and descriptions, check the foreign keys, and close.

        Raises:
            ValueError: where a row refers to one that is not there.
        """
        try:
            if whole:
                self._finish()
        finally:
            self._base.close()

    def _finish(self) -> None:
        for table in tables().values():
            for column in table.index:
                self._base.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
            for statement in _search(table) if table.search else ():
                self._base.execute(statement)
        _dictionary(self._base)
        write_index(self._base)
        self._base.execute("COMMIT")
        self._base.executescript(files("findings_nlp").joinpath("tables/views.sql").read_text(encoding="utf-8"))
        if wrong := self._base.execute("PRAGMA foreign_key_check").fetchone():
            raise ValueError(f"{wrong[0]}, row {wrong[1]}: refers to a row of {wrong[2]} that is not there")
        self._base.execute("ANALYZE")
        self._base.execute("VACUUM")
        text = json.dumps(metadata(), indent=2, ensure_ascii=False) + "\n"
        (self._folder / METADATA).write_text(text, encoding="utf-8")


def _insert(base: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> None:
    marks = ", ".join("?" * len(table.columns))
    lists = {c.name for c in table.columns.values() if c.kind in LISTS}
    base.executemany(
        f'INSERT INTO "{table.name}" VALUES ({marks})',
        ([json.dumps(v, ensure_ascii=False) if k in lists else v for k, v in row.items()] for row in rows),
    )


def replace_rows(path: Path, rows: Mapping[str, Iterable[Row]]) -> None:
    """Replace the rows of tables that full-text search does not cover.

    Raises:
        sqlite3.Error: where the file is no such database.
        ValueError: where a row refers to one that is not there.
    """
    base = sqlite3.connect(path, isolation_level=None)
    try:
        base.execute("PRAGMA journal_mode = OFF")  # the file is a copy that is put in its place whole
        base.execute("BEGIN")
        for name in reversed(list(rows)):
            base.execute(f'DELETE FROM "{name}"')
        for name, found in rows.items():
            _insert(base, tables()[name], found)
        base.execute("COMMIT")
        if wrong := base.execute("PRAGMA foreign_key_check").fetchone():
            raise ValueError(f"{wrong[0]}, row {wrong[1]}: refers to a row of {wrong[2]} that is not there")
        base.execute("ANALYZE")
    finally:
        base.close()


def metadata() -> dict[str, Any]:
    """Datasette's metadata: what each table and column holds, and the facets that open with it."""
    found: dict[str, Any] = {}
    for table in tables().values():
        found[table.name] = {"description": table.about, "columns": {}}
        found[table.name]["columns"] = {c.name: c.about.replace("`", "") for c in table.columns.values()}
        if table.search:
            found[table.name]["fts_table"] = f"{table.name}_fts"
    found["findings"]["facets"] = ["polarity", "published_year", {"array": "themes"}]
    found["reports"]["facets"] = ["family", "overall_rating"]
    found["evidence"]["facets"] = ["band"]
    return {"title": "HM Inspectorate of Probation reports", "databases": {NAME.removesuffix(".sqlite"): {"tables": found}}}


def names() -> list[str]:
    """What a `SqliteWriter` writes."""
    return [NAME, METADATA]


def read_sqlite(path: Path, table: Table) -> Iterator[Row]:
    """The rows of a table, as they were given to the writer.

    Raises:
        sqlite3.Error: where the file is no such database.
    """
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        found = base.execute(f'SELECT {_quoted(table.columns)} FROM "{table.name}" ORDER BY rowid')
        while stretch := found.fetchmany(_STRETCH):
            for line in stretch:
                yield {c.name: _read(value, c) for c, value in zip(table.columns.values(), line, strict=True)}
    finally:
        base.close()


def _read(value: Any, column: Column) -> Any:
    if column.kind in LISTS:
        return json.loads(value)
    return bool(value) if column.kind == "flag" else value
