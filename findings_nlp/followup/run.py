"""`fn.threads`: what became of the recommendations of an archive."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings_nlp.errors import ReportError
from findings_nlp.followup.inspected import NEEDED, Inspections, inspections_of
from findings_nlp.followup.states import thread_row
from findings_nlp.followup.steps import steps_of
from findings_nlp.pipes.themes.models import ThemeModel, Tier, model_folder
from findings_nlp.tables.load import load_rows
from findings_nlp.tables.renewing import renew
from findings_nlp.tables.rows import row_of

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


class ThreadsError(ReportError):
    """Threads that cannot be told; `path` names what is at fault."""

    stage = "threads"


@dataclass(frozen=True, slots=True)
class Threads:
    """Rows of the tables `threads` and `thread_steps`, and of answers that are joined to no recommendation."""

    threads: list[Row]
    steps: list[Row]
    unjoined: list[Row]

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Pandas tables `threads` and `thread_steps`."""
        from findings_nlp.tables.frames import frame_of_rows

        return {"threads": frame_of_rows("threads", self.threads), "thread_steps": frame_of_rows("thread_steps", self.steps)}


@lru_cache(maxsize=2)
def _model(tier: Tier) -> ThemeModel:
    return ThemeModel(model_folder(), tier)


def threads(
    archive: str | PathLike[str] | Mapping[str, Sequence[Row]],
    *,
    on: str | None = None,
    model: Tier = "full",
    write: bool = False,
) -> Threads:
    """Follow each recommendation of an archive: its answers, the next inspections' findings on its matter, its repetitions.

    Args:
        archive: the folder of an archive; or its tables as lists of rows, those that `inspected.NEEDED` names.
        on: the day for which it is told what is overdue, `YYYY-MM-DD`; by default today.
        model: `full`, or `lite`: many times faster, and worse at telling what is on one matter.
        write: put the rows into the archive's tables, in every format that is there.

    Raises:
        ThreadsError: for a day that is none, and where there is no folder to write to.
        TablesError: where the archive cannot be read or written.
        ValueError: for an unknown model.
    """
    if model not in ("full", "lite"):
        raise ValueError(f"model is 'full' or 'lite', not {model!r}")
    as_of = _day(on)
    tables = archive if isinstance(archive, Mapping) else load_rows(archive, NEEDED)
    found = inspections_of(tables)
    steps = steps_of(found, _model(model))
    told, rows = [], []
    for report, asked, later in _asked(found):
        of = steps.get((report.name, asked["recommendation"]), [])
        told.append(row_of("threads", thread_row(report, asked, of, later, as_of)))
        key = {"report": report.name, "recommendation": asked["recommendation"]}
        rows += [row_of("thread_steps", step | key | {"position": k}) for k, step in enumerate(of, 1)]
    unjoined = [row for row in tables["answers"] if not row["recommendation"]]
    out = Threads(told, rows, unjoined)
    if write:
        if isinstance(archive, Mapping):
            raise ThreadsError("threads", "tables in memory cannot be written: name the archive's folder")
        renew(Path(archive), {"threads": out.threads, "thread_steps": out.steps})
    return out


def _asked(archive: Inspections) -> list[tuple[Any, Row, int]]:
    """Every recommendation with its report and the count of the service's later inspections."""
    out = []
    known: set[str] = set()
    for reports in [*archive.services.values(), archive.national]:
        numbers = {report.number for report in reports if report.number is not None}
        for report in reports:
            if report.name not in known:
                known.add(report.name)
                own = report.row["service_id"] is not None and report.number is not None
                later = sum(number > (report.number or 0) for number in numbers) if own else 0
                out += [(report, asked, later) for asked in report.recommendations]
    return out


def _day(on: str | None) -> str:
    if on is None:
        return date.today().isoformat()
    try:
        found = date.fromisoformat(on) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", on) else None
    except ValueError:
        found = None
    if found is None:
        raise ThreadsError(on, "is no day: write it as YYYY-MM-DD")
    return found.isoformat()
