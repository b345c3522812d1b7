"""The passport of a run, `run.json`, and the summary that a person reads."""

from __future__ import annotations

import platform
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from findings_nlp.archive.outcomes import Outcome
from findings_nlp.archive.progress import lasting, speed

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

FORMAT = 1
_BY_HAND = 10
_SHOWN = 10
_WARNED = ("unknown_layout", "no_findings")


@dataclass(slots=True)
class Tally:
    """What is counted while records pass on their way to the tables."""

    pages: int = 0
    findings: int = 0
    recommendations: int = 0
    words: int = 0
    unread_words: int = 0
    unread: int = 0  # passages and pages
    families: Counter[str] = field(default_factory=Counter)
    unknown: list[tuple[bool, float, str, dict[str, Any]]] = field(default_factory=list)

    def passing(self, batches: Iterable[tuple[Outcome, Report | None]]) -> Iterator[tuple[Outcome, Report | None]]:
        """The same outcomes and records, counted."""
        for outcome, record in batches:
            if record is not None:
                self._count(outcome, record)
            yield outcome, record

    def _count(self, outcome: Outcome, record: Report) -> None:
        self.pages += record.source.pages
        self.findings += len(record.findings)
        self.recommendations += len(record.recommendations)
        self.words += record.account.words
        self.unread_words += record.account.unread_words
        self.unread += len(record.account.unread)
        self.families[record.family] += 1
        warned = [w.message for w in record.warnings if w.code in _WARNED]
        if (record.family == "unknown" and not record.responses) or warned:
            told: dict[str, Any] = {
                "report": outcome.report,
                "path": outcome.path,
                "title": record.title,
                "pages": record.source.pages,
            }
            told |= {"findings": len(record.findings), "warnings": warned}
            self.unknown.append((not warned, len(record.findings) / max(record.source.pages, 1), outcome.report, told))

    def by_hand(self) -> list[dict[str, Any]]:
        """The ten reports most unlike the known families: those that a warning names first, then fewest findings a page."""
        return [told for *_, told in sorted(self.unknown, key=lambda row: row[:3])[:_BY_HAND]]


def run_summary(outcomes: Sequence[Outcome], tally: Tally, facts: dict[str, Any]) -> dict[str, Any]:
    """The passport as plain values.

    Args:
        outcomes: of the run.
        tally: of its records.
        facts: what only the run knows: `settings`, `run` (times, workers, inputs), `changes`, `kept`, `read`.
    """
    by_status = Counter(o.status for o in outcomes)
    return {
        "format": FORMAT,
        "run": facts["run"],
        "versions": {"python": platform.python_version(), "platform": platform.platform(), "executable": sys.implementation.name},
        "settings": facts["settings"],
        "counts": {
            "files": len(outcomes),
            **{status: by_status[status] for status in ("ok", "partial", "failed", "skipped")},
            "read_now": facts["read"],
            "kept_from_earlier_runs": facts["kept"],
            "pages": tally.pages,
            "findings": tally.findings,
            "recommendations": tally.recommendations,
            "words": tally.words,
            "unread_words": tally.unread_words,
            "unread": tally.unread,
            "families": dict(sorted(tally.families.items())),
        },
        "failures": [_brief(o) for o in outcomes if o.status == "failed"],
        "partial": [_brief(o) for o in outcomes if o.status == "partial"],
        "duplicates": [{"report": o.report, "duplicate_of": o.duplicate_of, "reason": o.reason} for o in outcomes if o.duplicate_of],
        "welsh_editions": [
            {"report": o.report, "edition_of": o.edition_of, "counted": o.has_record} for o in outcomes if o.language == "cy" and not o.duplicate_of
        ],
        "read_by_hand": tally.by_hand(),
        "unlike_known_families": len(tally.unknown),
        "changes": facts["changes"],
        "seconds": {o.report: o.seconds for o in outcomes if o.seconds is not None},
    }  # fmt: skip


def _brief(outcome: Outcome) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in ("report", "path", "stage", "reason")}


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def summary(told: dict[str, Any], output: str) -> str:
    """The passport for a person: what was read, what failed and why, what to read by hand, what changed, and where it is."""
    counts, run = told["counts"], told["run"]
    states = ", ".join(f"{counts[s]:,} {s}" for s in ("ok", "partial", "failed", "skipped") if counts[s] or s == "ok")
    rate = f", {speed(counts['read_now'], run['seconds'])}" if counts["read_now"] and run["seconds"] else ""
    kept = f"; {counts['kept_from_earlier_runs']:,} kept from earlier runs" if counts["kept_from_earlier_runs"] else ""
    lines = [
        f"{_many(counts['files'], 'file')}: {states}",
        f"read {counts['read_now']:,} in {lasting(run['seconds'])} with {_many(run['workers'], 'worker')}{rate}{kept}",
        f"{_many(counts['findings'], 'finding')} and {_many(counts['recommendations'], 'recommendation')} on {_many(counts['pages'], 'page')}",
    ]
    if counts["unread"]:
        passages = _many(counts["unread"], "passage") + (" or page" if counts["unread"] == 1 else " or pages")
        share = counts["unread_words"] / counts["words"] if counts["words"] else 0.0
        lines.append(f"{passages} not read, {share:.2%} of the words: see `account` in the records")
    notes = [_many(run["not_pdf"], "file") + " in the folders not named *.pdf"] if run["not_pdf"] else []
    notes += [f"{run['named_again']:,} named more than once"] if run["named_again"] else []
    lines += ["passed over: " + "; ".join(notes)] if notes else []
    lines += _listed("failed", [f"{f['report']}: {f['reason']}" for f in told["failures"]])
    lines += _listed("partial", [f"{f['report']}: {f['reason']}" for f in told["partial"]])
    lines += _listed("duplicates", [f"{d['report']}: {d['reason']}" for d in told["duplicates"]])
    welsh = told["welsh_editions"]
    head = "Welsh editions, counted" if any(w["counted"] for w in welsh) else "Welsh editions, not counted (--welsh counts them)"
    lines += _listed(
        head,
        [f"{w['report']}: {'edition of ' + w['edition_of'] if w['edition_of'] else 'no English edition found'}" for w in welsh],
    )
    by_hand = [f"{d['report']}: {_many(d['findings'], 'finding')} on {_many(d['pages'], 'page')}" for d in told["read_by_hand"]]
    lines += _listed("like no known family, to be read by hand", by_hand, told["unlike_known_families"])
    lines += _changes(told["changes"]) + corrections_told(told.get("corrections"))
    return "\n".join([*lines, f"tables and run.json are in {output}"])


def _listed(head: str, rows: list[str], count: int | None = None) -> list[str]:
    count = len(rows) if count is None else count
    more = [f"  ... and {count - min(len(rows), _SHOWN):,} more"] if count > min(len(rows), _SHOWN) else []
    return [f"{head} ({count:,}):", *(f"  {row}" for row in rows[:_SHOWN]), *more] if rows else []


def corrections_told(found: dict[str, Any] | None) -> list[str]:
    """What became of reviewers' corrections, in lines; none where there are none."""
    if not found or not found["in_force"]:
        return []
    missing = [f"{m['report']}: {m['reason']}: {m['text']}" for m in found["not_applied"]]
    return [f"corrections: {found['applied']:,} of {found['in_force']:,} applied", *_listed("corrections not applied", missing)]


def _changes(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return []
    counted = {
        "added": len(found["added"]), "gone": len(found["gone"]), "renamed": len(found["renamed"]), "changed": len(found["changed"])
    }  # fmt: skip
    findings = [sum(len(c[f"findings_{kind}"]) for c in found["changed"]) for kind in ("new", "vanished")]
    said = [f"{_many(n, 'report')} {word}" for word, n in counted.items() if n]
    said += [f"{_many(n, 'finding')} {word}" for word, n in zip(("new", "vanished"), findings, strict=True) if n]
    settings = " (other settings or versions)" if found["settings_changed"] else ""
    return [f"against the run of {found['against']}{settings}: {', '.join(said) or 'nothing changed'}"]
