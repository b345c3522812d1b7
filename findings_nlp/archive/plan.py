"""Which files of a run are to be read: what is missing or repeated is told, what an earlier run has read is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from findings_nlp.archive.inputs import Item, open_regular
from findings_nlp.archive.outcomes import Outcome, duplicate
from findings_nlp.archive.store import Store

_READERS = 4


@dataclass(slots=True)
class Plan:
    """What is settled without reading a report, and what is left.

    Attributes:
        settled: outcomes by id: missing files, repeated ones, and what earlier runs have read.
        todo: the files to read, in input order.
        hashes: SHA-256 of the bytes of every file that could be read, by id.
        kept: how many of the settled come from earlier runs.
    """

    settled: dict[str, Outcome] = field(default_factory=dict)
    todo: list[Item] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    kept: int = 0

    def with_hash(self, outcome: Outcome) -> Outcome:
        """An outcome with its file's hash, which a worker that died could not tell."""
        return outcome if outcome.sha256 else replace(outcome, sha256=self.hashes.get(outcome.report))


def digest(path: str) -> tuple[str | None, str | None]:
    """SHA-256 of a file's bytes, or why it cannot be had."""
    try:
        with open_regular(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), None
    except (OSError, ValueError) as error:
        return None, f"cannot be read ({getattr(error, 'strerror', None) or error})"


def make_plan(items: Sequence[Item], store: Store | None = None, force: bool = False) -> Plan:
    """Settle what can be settled.

    Args:
        items: the files of the run.
        store: where earlier runs kept their records; None where there is none.
        force: read everything again.
    """
    plan, first = Plan(), dict[str, str]()
    for item, (sha, trouble) in zip(items, _digests(items), strict=True):
        if sha is None:
            plan.settled[item.report] = missing(item, trouble)
            continue
        plan.hashes[item.report] = sha
        known = first.setdefault(sha, item.report)
        if known != item.report:
            same = Outcome(item.report, item.shown, "skipped", sha256=sha)
            plan.settled[item.report] = duplicate(same, known, "the same bytes as")
            continue
        kept = None if force or store is None else store.load(sha, item.report, item.shown)
        if kept is None:
            plan.todo.append(item)
        else:
            plan.settled[item.report] = kept
            plan.kept += 1
    return plan


def missing(item: Item, trouble: str | None = None) -> Outcome:
    """The outcome of a file that is not there, or cannot be opened."""
    stage = "input" if item.problem else "open"
    return Outcome(item.report, item.shown, "failed", stage, item.problem or trouble)


def _digests(items: Iterable[Item]) -> Iterator[tuple[str | None, str | None]]:
    with ThreadPoolExecutor(_READERS) as readers:
        yield from readers.map(lambda item: (None, None) if item.problem else digest(item.path), items)
