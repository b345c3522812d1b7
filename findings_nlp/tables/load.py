"""Reads the tables of an archive back, whichever format they were written in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from findings_nlp.errors import RecordError, TablesError
from findings_nlp.tables import csv_files, dataset, jsonl, parquet, sqlite
from findings_nlp.tables.arrow import arrow_batch, arrow_schema, columns_of
from findings_nlp.tables.frames import frame
from findings_nlp.tables.optional import pyarrow
from findings_nlp.tables.rows import Row
from findings_nlp.tables.schema import Table, tables, version
from findings_nlp.tables.staging import MANIFEST, where

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# best first: SQLite keeps types and needs no library, CSV is the last resort
_NAMES = {
    "parquet": parquet.names(), "sqlite": sqlite.names()[:1], "dataset": dataset.names(), "csv": csv_files.names(),
    "jsonl": jsonl.names(),
}  # fmt: skip
# "xlsx" is for reading by people and is not read back
_NEEDS_ARROW = ("parquet", "dataset")


def _listed(out: Path) -> tuple[list[str], dict[str, int]]:
    """The formats that are there, and the count of rows of each table where the list of tables tells it."""
    path = where(out, MANIFEST)
    if not path.exists():
        return [name for name in _NAMES if all(where(out, member).exists() for member in _NAMES[name])], {}
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        found, told = [name for name in _NAMES if name in manifest["formats"]], manifest["schema_version"]
        rows = {name: int(manifest["rows"][name]) for name in tables()} if told == version() else {}
    except (ValueError, KeyError, TypeError) as error:
        raise TablesError(str(path), "is not a list of tables that findings_nlp wrote") from error
    if told != version():
        raise TablesError(str(path), f"the tables have schema version {told}, this findings_nlp reads {version()}")
    return found, rows


def _choose(out: Path, listed: list[str], form: str | None) -> str:
    found = [name for name in listed if form in (None, name)]
    if not found:
        raise TablesError(str(out), "holds no tables" + (f" as {form}" if form else ""))
    if form is None and len(found) > 1 and found[0] in _NEEDS_ARROW:
        try:
            pyarrow()
        except TablesError:
            return next((name for name in found if name not in _NEEDS_ARROW), found[0])
    return found[0]


def _arrow(out: Path, form: str, table: Table) -> pa.Table:
    if form == "parquet":
        found = pyarrow("pyarrow.parquet").read_table(where(out, f"{table.name}.parquet"))
    else:
        path = where(out, dataset.NAME) / table.name / dataset.DATA
        with pyarrow("pyarrow").memory_map(str(path)) as file:
            found = pyarrow("pyarrow.ipc").open_stream(file).read_all()
    return found.select(list(table.columns)).cast(arrow_schema(table))


def _plain(out: Path, form: str, wanted: Iterable[Table]) -> dict[str, list[Row]]:
    if form == "jsonl":
        found: dict[str, list[Row]] = {table.name: [] for table in wanted}
        for name, row in jsonl.read_jsonl(where(out, jsonl.OUTCOMES), where(out, jsonl.RECORDS)):
            if name in found:
                found[name].append(row)
        for name in found.keys() & set(jsonl.LATER):
            found[name] = list(jsonl.read_later(where(out, f"{name}.jsonl"), tables()[name]))
        return found
    if form == "csv":
        return {table.name: list(csv_files.read_csv(where(out, f"{table.name}.csv"), table)) for table in wanted}
    return {table.name: list(sqlite.read_sqlite(where(out, sqlite.NAME), table)) for table in wanted}


def _read(out: Path, form: str, wanted: list[Table], kind: str) -> dict[str, Any]:
    """Tables by name, of a kind: `frames` of pandas, `arrow` tables, or `rows`, lists of one dict a row."""
    arrow = kind == "arrow"
    if form in _NEEDS_ARROW:
        tabs = {table.name: _arrow(out, form, table) for table in wanted}
        if kind == "rows":
            return {name: tab.to_pylist() for name, tab in tabs.items()}
        return tabs if arrow else {name: frame(name, columns_of(tab)) for name, tab in tabs.items()}
    found = _plain(out, form, wanted)
    if kind == "rows":
        return dict(found)
    made: Callable[[Table], Any] = (lambda table: _as_arrow(table, found[table.name])) if arrow else (
        lambda table: frame(table.name, {c: [row[c] for row in found[table.name]] for c in table.columns})
    )  # fmt: skip
    return {table.name: made(table) for table in wanted}


def _as_arrow(table: Table, rows: list[Row]) -> pa.Table:
    schema = arrow_schema(table)
    return pyarrow().Table.from_batches([arrow_batch(table, rows, schema)], schema)


@overload
def load_archive(
    out: str | PathLike[str], names: Sequence[str] | None = ..., *, arrow: Literal[False] = ..., form: str | None = ...
) -> dict[str, pd.DataFrame]: ...
@overload
def load_archive(
    out: str | PathLike[str], names: Sequence[str] | None = ..., *, arrow: Literal[True], form: str | None = ...
) -> dict[str, pa.Table]: ...


def load_archive(
    out: str | PathLike[str], names: Sequence[str] | None = None, *, arrow: bool = False, form: str | None = None
) -> dict[str, Any]:
    """The tables of an archive, by name; columns are described in docs/tables.md.

    Args:
        out: the folder that `findings-nlp tag` wrote.
        names: the tables wanted; by default all.
        arrow: give Arrow tables instead of pandas frames.
        form: the format to read; by default the first of Parquet, SQLite, data set, CSV and JSON lines that is there.

    Raises:
        TablesError: where the folder holds no tables, or they are damaged, of another schema version, or need a library.
        TypeError: for one name where a list is asked for.
        ValueError: for an unknown table.
    """
    return _loaded(out, names, form, "arrow" if arrow else "frames")


def load_rows(out: str | PathLike[str], names: Sequence[str] | None = None, *, form: str | None = None) -> dict[str, list[Row]]:
    """The tables of an archive as lists of rows, each a dict of its columns: SQLite, CSV and JSON lines without any library.

    Args:
        out: as for `load_archive`.
        names: as for `load_archive`.
        form: as for `load_archive`.

    Raises:
        TablesError: as for `load_archive`.
        TypeError: as for `load_archive`.
        ValueError: as for `load_archive`.
    """
    return _loaded(out, names, form, "rows")


def _loaded(out: str | PathLike[str], names: Sequence[str] | None, form: str | None, kind: str) -> dict[str, Any]:
    if isinstance(names, str):
        raise TypeError(f"names is a list of tables: [{names!r}]")
    folder = Path(out)
    if unknown := [name for name in names or () if name not in tables()]:
        raise ValueError(f"no table {', '.join(unknown)}; there are {', '.join(tables())}")
    if not folder.is_dir():
        raise TablesError(str(folder), "is not a folder of tables")
    listed, counts = _listed(folder)
    chosen = _choose(folder, listed, form)
    try:
        found = _read(folder, chosen, [tables()[name] for name in (tables() if names is None else names)], kind)
    except TablesError:
        raise
    except (OSError, ValueError, KeyError, sqlite3.Error, RecordError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise TablesError(str(folder), f"the {chosen} tables cannot be read ({reason})") from error
    for name, table in found.items():
        if len(table) != counts.get(name, len(table)):
            reason = f"{name} has {len(table)} rows where {MANIFEST} tells {counts[name]}"
            raise TablesError(str(folder), f"the {chosen} tables cannot be read ({reason})")
    return found
