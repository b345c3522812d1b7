"""Answers and threads as text for a terminal, as CSV and as JSON lines."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from findings_nlp.followup.run import Threads
from findings_nlp.record.cite import date_in_words
from findings_nlp.tables.csv_files import plain_cell
from findings_nlp.tables.joining import REASONS

Row = dict[str, Any]
STATUS = {
    "agreed": "agreed",
    "partly_agreed": "partly agreed",
    "not_agreed": "not agreed",
    "mixed": "agreed in parts only",
    None: "no answer on agreement",
}
SIDES = {"strength": "strength", "area_for_improvement": "area for improvement", "mixed": "strength and area for improvement"}
# what a command may be asked to show, and which threads that are
WANTED: dict[str, Callable[[Row], bool]] = {
    "all": lambda row: True,
    "open": lambda row: bool(row["open"]),
    "repeated": lambda row: bool(row["repeated"]),
    "overdue": lambda row: bool(row["overdue"]),
    "answered": lambda row: row["responses"] > 0,
}


def where(row: Row) -> str:
    """Page, or sheet and row, of a row; empty where neither is known."""
    if row.get("page") is not None:
        return f"page {row['page']}"
    if row.get("place"):
        return str(row["place"])
    return f"{row.get('sheet') or 'row'}, row {row['row']}" if row.get("row") is not None else ""


def table(rows: Sequence[Row]) -> str:
    """Rows as CSV; what a spreadsheet would run is text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([plain_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def lines(rows: Sequence[Row]) -> str:
    """Rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def responses_text(rows: Sequence[Row]) -> str:
    """Answers as text, one block each."""
    return "\n".join(line for row in rows for line in _response(row)) + "\n"


def _response(row: Row) -> Iterator[str]:
    place = where(row)
    yield f"{_clean(row['report'])} {row['response']}" + (f" ({_clean(place)})" if place else "")
    number = f"{row['number']}. " if row["number"] else ""
    yield _wrap(f"{number}{row['recommendation_text'] or '(no wording)'}", "  recommendation: ")
    told = STATUS[row["status"]] + (f" ({row['status_printed']})" if row["status_printed"] and row["status"] is None else "")
    yield _wrap(f"{told}: {row['response_text'] or '(no words)'}", "  answer: ")
    facts = [("owner", row["owner"]), ("by", row["target_date"] or row["target_printed"]), ("progress", row["progress"])]
    if any(value for _, value in facts):
        yield _wrap("; ".join(f"{name} {value}" for name, value in facts if value), "  ")
    if row.get("recommendation"):
        yield f"  answers {_clean(row['recommendation_report'])} {row['recommendation']} (by {row['joined_by'].replace('_', ' ')})"
    elif row.get("reason"):
        yield f"  joined to no recommendation: {REASONS[row['reason']]}"


def threads_text(found: Threads, wanted: str = "all") -> str:
    """Threads as text: counts, then each recommendation with its steps, then answers that are joined to nothing.

    Args:
        found: what `fn.threads` gives.
        wanted: a key of `WANTED`.
    """
    shown = [row for row in found.threads if WANTED[wanted](row)]
    steps: dict[tuple[str, str], list[Row]] = {}
    for step in found.steps:
        steps.setdefault((step["report"], step["recommendation"]), []).append(step)
    out = [*counts(found), ""]
    for row in shown:
        out += _thread(row, steps.get((row["report"], row["recommendation"]), []))
    if found.unjoined:
        out.append("Answers that are joined to no recommendation:")
        told = Counter((row["report"], row["reason"]) for row in found.unjoined)
        out += [f"  {_clean(report)}: {count}, {REASONS[reason]}" for (report, reason), count in told.items()]
    return "\n".join(out) + "\n"


def counts(found: Threads) -> list[str]:
    """What the threads add up to, in sentences with their denominators."""
    total = len(found.threads)
    again = [row for row in found.threads if row["later_inspections"]]
    answered = sum(row["responses"] > 0 for row in found.threads)
    return [
        f"{answered} of {total} recommendations have an answer; {sum(row['open'] for row in found.threads)} are open, {sum(row['overdue'] for row in found.threads)} overdue.",
        f"{len(again)} are of services that were inspected again: {sum(row['repeated'] for row in again)} were made again.",
    ]


def _thread(row: Row, steps: Sequence[Row]) -> Iterator[str]:
    flags = [name for name in ("open", "repeated", "overdue") if row[name]]
    place = where(row)
    head = f"{_clean(row['report'])} {row['recommendation']}" + (f", {place}" if place else "")
    yield f"{head} ({date_in_words(row['published']) or 'undated'}){': ' if flags else ''}{', '.join(flags)}"
    yield _wrap(row["text"], "  ")
    for step in steps:
        kind = (
            f"answer, {STATUS[step['side']]}"
            if step["kind"] == "response"
            else "made again"
            if step["kind"] == "recommendation"
            else SIDES[step["side"]]
        )
        at, chance = where(step), f", {step['probability']:.2f}" if step["probability"] is not None else ""
        national = ", on no one service" if step["scope"] == "national" else ""
        head = f"  {date_in_words(step['published']) or 'undated'}, {kind}{national} [{_clean(step['step_report'])} {step['item']}{', ' + _clean(at) if at else ''}{chance}]: "
        yield _wrap(head.strip() + " " + step["text"], "    ")


def _clean(value: str) -> str:
    return "".join(c for c in str(value) if c.isprintable())


def _wrap(value: str, first: str, width: int = 110) -> str:
    return textwrap.fill(
        _clean(value), width, initial_indent=first, subsequent_indent=" " * min(len(first), 6), break_on_hyphens=False
    )
