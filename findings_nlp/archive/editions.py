"""Welsh editions in an archive: left out of the counts unless asked for, and paired with their English editions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from findings_nlp.archive.outcomes import Outcome

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

_BETWEEN = "|"
_LEAST = 4  # rated standards from which their ratings tell one report from others
_MARK = re.compile(
    r"(?<![-_ .(])[-_ .(]+(?:cy|cym|cymraeg|cymru|welsh|wel|w)(?:[-_ ](?:version|edition|report|final))?\)?$", re.I
)
_ENGLISH = re.compile(r"(?<![-_ .(])[-_ .(]+(?:en|eng|english|e)(?:[-_ ](?:version|edition|report|final))?\)?$", re.I)


def edition_key(report: Report) -> str | None:
    """What the editions of one report have in common: score, ratings and number of recommendations; then month of publication,
    month of fieldwork and number of cases, each empty where it was not read.

    None where it has too few ratings to be told from others.
    """
    if len(report.ratings) < _LEAST:
        return None
    rated = ",".join(f"{''.join((r.standard or '').split())}={r.rating}" for r in report.ratings)
    score = f"{report.score.value}/{report.score.maximum}" if report.score else "-"
    told = [f"{score} {rated} {len(report.recommendations)}", (report.published or "")[:7], (report.fieldwork_started or "")[:7]]
    return _BETWEEN.join([*told, str(report.cases_inspected or "")])


def _alike(one: str, other: str) -> bool:
    """Whether two keys agree in what both must have, and in a month or the number of cases: editions may be published apart."""
    (base, *told), (other_base, *others) = one.split(_BETWEEN), other.split(_BETWEEN)
    return base == other_base and any(x and x == y for x, y in zip(told, others, strict=True))


def welsh_editions(outcomes: Iterable[Outcome], counted: bool) -> list[Outcome]:
    """The outcomes with Welsh editions paired and, unless they are `counted`, skipped."""
    out = list(outcomes)
    english = [o for o in out if o.has_record and o.language == "en"]
    by_name = defaultdict[str, list[str]](list)
    for outcome in english:
        by_name[_ENGLISH.sub("", _stem(outcome.report))].append(outcome.report)
    return [_welsh(o, english, by_name, counted) if o.has_record and o.language == "cy" else o for o in out]


def _welsh(outcome: Outcome, english: list[Outcome], by_name: dict[str, list[str]], counted: bool) -> Outcome:
    stem, key = _stem(outcome.report), outcome.edition_key
    named = by_name.get(_MARK.sub("", stem), []) if _MARK.search(stem) else []
    alike = [o.report for o in english if key and o.edition_key and _alike(key, o.edition_key)]
    both = [name for name in alike if name in named]
    # one candidate is a pair, several are a guess
    found = next((names[0] for names in (both, alike, named) if len(names) == 1), None)
    outcome = replace(outcome, edition_of=found)
    if counted:
        return outcome
    why = f"a Welsh edition of {found}, which counts" if found else "a Welsh edition, whose English one is not in this run"
    return replace(outcome, status="skipped", stage="welsh_edition", reason=why)


def _stem(report: str) -> str:
    return re.sub(r"\.[A-Za-z]{3,5}$", "", report.rsplit("/", 1)[-1]).casefold()
