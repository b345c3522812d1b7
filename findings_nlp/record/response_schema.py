"""The fields of a record that hold the answers of an action plan."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from findings_nlp.record.base import Location, _Model

Agreement = Literal["agreed", "partly_agreed", "not_agreed"]
ProgressStatus = Literal["complete", "in_progress", "delayed", "not_started"]


class Response(_Model):
    """One row of an action plan: what a service answered to a recommendation; texts as printed.

    `status`, `target_date` and `progress_status` are None where nothing is printed, and where what is printed says none of the
    known states or no date. `locations` are places in a PDF; of a workbook or document `sheet` and `row` (from 1) say where.
    """

    id: str
    number: str | None = None
    recommendation: str | None = None
    addressee: str | None = None
    status: Agreement | None = None
    status_printed: str | None = None
    response: str | None = None
    owner: str | None = None
    target_date: str | None = None
    target_printed: str | None = None
    progress: str | None = None
    progress_status: ProgressStatus | None = None
    sheet: str | None = None
    row: int | None = Field(default=None, ge=1)
    locations: list[Location] = Field(default_factory=list)
