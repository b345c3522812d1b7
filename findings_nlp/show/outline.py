"""A report as an outline that a person would like to read on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from findings_nlp.record.roles import shares_told
from findings_nlp.record.schema import Finding, Report

_MARK = {"strength": "+", "area_for_improvement": "-", "mixed": "~"}
_HEAD = {"strength": "Strengths", "area_for_improvement": "Areas for improvement", "mixed": "Mixed findings"}


def outline(report: Report, pages: bool = False, width: int = 100) -> str:
    """The report as text: head, ratings, findings by section, recommendations with their reasons, warnings.

    Args:
        report: the record.
        pages: print the page of each finding, recommendation and quote.
        width: wrap to this many columns.
    """
    return "\n".join(_lines(report, pages, width)) + "\n"


def _clean(text: str) -> str:
    """No control characters reach a terminal."""
    return "".join(c for c in text if c.isprintable())


def _wrap(text: str, first: str, width: int) -> str:
    return textwrap.fill(_clean(text), width, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False)


def _lines(report: Report, pages: bool, width: int) -> Iterator[str]:
    yield _clean(report.title or report.source.name)
    facts = [
        ("Body", report.inspected_body),
        ("Region", report.region),
        ("Published", report.published),
        ("Fieldwork", report.fieldwork_started),
        ("Lead inspector", report.lead_inspector),
        ("Cases", report.cases_inspected),
        ("ISBN", report.isbn),
        ("Family", report.family),
    ]
    yield from (f"  {name + ':':<16}{_clean(str(value))}" for name, value in facts if value is not None)
    if report.overall_rating:
        source = {"sentence": " (read in a sentence)", "score_band": " (from the score: not printed)"}
        yield f"  {'Overall:':<16}{report.overall_rating}{source.get(report.overall_rating_source or '', '')}"
    if report.score:
        yield f"  {'Score:':<16}{report.score.value}/{report.score.maximum}"
    if report.ratings:
        yield "\nRATINGS"
        for r in report.ratings:
            shares = ", ".join(f"{q.percent_yes}%" for q in report.key_questions if q.standard == r.standard)
            name = _clean(f"{r.standard or ''} {r.name}".strip())
            yield _wrap(f"{name}: {r.rating}" + (f" ({shares})" if shares else ""), "  ", width)
    mixed = sum(f.polarity == "mixed" for f in report.findings)
    counts = f"{len(report.strengths)} strengths, {len(report.areas_for_improvement)} areas for improvement"
    yield f"\nFINDINGS: {counts}" + (f", {mixed} mixed" if mixed else "")
    for section, group in groupby(report.findings, key=lambda f: f.section):
        yield "\n" + _clean(section or "(no section)")
        for polarity, findings in groupby(group, key=lambda f: f.polarity):
            yield f"  {_HEAD[polarity]}"
            yield from (_finding(f, pages, width) for f in findings)
    yield f"\nRECOMMENDATIONS: {len(report.recommendations)}"
    for addressee, recs in groupby(report.recommendations, key=lambda r: r.addressee):
        yield "\n" + _clean(f"{addressee or '(nobody named)'} should:")
        for rec in recs:
            number = f"{rec.number}." if rec.number is not None else "*"
            evidence = f" [because of {', '.join(e.finding for e in rec.reasons)}]" if rec.reasons else ""
            themes = f" ({', '.join(t.theme for t in rec.themes)})" if rec.themes else ""
            yield _wrap(
                rec.text + themes + evidence + _page(rec.locations[0].page if rec.locations else None, pages),
                f"  {number:<4}",
                width,
            )
    if report.quotes:
        yield f"\nQUOTES: {len(report.quotes)}"
        yield from (
            _wrap(q.text + _page(q.locations[0].page if q.locations else None, pages), "  ", width) for q in report.quotes
        )
    yield from _account(report, pages, width)
    if report.warnings:
        yield f"\nWARNINGS: {len(report.warnings)}"
        yield from (_wrap(f"{w.code}: {w.message}", "  ! ", width) for w in report.warnings)


def _account(report: Report, pages: bool, width: int) -> Iterator[str]:
    """What became of the body's words, and each passage that was not read."""
    account = report.account
    if account.words:
        yield f"\nACCOUNT OF THE TEXT: {account.words:,} words in the body"
        yield _wrap(shares_told(account.shares), "  ", width)
    if account.unread:
        yield f"\nUNREAD: {len(account.unread)}"
        for item in account.unread:
            page = _page(item.locations[0].page if item.locations else None, pages or not item.text)
            yield _wrap(f"{item.reason}{': ' if item.text else ''}{item.text}{page}", "  ? ", width)


def _page(page: int | None, wanted: bool) -> str:
    return f" (p. {page})" if wanted and page else ""


def _finding(finding: Finding, pages: bool, width: int) -> str:
    themes = f" ({', '.join(t.theme for t in finding.themes)})" if finding.themes else ""
    page = _page(finding.locations[0].page if finding.locations else None, pages)
    sure = f" [read in prose, {finding.basis_score or 0:.0%}]" if finding.basis == "model" else ""
    return _wrap(f"{finding.text}{sure}{themes}{page}", f"  {_MARK[finding.polarity]} {finding.id} ", width)
