"""Files through worker processes: a file that kills, hangs or starves its worker costs that file alone."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from findings_nlp.archive import child
from findings_nlp.archive.inputs import Item
from findings_nlp.archive.outcomes import Outcome, RunError
from findings_nlp.archive.pool import Job, Worker, answered
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.store import Store
from findings_nlp.clock import Clock
from findings_nlp.isolated import cause

_LOADING = 900.0  # seconds after which a worker that has not loaded its model is given up
_TRIES = 2
_KILLS = 12  # of a file's workers by the system or by hand: by then it is the file
_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM) if hasattr(signal, "SIGKILL") else ()
_STARTS = 3
Done = tuple[Item, Outcome]


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What workers may cost.

    Attributes:
        workers: how many processes; 0 for as many as there are processors.
        timeout: seconds for one file, without the time for which a busy machine lets it wait (Linux).
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


class Engine:
    """Runs files through worker processes.

    Args:
        settings: of the pipeline.
        limits: of the workers.
        store: where workers put the records.
        lasting: keep the workers, with their loaded models, for a further run; they end with this process.
    """

    def __init__(self, settings: Settings, limits: Limits, store: Store, lasting: bool = False) -> None:
        self.settings, self.limits, self.store, self.lasting = settings, limits, store, lasting
        self._workers: list[Worker] = []
        self._heard: SimpleQueue[tuple[Worker, str | None]] = SimpleQueue()
        self._again: deque[Job] = deque()
        self._starts = 0  # workers that ended one after the other before they could read a file
        self._lost = 0  # of them, those that were killed from outside

    @property
    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return [worker.process.pid for worker in self._workers if worker.process.poll() is None]

    def run(self, items: Iterable[Item]) -> Generator[Done]:
        """Outcomes as they come; each record is in the store by then. Closing the generator ends the workers.

        A file whose worker died is tried once more, at the end: the death may have been another's doing. One whose worker
        was killed by a signal from outside is tried again until that has happened many times, at last alone.

        Raises:
            RunError: where a record cannot be written, or no worker process can be started.
        """
        fresh, ended = iter(items), False
        try:
            self._fill(fresh)
            while any(worker.job for worker in self._workers):
                done = self._listened()
                self._fill(fresh)  # whoever takes the outcomes may take their time: workers go on meanwhile
                yield from done
            ended = True
        finally:
            if not (ended and self.lasting):
                self._stop()

    def _fill(self, fresh: Iterator[Item]) -> None:
        """Give every worker a file, and start workers as long as there are files for them."""
        for worker in [worker for worker in self._workers if worker.job is None and worker.process.poll() is not None]:
            self._end(worker)
        while True:
            free = next((worker for worker in self._workers if worker.job is None), None)
            if free is None and len(self._workers) >= self.limits.processes:
                return
            job = self._next(fresh)
            if job is None:
                return
            job.tries += 1
            if free is None:
                free = self._started()
            free.give(job, self.store)

    def _next(self, fresh: Iterator[Item]) -> Job | None:
        running = [worker.job for worker in self._workers if worker.job]
        if any(job.alone for job in running):
            return None
        item = next(fresh, None)
        if item is not None:
            return Job(item)
        if not self._again or (self._again[0].alone and running):
            return None
        return self._again.popleft()

    def _started(self) -> Worker:
        try:
            self._workers.append(Worker(self.settings, self.limits.memory, self._heard))
        except OSError as error:
            raise RunError("worker processes", f"cannot be started ({error.strerror or error})") from None
        return self._workers[-1]

    def _listened(self) -> list[Done]:
        """What the workers have said, or become of, within a second or less."""
        heard: list[tuple[Worker, str | None]] = []
        with suppress(Empty):
            heard.append(self._heard.get(timeout=1.0))
            while True:
                heard.append(self._heard.get_nowait())
        done: list[Done | None] = []
        for worker, line in heard:
            if worker not in self._workers:
                continue  # ended before
            if line is None:
                done.append(self._died(worker))
            elif not worker.ready:
                worker.ready, worker.clock = True, Clock(worker.process.pid)
            else:
                done.append(self._answered(worker, line))
        done += [self._late(worker) for worker in list(self._workers)]
        return [one for one in done if one is not None]

    def _answered(self, worker: Worker, line: str) -> Done | None:
        job, result = worker.job, answered(line)
        assert job is not None
        if isinstance(result, str):
            raise RunError(str(self.store.folder), result)
        self._starts = self._lost = 0
        worker.job, worker.files = None, worker.files + 1
        if worker.files >= self.limits.recycle:
            self._end(worker)
        return job.item, result

    def _late(self, worker: Worker) -> Done | None:
        """End a worker that takes too long over its file, or over its start."""
        job = worker.job
        if job is None or worker.clock.seconds() <= (self.limits.timeout if worker.ready else _LOADING):
            return None
        self._end(worker)
        if not worker.ready:
            self._never_ready(job, None)
            return None
        return job.item, self._failed(job, f"took longer than {self.limits.timeout:g} s")

    def _died(self, worker: Worker) -> Done | None:
        """The outcome of the file whose worker died; None where it should be tried again, or where there is none."""
        self._end(worker)
        job, code = worker.job, worker.process.returncode
        if job is None:
            return None
        if not worker.ready:
            self._never_ready(job, code)
            return None
        if code in _OUTSIDE and job.kills < _KILLS:
            job.kills += 1
            job.tries -= 1
        elif job.tries >= _TRIES or code in _OUTSIDE:
            said = child.out_of_memory(self.limits.memory) if code == child.MEMORY_CODE else f"its worker died ({cause(code)})"
            return job.item, self._failed(job, said)
        self._again.append(job)
        return None

    def _never_ready(self, job: Job, code: int | None) -> None:
        """Have a file read that met a worker which ended while it loaded; that is none of the file's doing."""
        killed = code in _OUTSIDE and self._lost < _KILLS
        self._lost += killed
        self._starts += not killed
        if self._starts > _STARTS:
            why = f"took longer than {_LOADING:g} s to load" if code is None else f"ended at once ({cause(code)})"
            raise RunError("worker processes", f"cannot be started: each {why}")
        job.tries -= 1
        self._again.appendleft(job)

    def _failed(self, job: Job, reason: str) -> Outcome:
        return Outcome(job.item.report, job.item.shown, "failed", "worker", reason)

    def _end(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.end()

    def _stop(self) -> None:
        """End all workers, whatever they do."""
        while self._workers:
            self._end(self._workers[0])
        self._again.clear()
