"""Where a recommendation's thread stands: answered, repeated, overdue, open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from findings_nlp.followup.inspected import Inspected

Row = dict[str, Any]
_FAR = ("delayed", "not_started", "in_progress")  # the least far first


def thread_row(report: Inspected, asked: Row, steps: Sequence[Row], later: int, as_of: str) -> Row:
    """The row of `threads` for a recommendation.

    Args:
        report: that made it.
        asked: its row of `recommendations`.
        steps: of its thread, in the order of time.
        later: how many later inspections of the service there are.
        as_of: the day for which `overdue` is told, `YYYY-MM-DD`.
    """
    answers = [step["answer"] for step in steps if step["kind"] == "response"]
    said = [step for step in steps if step["kind"] != "response" and step["scope"] == "service"]
    status = {answer["status"] for answer in answers if answer["status"]}
    last = max((step["inspection_number"] for step in said), default=None)
    settled = last is not None and says([s for s in said if s["inspection_number"] == last]) == "strength"
    complete = bool(answers) and all(answer["progress_status"] == "complete" for answer in answers)
    late = any(_late(answer, as_of) for answer in answers)
    found = {
        name: asked[name]
        for name in ("report", "recommendation", "service_id", "published", "addressee", "text", "page", "page_url")
    }
    return found | {
        "inspection_number": report.number,
        "responses": len(answers),
        "status": status.pop() if len(status) == 1 else "mixed" if status else None,
        "target_date": max((a["target_date"] for a in answers if a["target_date"]), key=lambda d: (d[:7], d), default=None),
        "progress_status": "complete"
        if complete
        else next((s for s in _FAR if any(a["progress_status"] == s for a in answers)), None),
        "later_inspections": later,
        "repeated": any(step["kind"] == "recommendation" for step in said),
        "next_says": _next(report, said) if later else None,
        "overdue": late and not settled,
        "open": not settled and not (complete and last is None),
        "as_of": as_of,
    }


def says(steps: Sequence[Row]) -> str:
    """What an inspection says on a matter by its steps: `recommendation`, `area_for_improvement`, `strength`, `mixed` or `nothing`."""
    if any(step["kind"] == "recommendation" for step in steps):
        return "recommendation"
    sides = {step["side"] for step in steps}
    return str(sides.pop()) if len(sides) == 1 else "mixed" if sides else "nothing"


def _next(report: Inspected, said: Sequence[Row]) -> str:
    number = (report.number or 0) + 1
    return says([step for step in said if step["inspection_number"] == number])


def _late(answer: Row, as_of: str) -> bool:
    """Whether an answer's date has passed, and nothing says that it is done or will not be."""
    due = answer["target_date"]
    undone = answer["progress_status"] != "complete" and answer["status"] != "not_agreed"
    return bool(due) and undone and due < as_of[: len(due)]
