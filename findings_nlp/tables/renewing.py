"""Writes some tables of an archive anew, in every format that is there; the others stay as they are."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from findings_nlp.errors import TablesError
from findings_nlp.tables import csv_files, dataset, jsonl, parquet, sqlite
from findings_nlp.tables.load import load_rows
from findings_nlp.tables.rows import Row
from findings_nlp.tables.schema import tables
from findings_nlp.tables.staging import MANIFEST, replacing, settle
from findings_nlp.tables.write import CHUNK_ROWS, Writer
from findings_nlp.tables.xlsx import NAME as WORKBOOK
from findings_nlp.tables.xlsx import workbook


def renew(out: Path, rows: Mapping[str, Sequence[Row]]) -> None:
    """Replace tables of an archive that other tables do not refer to; all are the new ones, or none is.

    Args:
        out: the archive's folder.
        rows: of the tables by name, as `findings_nlp.tables.rows.row_of` makes them.

    Raises:
        TablesError: where the folder holds no tables, or they cannot be written.
    """
    try:
        settle(out)
        manifest: dict[str, Any] = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        members = [name for form in manifest["formats"] for name in _members(form, rows)]
        with replacing(out, [*members, MANIFEST]) as folder:
            for form in manifest["formats"]:
                _write(form, out, folder, rows)
            manifest["rows"] |= {name: len(found) for name, found in rows.items()}
            (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    except FileNotFoundError:
        raise TablesError(str(out), "holds no tables") from None
    except (OSError, sqlite3.Error) as error:
        raise TablesError(str(out), f"the tables cannot be written ({getattr(error, 'strerror', None) or error})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise TablesError(str(out), "the list of its tables is not one that findings_nlp wrote") from error


def _members(form: str, rows: Mapping[str, Sequence[Row]]) -> list[str]:
    if form in ("csv", "parquet", "jsonl"):
        return [f"{name}.{form}" for name in rows]
    return {"sqlite": [sqlite.NAME], "dataset": [dataset.NAME], "xlsx": [WORKBOOK]}[form]


def _write(form: str, out: Path, folder: Path, rows: Mapping[str, Sequence[Row]]) -> None:
    if form == "csv":
        excel = (out / "outcomes.csv").read_bytes()[:3] == b"\xef\xbb\xbf"
        _poured(csv_files.CsvWriter(folder, excel, rows.keys()), rows)
    elif form == "parquet":
        _poured(parquet.ParquetWriter(folder, rows.keys()), rows)
    elif form == "jsonl":
        jsonl.write_rows(folder, rows)
    elif form == "sqlite":
        shutil.copyfile(out / sqlite.NAME, folder / sqlite.NAME)
        sqlite.replace_rows(folder / sqlite.NAME, rows)
    elif form == "dataset":
        shutil.copytree(out / dataset.NAME, folder / dataset.NAME)
        _poured(dataset.DatasetWriter(folder, rows.keys()), rows)
    else:
        (folder / WORKBOOK).write_bytes(workbook({**load_rows(out), **{name: list(found) for name, found in rows.items()}}))


def _poured(writer: Writer, rows: Mapping[str, Sequence[Row]]) -> None:
    """All rows through a writer, which is closed whatever comes."""
    whole = False
    try:
        for name, found in rows.items():
            for start in range(0, len(found), CHUNK_ROWS):
                writer.rows(tables()[name], list(found[start : start + CHUNK_ROWS]))
        whole = True
    finally:
        writer.close(whole)
