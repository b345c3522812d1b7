"""JSON lines: the records whole, one a line, and the outcomes, one a line with the number of their record's line.

Tables that do not follow from the records (`LATER`: those of `findings-nlp threads`) have files of their own, one row a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings_nlp.tables.across import rows_across
from findings_nlp.tables.rows import Row, clean, placed, report_rows
from findings_nlp.tables.schema import Table, tables

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

OUTCOMES, RECORDS = "outcomes.jsonl", "records.jsonl"
LATER = ("threads", "thread_steps")


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _cleaned(report: Report) -> Any:
    """The record as every format can hold it; spans stay on their words where cleaning makes a text longer."""
    record = report.model_dump(mode="python")
    for item in (*record["findings"], *record["recommendations"]):
        for theme in item["themes"]:
            theme["spans"] = placed(theme["spans"], item["text"])
    return clean(record)


class JsonlWriter:
    """Writes `records.jsonl` and `outcomes.jsonl` into a folder."""

    def __init__(self, folder: Path) -> None:
        self._outcomes = (folder / OUTCOMES).open("w", encoding="utf-8", newline="\n")
        self._records = (folder / RECORDS).open("w", encoding="utf-8", newline="\n")
        self._count = 0

    def record(self, outcome: Row, report: Report | None) -> None:
        """One file's outcome and its record, if it has one."""
        if report is not None:
            self._count += 1
            self._records.write(_line(_cleaned(report)))
        self._outcomes.write(_line(outcome | {"record": self._count if report is not None else None}))

    def rows(self, table: Table, rows: list[Row]) -> None:
        """Nothing: the records hold all that the tables do."""

    def close(self, whole: bool) -> None:
        """Close the files."""
        self._outcomes.close()
        self._records.close()


def names() -> list[str]:
    """What a `JsonlWriter` writes."""
    return [OUTCOMES, RECORDS]


def later_names() -> list[str]:
    """The files of `LATER`, which are there where the tables have been written."""
    return [f"{name}.jsonl" for name in LATER]


def write_rows(folder: Path, rows: Mapping[str, Iterable[Row]]) -> None:
    """Write tables of `LATER` into a folder."""
    for name, found in rows.items():
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_line(row) for row in found)


def read_later(path: Path, table: Table) -> Iterator[Row]:
    """The rows of a table of `LATER`; none where it has no file.

    Raises:
        ValueError: where a line is no JSON or has other columns than the table.
    """
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if list(row) != list(table.columns):
                raise ValueError(f"{path.name}: other columns than the schema's")
            yield row


def read_jsonl(outcomes: Path, records: Path) -> Iterator[tuple[str, Row]]:
    """The rows of every table but those of `LATER`, from the two files.

    Raises:
        RecordError: where a line does not fit the record's schema.
        ValueError: where a line is no JSON, or a record is missing.
    """
    return rows_across(_rows(outcomes, records))


def _rows(outcomes: Path, records: Path) -> Iterator[tuple[str, Row]]:
    from findings_nlp.record.schema import Report

    with outcomes.open(encoding="utf-8") as told, records.open(encoding="utf-8") as found:
        for line in told:
            outcome = json.loads(line)
            yield "outcomes", {name: outcome[name] for name in tables()["outcomes"].columns}
            if outcome["record"] is not None:
                record = found.readline()
                if not record:
                    raise ValueError(f"{outcome['report']}: its record is missing")
                yield from report_rows(Report.from_json(record), outcome["report"])
