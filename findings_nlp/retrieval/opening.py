"""The index of an archive: that of its database, or one made in memory from its other tables."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from findings_nlp.retrieval.index import NEEDED, write_index
from findings_nlp.tables import sqlite
from findings_nlp.tables.load import load_archive
from findings_nlp.tables.schema import LISTS, tables
from findings_nlp.tables.staging import where


def open_index(out: Path) -> sqlite3.Connection:
    """A database to search, for reading.

    Raises:
        TablesError: where the folder holds no tables or they cannot be read.
    """
    path = where(out, sqlite.NAME)
    if path.is_file():
        base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        if base.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_fts'").fetchone():
            return base
        base.close()
    frames = load_archive(out, NEEDED)
    base = sqlite3.connect(":memory:", isolation_level=None)
    for name in NEEDED:
        table = tables()[name]
        lists = {c.name for c in table.columns.values() if c.kind in LISTS}
        base.execute(sqlite.create_table(table))
        marks = ", ".join("?" * len(table.columns))
        rows = ([_cell(v, k in lists) for k, v in row.items()] for row in frames[name].to_dict("records"))
        base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    write_index(base)
    return base


def _cell(value: Any, of_list: bool) -> Any:
    if of_list:
        return json.dumps([part if isinstance(part, str) else [int(n) for n in part] for part in value], ensure_ascii=False)
    if hasattr(value, "item"):
        value = value.item()
    return None if value is None or value != value or repr(value) == "<NA>" else value  # noqa: PLR0124
