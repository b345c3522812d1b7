"""`read_reports`: many reports from Python, in worker processes, without an output folder."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

from findings_nlp.archive.engine import Engine, Limits
from findings_nlp.archive.inputs import Inputs, Named, expand
from findings_nlp.archive.outcomes import Outcome, check_accounts
from findings_nlp.archive.plan import Plan, make_plan
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.store import Store


def read_reports(
    paths: Named | Iterable[Named],
    *,
    workers: int = 0,
    timeout: float = 120.0,
    memory: int = 2048,
    model: str | PathLike[str] = "full",
    thresholds: Mapping[str, float] | None = None,
    taxonomies: Sequence[str | PathLike[str]] = (),
    terms: Sequence[str | PathLike[str]] = (),
    families: Sequence[str | PathLike[str]] = (),
    ordered: bool = True,
) -> Iterator[Outcome]:
    """Read many reports in worker processes; one bad file costs that file only.

    Closing the iterator, or leaving it to the garbage collector, ends the workers.

    Args:
        paths: folders, files, globs and `.txt` lists.
        workers: processes; 0 for as many as there are processors.
        timeout: seconds for one file.
        memory: megabytes that a worker may take beyond the loaded model; 0 for no limit.
        model: as for `findings_nlp.load`.
        thresholds: as for `findings_nlp.load`.
        taxonomies: as for `findings_nlp.load`.
        terms: as for `findings_nlp.load`.
        families: as for `findings_nlp.load`.
        ordered: in input order; else as they are completed.

    Yields:
        An `Outcome` for every file, with its `record` where status is `ok` or `partial`. Files of the same bytes are
        read once; other repetitions are told only by an archive run, which sees all records.

    Raises:
        ReportError: for wrong settings, at the call.
        RunError: where no worker process can be started.
    """
    settings = Settings.of(model, thresholds, taxonomies, terms, families=families)
    limits = Limits(workers=workers, timeout=timeout, memory=memory)
    return outcomes(expand(paths), settings, limits, ordered)


def outcomes(inputs: Inputs, settings: Settings, limits: Limits, ordered: bool) -> Iterator[Outcome]:
    """The outcomes of the files of `inputs`, with their records."""
    plan = make_plan(inputs.items)
    with TemporaryDirectory(prefix="findings-nlp-") as folder:
        store = Store(Path(folder), "read")
        found = _completed(plan, Engine(settings, limits, store), store)
        names = [item.report for item in inputs.items]
        seen: list[Outcome] = []
        with closing(found):
            for outcome in _in_order(names, found) if ordered else found:
                seen.append(replace(outcome, record=None))
                yield outcome
        check_accounts(names, seen)


def _completed(plan: Plan, engine: Engine, store: Store) -> Generator[Outcome]:
    yield from plan.settled.values()
    with closing(engine.run(plan.todo)) as results:
        for item, outcome in results:
            record = None
            if outcome.has_record and outcome.sha256:
                record = store.record(outcome.sha256, outcome.path.rsplit("/", 1)[-1])
                store.path(outcome.sha256).unlink()
            yield replace(plan.with_hash(outcome), report=item.report, record=record)


def _in_order(names: Sequence[str], found: Iterator[Outcome]) -> Iterator[Outcome]:
    waiting: dict[str, Outcome] = {}
    for name in names:
        while name not in waiting:
            outcome = next(found, None)
            if outcome is None:
                return  # told by the check of accounts
            waiting[outcome.report] = outcome
        yield waiting.pop(name)
