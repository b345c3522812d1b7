"""Recommendations with what became of them, as the page that follows them shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from findings_nlp.site.archive import text, web
from findings_nlp.tables.frames import rows_of_frame

if TYPE_CHECKING:
    import pandas as pd

THREADS, STEPS, ANSWERS = "threads", "thread_steps", "answers"
FOLLOWED = (THREADS, STEPS, ANSWERS)


@dataclass(frozen=True, slots=True)
class Step:
    """An answer, the recommendation made again, or a finding on its matter."""

    kind: str
    national: bool
    report: str
    item: str
    published: str
    side: str
    text: str
    where: str
    url: str
    chance: float | None


@dataclass(slots=True)
class Followed:
    """A recommendation of the archive and the steps of its thread, in the order of time."""

    report: str
    item: str
    published: str
    addressee: str
    text: str
    where: str
    url: str
    repeated: bool
    overdue: bool
    open: bool
    target: str
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Followings:
    """All threads of an archive, newest first; `as_of` is the day for which they are told, empty where none has been told.

    `unjoined` counts the answers that are joined to no recommendation, by reason.
    """

    threads: list[Followed]
    as_of: str
    unjoined: dict[str, int]


def followings(tables: Mapping[str, pd.DataFrame] | Mapping[str, list[dict[str, Any]]]) -> Followings:
    """The threads of an archive's tables; none where the tables are missing or empty."""
    found: dict[tuple[str, str], Followed] = {}
    as_of = ""
    for row in _rows(tables, THREADS):
        as_of = text(row["as_of"])
        found[text(row["report"]), text(row["recommendation"])] = _thread(row)
    for row in _rows(tables, STEPS):
        thread = found.get((text(row["report"]), text(row["recommendation"])))
        if thread is not None:
            thread.steps.append(_step(row))
    unjoined: dict[str, int] = {}
    for row in _rows(tables, ANSWERS):
        if reason := text(row["reason"]):
            unjoined[reason] = unjoined.get(reason, 0) + 1
    threads = sorted(found.values(), key=lambda t: (t.report, t.item))
    threads.sort(key=lambda t: t.published, reverse=True)
    return Followings(threads, as_of, unjoined)


def _thread(row: dict[str, Any]) -> Followed:
    return Followed(
        report=text(row["report"]),
        item=text(row["recommendation"]),
        published=text(row["published"]),
        addressee=text(row["addressee"]),
        text=text(row["text"]),
        where=_where(row),
        url=web(row["page_url"]),
        repeated=bool(row["repeated"]),
        overdue=bool(row["overdue"]),
        open=bool(row["open"]),
        target=text(row["target_date"]),
    )


def _step(row: dict[str, Any]) -> Step:
    return Step(
        kind=text(row["kind"]),
        national=text(row["scope"]) == "national",
        report=text(row["step_report"]),
        item=text(row["item"]),
        published=text(row["published"]),
        side=text(row["side"]),
        text=text(row["text"]),
        where=_where(row),
        url=web(row["page_url"]),
        chance=None if row["probability"] is None else float(row["probability"]),
    )


def _where(row: dict[str, Any]) -> str:
    return f"page {int(row['page'])}" if row["page"] is not None else text(row.get("place"))


def _rows(tables: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    frame = tables.get(name)
    return frame or [] if frame is None or isinstance(frame, list) else rows_of_frame(frame)
