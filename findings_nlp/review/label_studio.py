"""Reads what Label Studio exported (format JSON): one task a report, whose annotation is compared with the review that was sent.

A task with an annotation counts as read: each of its findings is checked, corrected or as it was. What an annotation cannot say
of a report, such as another passage, is a mistake and not a correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from findings_nlp.errors import DataFileError
from findings_nlp.review.sample import Review
from findings_nlp.review.stored import stored_review
from findings_nlp.review.verdicts import Returned
from findings_nlp.show.words import visible_line

# the names of the labelling configuration's parts
TEXT, SIDE, THEMES, COMMENT, REASON = "text", "side", "themes", "comment", "Reason"
RECOMMENDATION = "Recommendation"
_PARTS = {"labels": "labels", "choices": "choices", "textarea": "text"}  # the field of a value, by the type of an answer
_SHOWN = 40


def read_tasks(name: str, found: Any, out: Path) -> Returned:
    """What an export says.

    Args:
        name: of the file, for messages.
        found: the export's JSON: tasks, or one task.
        out: the archive that the tasks were made from.

    Raises:
        DataFileError: where it is no export of tasks that `findings-nlp exchange` wrote, or their review is unknown.
    """
    tasks = found if isinstance(found, list) else [found]
    if not tasks or not all(isinstance(task, dict) and isinstance(task.get("data"), dict) for task in tasks):
        raise DataFileError(name, "holds no tasks as Label Studio exports them in its format JSON (not JSON-MIN or another)")
    told = Returned(stored_review(out, tasks[0]["data"].get("review"), name), "")
    asked, seen = _Asked(told.review), set[str]()
    people: dict[str, None] = {}
    for number, task in enumerate(tasks, 1):
        data = task["data"]
        report = data.get("report")
        given = _Given(f"{name}: task {number}", told.mistakes)
        if data.get("review") != told.review.id or not isinstance(report, str) or report not in asked.findings:
            given.wrong(f"the review {told.review.id} has no report {str(report)[:_SHOWN]!r} for it")
        elif report in seen:
            given.wrong(f"{report} stands in another task as well")
        elif (annotation := _annotation(task, given)) is not None:
            seen.add(report)
            people[_person(annotation.get("completed_by"))] = None
            given.place += f" ({report})"
            given.read(annotation["result"], data.get(TEXT))
            _compare(told, asked, report, given)
    told.who = ", ".join(person for person in people if person)
    return told


def _annotation(task: dict[str, Any], given: _Given) -> dict[str, Any] | None:
    """The one annotation of a task; None where it has none."""
    found = task.get("annotations") or []
    if not isinstance(found, list) or not all(isinstance(a, dict) and isinstance(a.get("result"), list) for a in found):
        given.wrong("has no list of annotations with their results")
        return None
    kept = [annotation for annotation in found if not annotation.get("was_cancelled")]
    if len(kept) > 1:
        given.wrong(f"has {len(kept)} annotations: keep the one that counts")
    return kept[0] if len(kept) == 1 else None


def _person(told: Any) -> str:
    """Who made an annotation, as the export says it: an address or the number of a user."""
    if isinstance(told, dict):
        told = told.get("email") or told.get("username") or told.get("id")
    return f"Label Studio user {told}" if isinstance(told, int) else told.strip() if isinstance(told, str) else ""


class _Asked:
    """What a review asked, by report.

    Args:
        review: of the whole archive.
    """

    def __init__(self, review: Review) -> None:
        self.findings: dict[str, dict[str, dict[str, Any]]] = {}
        self.recommendations: dict[str, dict[str, dict[str, Any]]] = {}
        self.links: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
        for item in review.findings:
            self.findings.setdefault(item["report"], {})[item["finding"]] = item
        for item in review.recommendations:
            self.findings.setdefault(item["report"], {})
            self.recommendations.setdefault(item["report"], {})[item["recommendation"]] = item
        for item in review.links:
            self.links.setdefault(item["report"], {})[item["recommendation"], item["finding"]] = item

    def link(self, report: str, key: tuple[str, str]) -> dict[str, Any]:
        """The link of a recommendation to a finding, also where the archive does not list it."""
        if (listed := self.links.get(report, {}).get(key)) is not None:
            return listed
        asked, finding = self.recommendations[report][key[0]], self.findings[report][key[1]]
        texts = {"recommendation_text": asked["text"], "finding_text": finding["text"]}
        ids = {"report": report, "sha256": finding["sha256"], "recommendation": key[0], "finding": key[1]}
        return ids | texts | {"band": "unlisted", "sample": "chosen", "stratum": 0}


@dataclass(slots=True)
class _Given:
    """What one annotation gives, by the ids of its regions.

    Attributes:
        place: of the task, for messages.
        mistakes: where what is wrong is told.
        words: of each passage, as it is marked; two readings where the text holds characters beyond 16 bits.
        answers: of each kind (`labels`, `choices`, `textarea`).
        reasons: pairs of recommendation and finding.
    """

    place: str
    mistakes: list[str]
    words: dict[str, set[str]] = field(default_factory=dict)
    answers: dict[str, dict[str, list[str]]] = field(default_factory=lambda: {kind: {} for kind in _PARTS})
    reasons: dict[tuple[str, str], None] = field(default_factory=dict)

    def wrong(self, what: str) -> None:
        """Tell a mistake."""
        self.mistakes.append(f"{self.place}: {what}")

    def read(self, results: Iterable[Any], text: Any) -> None:
        """Take the answers of an annotation.

        Args:
            results: its parts.
            text: of the task.
        """
        if not isinstance(text, str):
            self.wrong("has no text")
            return
        for number, result in enumerate(results, 1):
            if not isinstance(result, dict) or not self._taken(result, text):
                self.wrong(f"result {number} is none that the labelling configuration allows")

    def _taken(self, result: dict[str, Any], text: str) -> bool:
        if result.get("type") == "relation":
            ends = result.get("from_id"), result.get("to_id")
            if not isinstance(ends[0], str) or not isinstance(ends[1], str):
                return False
            self.reasons[ends[0], ends[1]] = None
            return True
        kind, name, value = result.get("type"), result.get("id"), result.get("value")
        if kind not in _PARTS or not isinstance(name, str) or not isinstance(value, dict):
            return False
        found, start, end = value.get(_PARTS[kind]), value.get("start"), value.get("end")
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found) or name in self.answers[kind]:
            return False
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= 2 * len(text):
            return False
        self.answers[kind][name] = found
        if kind == "labels":
            self.words[name] = set(_slices(text, start, end))
        return True


def _slices(text: str, start: int, end: int) -> Iterator[str]:
    """The words of a passage, counted in code points as Label Studio does now, and in UTF-16 units as it did before 1.5."""
    yield visible_line(text[start:end])
    yield visible_line(text.encode("utf-16-le", "replace")[2 * start : 2 * end].decode("utf-16-le", "replace"))


def _compare(told: Returned, asked: _Asked, report: str, given: _Given) -> None:
    """Take what an annotation says of a report; where it has a mistake, the file counts for nothing."""
    findings, recommendations = asked.findings[report], asked.recommendations.get(report, {})
    named = dict.fromkeys(name for answers in given.answers.values() for name in answers)
    for name in named:
        if name not in findings and name not in recommendations:
            words = next(iter(given.words.get(name, [])), "")
            given.wrong(f"the review has no passage {name[:_SHOWN]!r} ('{words[:_SHOWN]}'): findings cannot be added here")
    for name, item in {**findings, **recommendations}.items():
        if name not in given.words:
            given.wrong(f"{name} is no longer marked: findings and recommendations cannot be taken away here")
        elif visible_line(item["text"]) not in given.words[name]:
            given.wrong(f"{name}: its words or its place were changed; the report's words cannot be corrected here")
        elif name in findings:
            _finding(told, item, given)
        elif given.answers["labels"][name] != [RECOMMENDATION] or given.answers["choices"].get(name):
            given.wrong(f"{name} is a recommendation: neither that nor its themes can be corrected here")
    _links(told, asked, report, given)


def _finding(told: Returned, item: dict[str, Any], given: _Given) -> None:
    review, name = told.review, item["finding"]
    sides = {_fold(word): side for side, shown_as in review.polarities.items() for word in (side, shown_as)}
    sides |= {_fold(word): item["polarity"] for word in (item["polarity"], side_shown(review, item["polarity"]))}
    names = {_fold(word): theme for theme, shown_as in review.themes.items() for word in (theme, shown_as)}
    labels, choices = given.answers["labels"][name], given.answers["choices"].get(name, [])
    side = sides.get(_fold(labels[0])) if len(labels) == 1 else None
    unknown = [choice for choice in choices if _fold(choice) not in names]
    if side is None:
        given.wrong(f"{name}: unknown polarity '{', '.join(labels)[:_SHOWN]}'")
    for choice in unknown:
        given.wrong(f"{name}: unknown theme '{choice[:_SHOWN]}'")
    if side is not None and not unknown:
        comment = "\n".join(given.answers["textarea"].get(name, []))
        told.finding(item, side, [names[_fold(choice)] for choice in choices], comment)


def _links(told: Returned, asked: _Asked, report: str, given: _Given) -> None:
    """Take the relations: those drawn are reasons, and a reason of the archive that has none is none.

    A possible link of the archive that has no relation was not asked for and says nothing.
    """
    findings, recommendations = asked.findings[report], asked.recommendations.get(report, {})
    drawn: dict[tuple[str, str], None] = {}
    for one, other in given.reasons:
        key = (one, other) if one in recommendations else (other, one)
        if key[0] in recommendations and key[1] in findings:
            drawn[key] = None
        else:
            given.wrong(f"a relation of {one[:_SHOWN]!r} and {other[:_SHOWN]!r} is none of a recommendation and a finding")
    before = [key for key, item in asked.links.get(report, {}).items() if item["band"] == "reason"]
    for key in dict.fromkeys([*before, *drawn]):
        told.link(asked.link(report, key), "reason" if key in drawn else "none", "")


def side_shown(review: Review, side: str) -> str:
    """A polarity as a task shows it."""
    return review.polarities.get(side, side.capitalize().replace("_", " "))


def _fold(text: str) -> str:
    return visible_line(text).casefold()
