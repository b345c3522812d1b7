"""Label Studio: a task a report with its findings as predictions, and the labelling configuration that shows them.

A finding is a passage labelled with its side, its themes are choices of that passage, a reason is a relation from the
recommendation to the finding. `findings_nlp.review.label_studio` reads the annotations that come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from findings_nlp.exchange.texts import Passage, Text
from findings_nlp.review.label_studio import COMMENT, REASON, RECOMMENDATION, SIDE, TEXT, THEMES, side_shown
from findings_nlp.review.sample import Review, lowest_scores
from findings_nlp.show.words import visible
from findings_nlp.tables.rows import Row

_COLOURS = {"strength": "#2e7d32", "area_for_improvement": "#c62828", "mixed": "#8a6d00"}
_RECOMMENDATION_COLOUR = "#1f4e9e"


def configuration(review: Review) -> str:
    """The labelling configuration (XML) of a project.

    Args:
        review: of the whole archive.
    """
    view = Element("View")
    SubElement(view, "Header", {"value": "$title"})
    sides = SubElement(view, "Labels", {"name": SIDE, "toName": TEXT})
    for side in dict.fromkeys([*review.polarities, *(item["polarity"] for item in review.findings)]):
        SubElement(sides, "Label", {"value": side_shown(review, side), "background": _COLOURS.get(side, "#666666")})
    SubElement(sides, "Label", {"value": RECOMMENDATION, "background": _RECOMMENDATION_COLOUR})
    SubElement(SubElement(view, "Relations"), "Relation", {"value": REASON})
    SubElement(view, "Text", {"name": TEXT, "value": f"${TEXT}"})
    each = {"toName": TEXT, "perRegion": "true"}
    themes = SubElement(view, "Choices", {"name": THEMES, "choice": "multiple"} | each)
    for name in review.themes.values():
        SubElement(themes, "Choice", {"value": visible(name)})
    SubElement(view, "TextArea", {"name": COMMENT, "placeholder": "Comment", "maxSubmissions": "1", "editable": "true"} | each)
    indent(view)
    return tostring(view, encoding="unicode") + "\n"


def tasks(review: Review, found: Iterable[Text], rows: Mapping[str, Sequence[Row]]) -> str:
    """The tasks as JSON.

    Args:
        review: of the whole archive.
        found: the reports' texts.
        rows: the archive's tables.
    """
    scores = lowest_scores(rows["finding_themes"])
    reasons: dict[str, list[tuple[str, str]]] = {}
    for item in review.links:
        if item["band"] == "reason":
            reasons.setdefault(item["report"], []).append((item["recommendation"], item["finding"]))
    reports = {row["report"]: row for row in rows["reports"]}
    out = [_task(review, text, reports[text.report], scores, reasons.get(text.report, [])) for text in found if text.passages]
    return json.dumps(out, ensure_ascii=False, indent=1) + "\n"


def _task(
    review: Review,
    text: Text,
    report: Row,
    scores: Mapping[tuple[str, str], float],
    reasons: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """A task with its prediction, whose score is the mean of the lowest score of each finding's themes."""
    results: list[dict[str, Any]] = []
    for passage in text.passages:
        results += _results(review, text, passage, scores.get((text.report, passage.id)))
    ends = {"type": "relation", "direction": "right", "labels": [REASON]}
    results += [ends | {"from_id": asked, "to_id": finding} for asked, finding in reasons]
    lowest = [scores[text.report, p.id] for p in text.passages if (text.report, p.id) in scores]
    prediction: dict[str, Any] = {"model_version": f"{report['model']} {report['model_version']}", "result": results}
    if lowest:
        prediction["score"] = round(sum(lowest) / len(lowest), 4)
    title = visible(" · ".join(str(part) for part in (report["title"], report["published"], text.report) if part))
    data = {"title": title, TEXT: text.text, "report": text.report, "review": review.id}
    return {"data": data, "predictions": [prediction]}


def _results(review: Review, text: Text, passage: Passage, score: float | None) -> list[dict[str, Any]]:
    """A passage with its side, and with its themes where it is a finding that has some."""
    words = {"start": passage.start, "end": passage.end, "text": text.text[passage.start : passage.end]}
    both: dict[str, Any] = {"id": passage.id, "to_name": TEXT}
    asked = passage.side == "recommendation"
    label = RECOMMENDATION if asked else side_shown(review, passage.side)
    out = [both | {"from_name": SIDE, "type": "labels", "value": words | {"labels": [label]}}]
    if passage.themes and not asked:
        names = [visible(review.themes[name]) for name in passage.themes]
        more = {} if score is None else {"score": round(score, 4)}
        out.append(both | more | {"from_name": THEMES, "type": "choices", "value": words | {"choices": names}})
    return out
