"""Whether what was read of a report is what such a report holds. No family vouches for a reading by its name alone."""

from __future__ import annotations

from typing import Any

from findings_nlp.document.contexts import BlockContext
from findings_nlp.families import Family
from findings_nlp.families.family import shipped_kinds
from findings_nlp.record.losses import Warned

_SIDES = {"strength": "strengths", "area_for_improvement": "areas for improvement"}
_MOST = 10  # findings from which a report with one side only, or with an endless list, is not believed


def plausible(data: dict[str, Any], places: list[BlockContext], family: Family | None) -> list[Warned]:
    """Warnings where findings or ratings are missing or unlikely; one line instead for what is no inspection report."""
    if data["kind"] != "inspection_report":
        name = next((kind.name for kind in shipped_kinds() if kind.id == data["kind"]), data["kind"].replace("_", " "))
        return [("not_an_inspection_report", f"this is {name}, not a report on one inspection: no rating was read from it", [])]
    out: list[Warned] = []
    if not data["findings"]:
        listed = any(p.polarity for p in places)
        reason = "its lists could not be read" if listed else "no heading introduces strengths or areas for improvement"
        out.append(("no_findings", f"no finding was read: {reason}", []))
    if doubt := _doubt(data, places, family):
        out.append(("unknown_layout", f"{doubt}: read this one by hand", []))
    if family and family.rated == "no" and (count := data.get("ratings_left_out", 0)):
        words = f"{count} rating{'s' if count > 1 else ''} of some sort"
        out.append(("ratings_left_out", f"{words} were left out: {family.name} carries none of a whole service", []))
    if family and family.rated == "yes" and not data["ratings"]:
        out.append(("no_ratings", "reports of this family carry ratings; none was read", []))
    return out


def _doubt(data: dict[str, Any], places: list[BlockContext], family: Family | None) -> str | None:
    """Why the reading is not to be believed, if it is not."""
    findings, rated = data["findings"], bool(data["ratings"])
    strange = "the layout is like none of the known report families"
    if not findings:
        # a rated report without findings has two warnings of its own; prose without findings has been read by nobody
        return (
            strange if family is None else None if rated else f"no finding was read from this report of the family {family.name}"
        )
    if family is None and not (rated or data["recommendations"]):
        return strange
    sides = {f["polarity"] for f in findings} & set(_SIDES) | {n["polarity"] for n in data.get("none_stated", [])}
    if len(sides) == 1 and len(findings) >= _MOST:
        return f"all {len(findings)} findings are {_SIDES[sides.pop()]}"
    if _endless(findings, places):
        return "a list without an end holds more than half of the findings"
    return None


def _endless(findings: list[dict[str, Any]], places: list[BlockContext]) -> bool:
    """Whether most findings stand in one list that no further heading ends."""
    last = max((k for k, p in enumerate(places) if p.role in ("heading", "polarity")), default=-1)
    behind = sum(f["blocks"][0] > last for f in findings)
    return behind >= _MOST and 2 * behind > len(findings)
