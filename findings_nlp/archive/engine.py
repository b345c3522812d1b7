"""Files through worker processes: a file that kills, hangs or starves its worker costs that file alone.

The door to pebble, whose pool loses no neighbour of a worker that died. What pebble cannot mend (all workers gone at
once, a lock that died with its holder) is mended here: the pool is made anew and the files under way are given to it.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from findings_nlp.archive import child
from findings_nlp.archive.inputs import Item
from findings_nlp.archive.outcomes import Outcome, RunError
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.store import Store

if TYPE_CHECKING:
    from pebble import ProcessPool

# beyond a file's own time: pebble notices, stops a worker (3 s) or gives up a lock (60 s)
_GRACE = 100.0
_WITHOUT = 5  # seconds without any living worker after which the pool is made anew
_TRIES = 2
_KILLS = 12  # of a file's workers by the system or by hand: by then it is the file
_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM) if hasattr(signal, "SIGKILL") else ()
_STARTS = 3


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What workers may cost.

    Attributes:
        workers: how many processes; 0 for as many as there are processors.
        timeout: seconds for one file.
        memory: megabytes that a worker may take beyond what it holds when the model is loaded; 0 for no limit.
        recycle: files after which a worker is replaced.
    """

    workers: int = 0
    timeout: float = 120.0
    memory: int = 2048
    recycle: int = 500

    @property
    def processes(self) -> int:
        """The number of worker processes."""
        return self.workers or processors()


class _Spawn:
    """The spawn context, remembering what it started: a pool that hangs can be ended, and memory can be watched."""

    def __init__(self) -> None:
        self._context = get_context("spawn")
        self.started: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def Process(self, **options: Any) -> Any:  # noqa: N802
        """A worker, as pebble asks for it."""
        self.started = [p for p in self.started if p.is_alive()]
        self.started.append(self._context.Process(**options))
        return self.started[-1]


@dataclass(slots=True)
class _Job:
    item: Item
    tries: int = 0
    kills: int = 0

    @property
    def alone(self) -> bool:
        """Whether it is to be read while nothing else is: its worker was killed more than once."""
        return self.kills > 1


class Engine:
    """Runs files through a pool of worker processes.

    Args:
        settings: of the pipeline.
        limits: of the workers.
        store: where workers put the records.
        lasting: keep the workers, with their loaded models, for a further run; they end with this process.

    Raises:
        RunError: where pebble is not installed.
    """

    def __init__(self, settings: Settings, limits: Limits, store: Store, lasting: bool = False) -> None:
        try:
            import pebble
        except ImportError:
            raise RunError("worker processes", "need pebble: pip install pebble") from None
        self._make = pebble.ProcessPool
        self.settings, self.limits, self.store, self.lasting = settings, limits, store, lasting
        self._spawn = _Spawn()
        self._pool: ProcessPool | None = None
        self._starts = 0  # pools that ended one after the other without a file read
        self._lost = 0  # of them, those whose workers were killed from outside

    @property
    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return [p.pid for p in self._spawn.started if p.pid and p.is_alive()]

    def run(self, items: Iterable[Item]) -> Generator[tuple[Item, Outcome]]:
        """Outcomes as they come; each record is in the store by then. Closing the generator ends the workers.

        A file whose worker died is tried once more, at the end: the death may have been another's doing. One whose worker
        was killed by a signal from outside is tried again until that has happened many times, at last alone.

        Raises:
            RunError: where a record cannot be written, or no worker process can be started.
        """
        fresh, again = iter(items), deque[_Job]()
        running: dict[Future[Any], _Job] = {}
        ended = False
        try:
            moved, without = monotonic(), 0
            while True:
                self._fill(running, fresh, again)
                if not running:
                    ended = True
                    return
                done, _ = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
                # a worker killed while it held the pool's lock is never replaced: the pool then waits for nobody
                without = 0 if done or self.workers else without + 1
                broken = without >= _WITHOUT or (not done and monotonic() - moved > self.limits.timeout + _GRACE)
                for future in done:
                    if future.exception() is None:
                        self._starts = self._lost = 0
                    outcome = self._outcome(future, running[future])
                    if outcome is not None:
                        yield running.pop(future).item, outcome
                        continue
                    broken |= isinstance(future.exception(), BrokenProcessPool)
                    again.append(running.pop(future))
                if broken:
                    again.extend(self._rebuild(running))
                    without = 0
                # whoever takes the outcomes may have taken their time
                moved = monotonic() if done or broken else moved
        finally:
            if not (ended and self.lasting):
                self._stop()

    def _fill(self, running: dict[Future[Any], _Job], fresh: Iterator[Item], again: deque[_Job]) -> None:
        """Keep every worker busy and a file waiting for each, no more: what is under way is lost when a pool breaks."""
        while len(running) < 2 * self.limits.processes:
            if any(job.alone for job in running.values()):
                return
            item = next(fresh, None)
            if item is None and (not again or (again[0].alone and running)):
                return
            job = _Job(item) if item is not None else again.popleft()
            job.tries += 1
            try:
                future = self._started().schedule(child.task, (job.item, self.settings, self.store), timeout=self.limits.timeout)
            except RuntimeError:  # the pool broke since we looked
                job.tries -= 1
                again.append(job)
                again.extend(self._rebuild(running))
                continue
            running[future] = job

    def _outcome(self, future: Future[Any], job: _Job) -> Outcome | None:
        """The outcome of a file; None where it should be tried again."""
        error, item = future.exception(), job.item
        if error is None:
            result: Outcome | str = future.result()
            if isinstance(result, str):
                raise RunError(str(self.store.folder), result)
            return result
        failed = Outcome(item.report, item.shown, "failed", "worker")
        if isinstance(error, Late):
            return replace(failed, reason=f"took longer than {self.limits.timeout:g} s")
        if isinstance(error, BrokenProcessPool):
            job.tries -= 1  # not this file's doing
            return None
        code = getattr(error, "exitcode", None)
        if code in _OUTSIDE and job.kills < _KILLS:
            job.kills += 1
            job.tries -= 1
            return None
        if job.tries < _TRIES and code not in _OUTSIDE:
            return None
        if code == child.MEMORY_CODE:
            return replace(failed, reason=child.out_of_memory(self.limits.memory))
        return replace(failed, reason=f"its worker died ({child.cause(code, error)})")

    def _started(self) -> ProcessPool:
        if self._pool is None:
            self._pool = self._make(
                self.limits.processes, self.limits.recycle, child.prepare, (self.settings, self.limits.memory, os.getpid()),
                context=self._spawn,
            )  # fmt: skip
        return self._pool

    def _rebuild(self, running: dict[Future[Any], _Job]) -> list[_Job]:
        """End a broken pool; the jobs that were under way."""
        # workers may be killed from outside before they have begun, too
        killed = any(process.exitcode in _OUTSIDE for process in self._spawn.started) and self._lost < _KILLS
        self._stop()
        self._lost += killed
        self._starts += not killed
        if self._starts > _STARTS:
            raise RunError(
                "worker processes",
                "cannot be started, or end at once (a script needs `if __name__ == '__main__':` around its run)",
            )
        jobs = list(running.values())
        for job in jobs:
            job.tries -= 1
        running.clear()
        return jobs

    def _stop(self) -> None:
        """End the pool and its workers, whatever state they are in."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        pool.stop()
        for process in self._spawn.started:
            with suppress(OSError, ValueError, AttributeError):
                process.kill()
        # pebble's threads may wait on a lock that nobody holds any more: they end with this process at the latest
        ending = Thread(target=_join, args=(pool,), daemon=True)
        ending.start()
        ending.join(10)


def _join(pool: ProcessPool) -> None:
    with suppress(Exception):
        pool.join()
