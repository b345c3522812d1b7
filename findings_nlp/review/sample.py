"""What to check: findings and links where the model is least certain, and a random share from which error rates are estimated.

Everything is taken from the archive's tables, and the same tables and seed give the same review.
"""

from __future__ import annotations

import hashlib
import json
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import accumulate
from typing import Any, Literal

from findings_nlp.tables.rows import Row
from findings_nlp.tables.xlsx import source_of

By = Literal["least-certain", "theme", "report", "random"]
RANDOM_SHARE = 0.5  # of the findings and links, unless all are taken at random
LINKS = 0.5  # links to check for each finding
_STRATA = ("reason", "possible", "unlisted")
_TRIES = 50  # draws for each unlisted pair wanted


@dataclass(frozen=True, slots=True)
class Review:
    """A review: its id, its settings and its items as plain values, as they are stored beside the archive.

    Attributes:
        id: twelve hexadecimal digits that stand for the rest.
        by: how findings were chosen.
        themes: name by theme id, for the lists to choose from.
        polarities: name by polarity.
        findings: items with `report`, `sha256`, `finding`, `text`, `section`, `polarity`, `themes`, `sample` and what is shown beside.
        links: items with `report`, `sha256`, `recommendation`, `recommendation_text`, `finding`, `finding_text`, `band`, `sample`,
            and `stratum`, the number of pairs that the archive has in that band.
        recommendations: of a review of the whole archive, items with `report`, `recommendation` and `text`.
    """

    id: str
    by: str
    themes: dict[str, str]
    polarities: dict[str, str]
    findings: list[dict[str, Any]]
    links: list[dict[str, Any]]
    recommendations: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def make_review(
    rows: Mapping[str, Sequence[Row]],
    themes: Mapping[str, str],
    polarities: Mapping[str, str],
    *,
    most: int = 200,
    by: By = "least-certain",
    seed: int = 0,
) -> Review:
    """Choose what to check.

    Args:
        rows: the archive's tables.
        themes: name by id of the themes that may be chosen; themes of the archive's own are added.
        polarities: name by polarity.
        most: findings at most; half as many links come with them.
        by: `least-certain`, `theme` and `report` (in turn over themes or reports), with every second finding taken at random;
            or `random` for all.
        seed: of the random choice.
    """
    chance = random.Random(seed)  # noqa: S311  (a sample, not a secret)
    findings = _findings(rows, min(most, len(rows["findings"])), by, chance)
    return _review(rows, by, themes, polarities, findings, _links(rows, round(LINKS * most), by, chance))


def whole_review(rows: Mapping[str, Sequence[Row]], themes: Mapping[str, str], polarities: Mapping[str, str]) -> Review:
    """A review of every finding and of every listed link, which says nothing of error rates: nobody drew its items at random.

    Args:
        rows: the archive's tables.
        themes: name by id of the themes that may be chosen; themes of the archive's own are added.
        polarities: name by polarity.
    """
    reports = {row["report"]: row for row in rows["reports"]}
    findings = [_finding(row, reports, "chosen") for row in rows["findings"]]
    pairs, bands = _Pairs(rows), Counter(row["band"] for row in rows["evidence"])
    links = [
        pairs.item((row["report"], row["recommendation"], row["finding"]), row["band"], "chosen", bands[row["band"]])
        for row in rows["evidence"]
    ]
    asked = [{name: row[name] for name in ("report", "recommendation", "text")} for row in rows["recommendations"]]
    return _review(rows, "whole", themes, polarities, findings, links, asked)


def _review(
    rows: Mapping[str, Sequence[Row]],
    by: str,
    themes: Mapping[str, str],
    polarities: Mapping[str, str],
    findings: list[dict[str, Any]],
    links: list[dict[str, Any]],
    asked: Sequence[dict[str, Any]] = (),
) -> Review:
    """A review with the id that its parts give it, and with the archive's own themes."""
    own = {name: name for row in rows["findings"] for name in row["themes"] if name not in themes}
    listed, sides = {**themes, **own}, dict(polarities)
    whole = json.dumps([by, listed, sides, findings, links, *([asked] if asked else [])], sort_keys=True)
    return Review(hashlib.sha256(whole.encode()).hexdigest()[:12], by, listed, sides, findings, links, list(asked))


def _findings(rows: Mapping[str, Sequence[Row]], most: int, by: By, chance: random.Random) -> list[dict[str, Any]]:
    found = list(rows["findings"])
    drawn = chance.sample(range(len(found)), most if by == "random" else round(RANDOM_SHARE * most))
    taken = set(drawn)
    scores = lowest_scores(rows["finding_themes"])
    # a finding without a theme may be one that the model missed
    order = sorted(
        (k for k in range(len(found)) if k not in taken), key=lambda k: scores.get((found[k]["report"], found[k]["finding"]), 0.0)
    )
    if by == "theme":
        order = _in_turn(order, lambda k: found[k]["themes"] or [""])
    elif by == "report":
        order = _in_turn(order, lambda k: [found[k]["report"]])
    chosen = order[: most - len(drawn)]
    reports = {row["report"]: row for row in rows["reports"]}
    marked = _alternating([(k, "chosen") for k in chosen], [(k, "random") for k in drawn])
    return [_finding(found[k], reports, sample) for k, sample in marked]


def lowest_scores(rows: Iterable[Row]) -> dict[tuple[str, str], float]:
    """The lowest calibrated score of the themes of each finding, by report and id.

    Args:
        rows: of the table `finding_themes`.
    """
    out: dict[tuple[str, str], float] = {}
    for row in rows:
        if row["calibrated"] and row["score"] is not None:
            key = (row["report"], row["finding"])
            out[key] = min(out.get(key, 1.0), row["score"])
    return out


def _in_turn(order: Sequence[int], groups: Callable[[int], Sequence[str]]) -> list[int]:
    """The same items, one of each group in turn, in each group in their order."""
    waiting: dict[str, list[int]] = {}
    for k in order:
        for group in groups(k):
            waiting.setdefault(group, []).append(k)
    queues = [iter(found) for _, found in sorted(waiting.items())]
    out: dict[int, None] = {}
    while queues:
        left = []
        for queue in queues:
            new = next((k for k in queue if k not in out), None)
            if new is not None:
                out[new] = None
                left.append(queue)
        queues = left
    return list(out)


def _alternating(first: list[Any], second: list[Any]) -> list[Any]:
    """Items of both lists in turn: a reviewer who stops half way has done some of each."""
    both = [pair for pairs in zip(first, second, strict=False) for pair in pairs]
    short = min(len(first), len(second))
    return both + first[short:] + second[short:]


def _finding(row: Row, reports: Mapping[str, Row], sample: str) -> dict[str, Any]:
    report = reports[row["report"]]
    return {
        "report": row["report"], "sha256": report["sha256"], "finding": row["finding"], "text": row["text"],
        "section": row["section"], "polarity": row["polarity"], "themes": list(row["themes"]), "sample": sample,
        "service": row["inspected_body"], "published": row["published"], "context": " › ".join(row["headings"]),
        "page": row["page"], "source": source_of(row, reports),
    }  # fmt: skip


def _links(rows: Mapping[str, Sequence[Row]], most: int, by: By, chance: random.Random) -> list[dict[str, Any]]:
    listed: dict[str, list[tuple[str, str, str]]] = {"reason": [], "possible": []}
    scores: dict[tuple[str, str, str], float] = {}
    for row in rows["evidence"]:
        key = (row["report"], row["recommendation"], row["finding"])
        listed.setdefault(row["band"], []).append(key)
        scores[key] = row["score"] or 0.0
    if not scores:
        return []  # evidence was not looked for
    pairs = _Pairs(rows)
    sizes = {band: len(found) for band, found in listed.items()} | {"unlisted": pairs.count - len(scores)}
    want = most if by == "random" else round(RANDOM_SHARE * most)
    drawn: list[tuple[tuple[str, str, str], str]] = []
    for band in _STRATA:
        each = -(-want // len(_STRATA))
        found = listed.get(band)
        keys = chance.sample(found, min(each, len(found))) if found is not None else pairs.draw(each, scores, chance)
        drawn += [(key, band) for key in keys]
    taken = {key for key, _ in drawn}
    border = min((scores[key] for key in listed["reason"]), default=0.5)
    near = sorted((key for key in scores if key not in taken), key=lambda key: abs(scores[key] - border))
    band_of = {key: band for band, found in listed.items() for key in found}
    marked = _alternating([(key, band_of[key], "chosen") for key in near[: most - want]], [(*one, "random") for one in drawn])
    return [pairs.item(key, band, sample, sizes[band]) for key, band, sample in marked]


class _Pairs:
    """All pairs of a recommendation and a finding of one report."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self._reports = {row["report"]: row for row in rows["reports"]}
        self._findings = {(row["report"], row["finding"]): row for row in rows["findings"]}
        self._asked = {(row["report"], row["recommendation"]): row for row in rows["recommendations"]}
        found: dict[str, list[str]] = {}
        for report, name in self._findings:
            found.setdefault(report, []).append(name)
        self._places = [(report, name, found.get(report, [])) for report, name in self._asked]
        self._ends = list(accumulate(len(names) for _, _, names in self._places))
        self.count = self._ends[-1] if self._ends else 0

    def draw(self, most: int, listed: Mapping[tuple[str, str, str], float], chance: random.Random) -> list[tuple[str, str, str]]:
        """Random pairs that are not listed; fewer where nearly all are."""
        out: dict[tuple[str, str, str], None] = {}
        for _ in range(_TRIES * most if self.count > len(listed) else 0):
            at = chance.randrange(self.count)
            place = bisect_right(self._ends, at)
            report, asked, names = self._places[place]
            key = (report, asked, names[at - self._ends[place]])
            if key not in listed:
                out[key] = None
            if len(out) == most:
                break
        return list(out)

    def item(self, key: tuple[str, str, str], band: str, sample: str, stratum: int) -> dict[str, Any]:
        """A pair as an item of a review."""
        report, asked, found = key
        finding, recommendation = self._findings[report, found], self._asked[report, asked]
        return {
            "report": report, "sha256": self._reports[report]["sha256"], "recommendation": asked,
            "recommendation_text": recommendation["text"], "finding": found, "finding_text": finding["text"], "band": band,
            "sample": sample, "stratum": stratum, "service": finding["inspected_body"], "page": finding["page"],
            "source": source_of(finding, self._reports),
        }  # fmt: skip
