"""Which recommendation of an archive each answer of an action plan is to: by service, date, number and wording.

The report is found first, by the plan's service and dates and by how many of its recommendations the plan repeats; then each
recommendation of the plan is joined to one of that report. What cannot be joined is told with the reason, and nothing is guessed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from findings_nlp.retrieval.words import words

SAME = 0.9  # likeness of two texts that are the same but for a word or a slip
ALIKE = 0.55  # likeness from which wording alone joins
NEAR = 0.25  # likeness that confirms an equal number
APART = 0.1  # by which the best must be ahead of the second, where numbers do not decide
_WHOLE = 5  # letters of a word that is cut
STRANGERS = 2  # recommendations that a plan of no known service must repeat word for word
_ENDING = re.compile(r"(?:ations?|ements?|ments?|ingly|ings?|ions?|ances?|ences?|ives?|ers?|ied|ies|ed|es|ly|s|e|y)$")
REASONS = {
    "no_service": "the plan's service is not known",
    "no_report": "no report of the service in this archive that the plan could answer",
    "several_reports": "several reports fit the plan alike",
    "no_recommendation": "no recommendation of its report is worded alike",
    "other_wording": "the recommendation of that number is worded otherwise",
    "several_recommendations": "several recommendations are worded alike",
}

Row = dict[str, Any]


@dataclass(slots=True)
class Joined:
    """What an answer was joined to, or why to nothing.

    Attributes:
        plan: the `report` of the plan.
        response: id of the answer in the plan.
        report: of the recommendation.
        recommendation: its id.
        by: `wording`, `number_and_wording` or `number`.
        likeness: of the two wordings, 0 to 1.
        reason: a key of `REASONS`, where it was joined to nothing.
    """

    plan: str
    response: str
    report: str | None = None
    recommendation: str | None = None
    by: str | None = None
    likeness: float | None = None
    reason: str | None = None


@dataclass(slots=True)
class Asked:
    """A report with its recommendations, as rows of the tables."""

    row: Row
    items: list[Row] = field(default_factory=list)

    @property
    def month(self) -> str:
        """Year and month of its date; empty where it has none."""
        return (self.row["published"] or "")[:7]


@dataclass(slots=True)
class _Group:
    """The answers of a plan to one recommendation, as the plan prints it."""

    number: int | None
    text: str
    responses: list[str] = field(default_factory=list)


class Likeness:
    """How alike two wordings are: the cosine of their words' stems, rare ones weighing more."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._count, self._in = 0, Counter[str]()
        for text in texts:
            self._count += 1
            self._in.update(set(stems(text)))

    def _weight(self, stem: str) -> float:
        return math.log((self._count + 2) / (self._in[stem] + 1)) + 0.3

    def of(self, first: str, second: str) -> float:
        """0 for no word in common, 1 for the same words."""
        a, b = Counter(stems(first)), Counter(stems(second))
        if not a or not b:
            return 0.0
        if a == b:
            return 1.0
        weights = {stem: self._weight(stem) for stem in a | b}
        dot = sum(a[s] * b[s] * weights[s] ** 2 for s in a.keys() & b.keys())
        sizes = math.prod(math.sqrt(sum((c[s] * weights[s]) ** 2 for s in c)) for c in (a, b))
        return min(dot / sizes, 1.0)


def stems(text: str) -> list[str]:
    """The words of a text without their endings.

    >>> stems("Assessing risks"), stems("the assessment of risk")
    (['assess', 'risk'], ['assess', 'risk'])
    """
    return [word if word.isdigit() or (len(word) < _WHOLE and not word.endswith("s")) else _stem(word) for word in words(text)]


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return stem if len(stem) > 2 else word


def joined(plan: Row, responses: Sequence[Row], reports: Sequence[Asked]) -> list[Joined]:
    """What each answer of a plan is joined to, in the order of the answers.

    Args:
        plan: the plan's row of `reports`.
        responses: its rows of `responses`.
        reports: of the archive, those that are no plans.
    """
    groups = _groups(responses)
    found: dict[str, Joined] = {}
    reason, choices = _candidates(plan, reports)
    alike = Likeness(item["text"] for report in choices for item in report.items)
    if not choices or reason == "no_service":
        report = _stranger(groups, reports) if reason == "no_service" else None
        reason = None if report else reason
        choices = [report] if report else []
        alike = Likeness(item["text"] for item in report.items) if report else alike
    if choices and reason is None:
        reason, report = _chosen(groups, choices, alike, plan)
        for group, outcome in zip(groups, _matched(groups, report, alike) if report else [], strict=False):
            for name in group.responses:
                found[name] = Joined(plan["report"], name, **outcome)
    return [found.get(r["response"]) or Joined(plan["report"], r["response"], reason=reason) for r in responses]


def _groups(responses: Sequence[Row]) -> list[_Group]:
    out: dict[tuple[str | None, str], _Group] = {}
    for row in responses:
        text, number = row["recommendation_text"] or "", re.match(r"\d+", row["number"] or "")
        key = (None, " ".join(words(text))) if text else (row["number"], "")
        group = out.setdefault(key, _Group(int(number[0]) if number else None, text))
        group.responses.append(row["response"])
    return list(out.values())


def _candidates(plan: Row, reports: Sequence[Asked]) -> tuple[str | None, list[Asked]]:
    """The reports that a plan may answer: of its service, published before it or in the month that it names."""
    if plan["service_id"] is None:
        return "no_service", []
    own = [r for r in reports if r.row["service_id"] == plan["service_id"] and r.items]
    named = (plan["answers_published"] or "")[:7]
    if named and (exact := [r for r in own if r.month == named]):
        return None, exact
    if named and own and all(r.month for r in own):
        return "no_report", []  # the plan says which report it answers, and the archive lacks it
    month = (plan["published"] or "")[:7]
    before = [r for r in own if not month or not r.month or r.month <= month]
    return (None, before) if before else ("no_report", [])


def _stranger(groups: list[_Group], reports: Sequence[Asked]) -> Asked | None:
    """The one report whose recommendations a plan of no known service repeats word for word."""
    wanted = {tuple(stems(group.text)) for group in groups if len(stems(group.text)) > 3}
    if len(wanted) < STRANGERS:
        return None
    shares = [(len(wanted & {tuple(stems(item["text"])) for item in report.items}), report) for report in reports]
    best = [report for count, report in shares if count >= max(STRANGERS, 0.6 * len(wanted))]
    return best[0] if len(best) == 1 else None


def _chosen(groups: list[_Group], reports: list[Asked], alike: Likeness, plan: Row) -> tuple[str | None, Asked | None]:
    """The report that a plan answers: the only one, or the one whose wordings fit best, or of like ones the last before the plan."""
    if len({r.month for r in reports}) == 1:
        return None, reports[0]
    scores = [(sum(max(alike.of(g.text, item["text"]) for item in r.items) for g in groups if g.text), r) for r in reports]
    scores.sort(key=lambda pair: -pair[0])
    best = [r for score, r in scores if score >= scores[0][0] - APART * max(len(groups), 1)]
    if len({r.month for r in best}) == 1:
        return None, best[0]
    if plan["published"] and all(r.month for r in best):
        return None, max(best, key=lambda r: r.month)
    return "several_reports", None


def _matched(groups: list[_Group], report: Asked, alike: Likeness) -> list[Row]:
    """For each group the fields of its `Joined`; a recommendation is given to one group, the best first."""
    numbers = [item["number"] for item in report.items]
    told = [n for n in numbers if n is not None]
    sound = len(told) == len(set(told))
    table = [[alike.of(g.text, item["text"]) if g.text else 0.0 for item in report.items] for g in groups]
    out: list[Row] = [{"reason": "no_recommendation"} for _ in groups]
    taken: set[int] = set()
    order = sorted(
        (
            (table[g][k] + (0.2 if sound and groups[g].number is not None and groups[g].number == numbers[k] else 0.0), g, k)
            for g in range(len(groups))
            for k in range(len(numbers))
        ),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )
    settled: set[int] = set()
    for _, g, k in order:
        if g in settled or k in taken:
            continue
        outcome = _outcome(groups[g], table[g], k, numbers, sound, taken)
        if outcome is None:
            continue
        settled.add(g)
        out[g] = outcome
        if "recommendation" in outcome:
            taken.add(k)
            out[g] |= {"report": report.row["report"], "recommendation": report.items[k]["recommendation"]}
    return out


def _outcome(
    group: _Group, likenesses: list[float], k: int, numbers: list[int | None], sound: bool, taken: set[int]
) -> Row | None:
    """What joins a group to recommendation `k`; None where nothing does and others may be tried."""
    equal = sound and group.number is not None and group.number == numbers[k]
    likeness = round(likenesses[k], 3)
    if not group.text:
        return {"recommendation": "", "by": "number"} if equal else None
    if equal and likeness >= NEAR:
        return {"recommendation": "", "by": "number_and_wording", "likeness": likeness}
    if equal:
        return {"reason": "other_wording"} if max(likenesses) < ALIKE else None
    if likeness < ALIKE:
        return None
    second = max((x for n, x in enumerate(likenesses) if n != k and n not in taken), default=0.0)
    if likeness < SAME and likeness - second < APART:
        return {"reason": "several_recommendations"}
    return {"recommendation": "", "by": "wording", "likeness": likeness}
