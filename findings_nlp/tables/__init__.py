"""Records as tables: `write_tables` for Parquet, CSV, JSON lines, SQLite and data sets, `load_archive` to read them back.

The columns are described in `schema.toml` and docs/tables.md.
"""

from findings_nlp.tables.load import load_archive
from findings_nlp.tables.rows import Outcome
from findings_nlp.tables.write import write_tables

__all__ = ["Outcome", "load_archive", "write_tables"]
