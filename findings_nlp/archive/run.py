"""The archive run: inputs to outcomes, records, tables and passport."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from findings_nlp.archive.addresses import Addresses
from findings_nlp.archive.changes import compare, read_manifest, write_manifest
from findings_nlp.archive.corrected import corrected, told_of
from findings_nlp.archive.editions import welsh_editions
from findings_nlp.archive.engine import Engine, Limits
from findings_nlp.archive.inputs import Inputs, Named, expand
from findings_nlp.archive.names import unescape
from findings_nlp.archive.outcomes import Outcome, RunError, check_accounts, same_reports
from findings_nlp.archive.plan import Plan, make_plan
from findings_nlp.archive.progress import Progress, Silent
from findings_nlp.archive.run_summary import Tally, run_summary
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.store import Store, opened, write_whole
from findings_nlp.review.apply import Corrections
from findings_nlp.review.log import NAME as LOG
from findings_nlp.review.log import read_log
from findings_nlp.tables.book import xlsxwriter
from findings_nlp.tables.optional import has_pyarrow, pyarrow
from findings_nlp.tables.write import FORMATS, write_tables

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report


def tag_archive(
    paths: Named | Iterable[Named],
    output: Path,
    *,
    formats: Sequence[str] | None = None,
    excel: bool = False,
    settings: Settings | None = None,
    limits: Limits | None = None,
    force: bool = False,
    progress: Progress | None = None,
    prune: bool = False,
    base_url: str | None = None,
    welsh: bool = False,
) -> dict[str, Any]:
    """Read an archive into tables. What an earlier run with the same settings has read is kept, corrections are applied.

    Args:
        paths: folders, files, globs and lists; see `archive.inputs.expand`.
        output: folder for the tables, `run.json` and, under `.records`, one JSON file for each report.
        formats: of the tables: `parquet`, `csv`, `jsonl`, `sqlite`, `dataset`, `xlsx`; by default `parquet`, or `sqlite` where
            pyarrow is not installed.
        excel: begin CSV files with a byte order mark.
        settings: of the pipeline; by default model `full`.
        limits: of the worker processes.
        force: read every file again.
        progress: told of each file as it is done.
        prune: when all is written, delete kept records that this run does not use.
        base_url: web address of the folder that the files are published in, for those that no `manifest.jsonl` beside them lists.
        welsh: let Welsh editions count; else they are read, paired with their English editions, and left out of the tables.

    Returns:
        The passport, as `run.json` holds it.

    Raises:
        AddressError: where `base_url` is no web address.
        RunError: where the run cannot go on or has nothing to read. Records that were made by then are kept.
        KeyboardInterrupt: at Ctrl-C, with the records kept and the earlier tables untouched.
    """
    settings, limits, output = settings or Settings.of(), limits or Limits(), Path(output)
    addresses = Addresses(base_url)
    formats = formats if formats is not None else ("parquet",) if has_pyarrow() else ("sqlite",)
    began, clock = datetime.now(UTC), monotonic()
    check_formats(output, formats)
    inputs = expand(paths)
    _something(inputs)
    log = read_log(output / LOG)
    with opened(output, settings.key()) as store:
        plan = make_plan(inputs.items, store, force)
        outcomes = _outcomes(inputs, plan, Engine(settings, limits, store), progress or Silent())
        outcomes = welsh_editions(outcomes, welsh)
        tally, before, corrections = Tally(), read_manifest(store.folder), Corrections(log)
        found = corrected(batches(outcomes, store, addresses), corrections)
        _written(output, lambda: write_tables(output, formats, tally.passing(found), excel=excel))
        ended = datetime.now(UTC)
        facts = {
            "run": _run_facts(began, ended, round(monotonic() - clock, 1), inputs, limits, formats),
            "settings": settings.described() | {"key": store.key},
            "changes": compare(before, outcomes, store),
            "kept": plan.kept,
            "read": len(plan.todo),
        }
        told = run_summary(outcomes, tally, facts) | told_of(log, corrections)
        _written(output, lambda: write_whole(output / "run.json", json.dumps(told, indent=1, ensure_ascii=False) + "\n"))
        _written(output, lambda: write_manifest(store, told["run"]["finished"], outcomes))
        if prune:
            store.prune(outcome.sha256 for outcome in outcomes if outcome.sha256)
    return told


def check_formats(output: Path, formats: Sequence[str]) -> None:
    """See to it before a long run that its tables can be written.

    Raises:
        ReportError: for an unknown format, or a library that is missing.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise RunError(str(output), f"no table format {', '.join(unknown) or 'given'}; there are {', '.join(FORMATS)}")
    if {"parquet", "dataset"} & set(formats):
        pyarrow()
    if "xlsx" in formats:
        xlsxwriter()


def _something(inputs: Inputs) -> None:
    """An archive that is not there (a drive that is not mounted, a mistyped name) must not empty the tables of an earlier run.

    Raises:
        RunError: where there is no file to read at all.
    """
    if not inputs.items:
        raise RunError("inputs", "no file was named")
    if all(item.problem for item in inputs.items):
        first, more = inputs.items[0], len(inputs.items) - 1
        raise RunError(first.path, f"{first.problem}" + (f" (and {more} more such)" if more else "") + ": nothing to read")


def _outcomes(inputs: Inputs, plan: Plan, engine: Engine, progress: Progress) -> list[Outcome]:
    """The outcome of every file, in input order, accounted for."""
    found = dict(plan.settled)
    progress.start(len(plan.todo))
    try:
        with closing(engine.run(plan.todo)) as results:
            for _, outcome in results:
                found[outcome.report] = plan.with_hash(outcome)
                progress.step(outcome)
    finally:
        progress.close()
    check_accounts((item.report for item in inputs.items), found.values())
    return same_reports(found[item.report] for item in inputs.items)


def batches(
    outcomes: Iterable[Outcome], store: Store, addresses: Addresses | None = None
) -> Iterator[tuple[Outcome, Report | None]]:
    """Each outcome with its record, read from the store one at a time, with the web address of its file."""
    for outcome in outcomes:
        record = None
        if outcome.has_record and outcome.sha256:
            record = store.record(outcome.sha256, outcome.path.rsplit("/", 1)[-1])
            if addresses is not None:
                record.source.url = addresses.of(unescape(outcome.path), outcome.sha256)
            record.edition_of = outcome.edition_of
        yield outcome, record


def _written(output: Path, work: Callable[[], object]) -> None:
    try:
        work()
    except OSError as error:
        raise RunError(str(output), f"cannot be written ({error.strerror or error})") from None


def _run_facts(
    began: datetime, ended: datetime, seconds: float, inputs: Inputs, limits: Limits, formats: Sequence[str]
) -> dict[str, Any]:
    return {
        "started": began.isoformat(timespec="seconds"),
        "finished": ended.isoformat(timespec="seconds"),
        "seconds": seconds,
        "workers": limits.processes,
        "limits": asdict(limits),
        "formats": list(formats),
        "not_pdf": inputs.passed_over,
        "named_again": inputs.repeated,
    }
