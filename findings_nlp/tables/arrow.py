"""The schema and rows as Arrow: what the Parquet and data set writers and the loader share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from findings_nlp.tables.optional import pyarrow
from findings_nlp.tables.schema import Table, version

if TYPE_CHECKING:
    import pyarrow as pa

    from findings_nlp.tables.rows import Row


def arrow_schema(table: Table) -> pa.Schema:
    """A table's Arrow schema; each field's metadata holds its description, the schema's the table's and the version."""
    pa = pyarrow()
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "texts": pa.list_(pa.string()),
        "spans": pa.list_(pa.list_(pa.int64())),
    }
    fields = [pa.field(c.name, types[c.kind], c.missing, {"description": c.about}) for c in table.columns.values()]
    key = json.dumps(list(table.key))
    return pa.schema(fields, {"description": table.about, "key": key, "findings_nlp.schema_version": str(version())})


def arrow_batch(table: Table, rows: list[Row], schema: pa.Schema) -> pa.RecordBatch:
    """Rows as one record batch."""
    pa = pyarrow()
    arrays = [pa.array([row[name] for row in rows], schema.field(name).type) for name in table.columns]
    return pa.record_batch(arrays, schema=schema)


def columns_of(found: pa.Table) -> dict[str, list[Any]]:
    """An Arrow table's columns as Python lists."""
    return {name: found.column(name).to_pylist() for name in found.column_names}
