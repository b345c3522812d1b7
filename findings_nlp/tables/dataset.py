"""A Hugging Face `DatasetDict` on disk, one split for each table, with its card.

Written without the library `datasets`: its layout is Arrow streams with two small JSON files each. Both
`datasets.load_from_disk(OUT/dataset)` and `datasets.load_dataset(OUT/dataset, TABLE)` read it; the tests prove it with
the library.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings_nlp.tables.arrow import arrow_batch, arrow_schema
from findings_nlp.tables.optional import pyarrow
from findings_nlp.tables.rows import Row
from findings_nlp.tables.schema import Table, markdown, tables, version

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "dataset"
DATA = "data-00000-of-00001.arrow"
_DTYPES = {"text": "string", "integer": "int64", "number": "float64", "flag": "bool"}
_LISTED = {"texts": ("string", 1), "spans": ("int64", 2)}  # what is in a list, and how deep it lies


def features(table: Table) -> dict[str, Any]:
    """A table's columns as the library describes them."""
    return {column.name: _feature(column.kind) for column in table.columns.values()}


def _feature(kind: str) -> dict[str, Any]:
    dtype, depth = _LISTED.get(kind) or (_DTYPES[kind], 0)
    out: dict[str, Any] = {"dtype": dtype, "_type": "Value"}
    for _ in range(depth):
        out = {"feature": out, "_type": "List"}
    return out


def card() -> str:
    """The data set's card: a configuration for each table, and what the columns hold."""
    lines = ["---", "pretty_name: HM Inspectorate of Probation reports", "language:", "- en", "configs:"]
    for name in tables():
        default = ["  default: true"] if name == "findings" else []
        lines += [f"- config_name: {name}", f"  data_files: {name}/{DATA}", *default]
    lines += ["---", "", "# Findings of HM Inspectorate of Probation reports", ""]
    lines += [f"Made by findings_nlp from the reports' PDFs; schema version {version()}. Texts are the inspectorate's words,"]
    lines += ["themes and evidence links are predictions with errors (see the model card). Not for decisions about a person.", ""]
    lines += ["```python", "import datasets", "", 'tables = datasets.load_from_disk("dataset")  # one split for each table']
    lines += ['findings = datasets.load_dataset("dataset", "findings", split="train")', "```"]
    return "\n".join([*lines, "", markdown()])


def _json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _loose(schema: pa.Schema) -> pa.Schema:
    """The schema as the library makes it, where any cell may be missing: it maps such files to memory as they are."""
    return pyarrow().schema([field.with_nullable(True) for field in schema], schema.metadata)


class DatasetWriter:
    """Writes the folder `dataset` into a folder; with `only`, some tables of one that is there."""

    def __init__(self, folder: Path, only: Collection[str] | None = None) -> None:
        ipc = pyarrow("pyarrow.ipc")
        self._folder = folder / NAME
        self._schemas = {name: _loose(arrow_schema(table)) for name, table in tables().items() if only is None or name in only}
        self._files = {}
        self._empty = set(self._schemas)
        for name, schema in self._schemas.items():
            (self._folder / name).mkdir(parents=True, exist_ok=only is not None)
            self._files[name] = ipc.new_stream(str(self._folder / name / DATA), schema)

    def rows(self, table: Table, rows: list[Row]) -> None:
        """One chunk of a table: one record batch."""
        self._empty.discard(table.name)
        self._files[table.name].write_batch(arrow_batch(table, rows, self._schemas[table.name]))

    def close(self, whole: bool) -> None:
        """Finish the streams and describe them."""
        for name in sorted(self._empty) if whole else ():
            # the library cannot read a stream without a batch
            self.rows(tables()[name], [])
        for file in self._files.values():
            file.close()
        for table in (tables()[name] for name in self._schemas) if whole else ():
            folder = self._folder / table.name
            with (folder / DATA).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            info = {"citation": "", "description": table.about, "features": features(table), "homepage": "", "license": ""}
            _json(folder / "dataset_info.json", info)
            # the fingerprint names the content for the library's cache: derived from it, so that it is stable
            state: dict[str, Any] = {"_data_files": [{"filename": DATA}], "_fingerprint": digest[:16], "_format_columns": None}
            state |= {"_format_kwargs": {}, "_format_type": None, "_output_all_columns": False, "_split": table.name}
            _json(folder / "state.json", state)
        if whole:
            _json(self._folder / "dataset_dict.json", {"splits": list(tables())})
            (self._folder / "README.md").write_text(card(), encoding="utf-8")


def names() -> list[str]:
    """What a `DatasetWriter` writes."""
    return [NAME]
