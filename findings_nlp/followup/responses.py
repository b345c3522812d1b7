"""`fn.responses`: the answers of action plans, and the recommendations of an archive that they answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from findings_nlp.errors import ReportError
from findings_nlp.followup.inspected import PLAN
from findings_nlp.record.plan import plan_report
from findings_nlp.source.pdf import read_bytes
from findings_nlp.tables.across import rows_across
from findings_nlp.tables.load import load_rows
from findings_nlp.tables.rows import report_rows

Row = dict[str, Any]
Named = str | PathLike[str]
_ANSWER = ("recommendation_report", "recommendation", "joined_by", "likeness", "reason")


def responses(paths: Named | Iterable[Named], *, archive: Named | None = None, columns: Sequence[Named] = ()) -> list[Row]:
    """The answers of action plans: one dict for each row of a plan, with the columns of the table `responses`.

    Args:
        paths: PDF, DOCX, XLSX and CSV files.
        archive: the folder of an archive: its recommendations that are answered, or why none is told, stand in further columns,
            those of the table `answers`. Nothing is written.
        columns: TOML files with further wordings of headings; the form is that of `findings_nlp/plans/columns.toml`.

    Raises:
        ReportError: where a file cannot be read or holds no plan.
        TablesError: where the archive cannot be read.
    """
    files = [fspath(path) for path in ([paths] if isinstance(paths, str | PathLike) else paths)]
    plans = []
    for path in files:
        name, data = read_bytes(path)
        plans.append(plan_report(data, name, [fspath(c) for c in columns], path))
    if len({plan.source.name for plan in plans}) < len(plans):
        raise ReportError(files[-1], "has the name of another of the files: give them names of their own", "input")
    rows = [(table, row) for plan in plans for table, row in report_rows(plan)]
    if archive is None:
        return [row for table, row in rows if table == "responses"]
    return _joined(rows, Path(archive))


def _joined(rows: list[tuple[str, Row]], archive: Path) -> list[Row]:
    known = load_rows(archive, ("reports", "recommendations"))
    kept = {row["report"] for row in known["reports"] if row["document_kind"] != PLAN}
    names = {row["report"] for table, row in rows if table == "reports"}
    if both := sorted(kept & names):
        raise ReportError(both[0], "has the name of a report of the archive: give the plan a name of its own", "input")
    given = [(table, row) for table in ("reports", "recommendations") for row in known[table] if row["report"] in kept]
    answers = {}
    for table, row in rows_across([*given, *((t, r) for t, r in rows if t in ("reports", "responses"))]):
        if table == "answers":
            answers[row["report"], row["response"]] = row
    told = [row for table, row in rows if table == "responses"]
    return [row | {name: answers[row["report"], row["response"]][name] for name in _ANSWER} for row in told]
