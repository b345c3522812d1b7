"""Writes the tables of a run on Spark: Parquet files in a folder, or parts under an address."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings_nlp.archive.outcomes import RunError
from findings_nlp.tables.arrow import arrow_schema
from findings_nlp.tables.jsonl import later_names
from findings_nlp.tables.optional import pyarrow
from findings_nlp.tables.schema import Table, tables, version
from findings_nlp.tables.staging import MANIFEST, replacing
from findings_nlp.tables.write import FORMATS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

URI = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+):(?://([^/]*))?(/.*)", re.S)


def write(frames: dict[str, DataFrame], output: str) -> None:
    """One file for each table in a folder, whole or not at all; under any other address the parts as Spark writes them.

    Raises:
        RunError: where the folder cannot be written, or nothing came from the executors.
    """
    scheme = URI.fullmatch(output)
    if scheme and scheme[1] != "file":
        write_parts(frames, output)
        return
    out = Path(scheme[3] if scheme else output)
    try:
        with replacing(out, [*(name for _, members in FORMATS.values() for name in members), *later_names()]) as folder:
            counts = {}
            for name, frame in frames.items():
                parts = folder / "parts"
                frame.write.parquet(f"file:{parts.absolute()}")
                counts[name] = _joined(parts, folder / f"{name}.parquet", tables()[name])
                shutil.rmtree(parts)
            manifest: dict[str, Any] = {"schema_version": version(), "formats": ["parquet"], "rows": counts}
            (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise RunError(output, f"cannot be written ({error.strerror or error})") from None


def write_parts(frames: dict[str, DataFrame], uri: str) -> None:
    """The parts of each table under an address."""
    for name, frame in frames.items():
        frame.write.mode("overwrite").option("compression", "zstd").parquet(f"{uri.rstrip('/')}/{name}.parquet")


def _joined(parts: Path, target: Path, table: Table) -> int:
    """The parts of a table as one file, as the local engine writes it, and how many rows it has."""
    pa, pq = pyarrow(), pyarrow("pyarrow.parquet")
    files, schema, rows = sorted(parts.glob("part-*.parquet")), arrow_schema(table), 0
    if not files:
        raise RunError(str(target.parent.parent), "nothing came from the executors: give a folder that they share, or a URI")
    with pq.ParquetWriter(target, schema, compression="zstd", version="2.6") as out:
        for file in files:
            for batch in pq.ParquetFile(file).iter_batches(10_000):
                out.write_table(pa.Table.from_batches([batch]).cast(schema))
                rows += batch.num_rows
    return rows
