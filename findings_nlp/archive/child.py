"""What runs inside a worker process of the engine. Imports nothing heavy before `prepare` has set the process up."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from findings_nlp.archive.inputs import Item
from findings_nlp.archive.outcomes import Outcome
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.store import Store
from findings_nlp.archive.worker import OUT_OF_MEMORY, process
from findings_nlp.starting import import_spacy, starting

MEMORY_CODE = 86
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def prepare(settings: Settings, memory: int, parent: int) -> None:
    """Set a worker up: it dies with its parent, keeps off standard output, loads the model and then is limited.

    Args:
        settings: of the pipeline.
        memory: megabytes that it may take beyond what the loaded model holds; 0 for no limit.
        parent: process id of the parent.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # at once, in the middle of MuPDF too
    die_with(parent)
    with suppress(OSError, AttributeError, ValueError):
        os.dup2(sys.stderr.fileno(), 1)
    for name in _THREADS:  # parallel over files, not within one
        os.environ.setdefault(name, "1")
    with suppress(Exception), starting():  # what is wrong is told by the first file
        import_spacy()
        settings.pipeline()
    with suppress(ImportError, OSError, ValueError):
        limit_memory(memory)


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent dies, hung or not. Linux only; elsewhere a worker ends with its file."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def limit_memory(megabytes: int) -> None:
    """Limit what this process may allocate from now on, by its address space: a failing allocation is an error in place.

    Libraries reserve address space that they never touch, so the limit counts from what is reserved now. Linux only.
    """
    import resource

    if megabytes and sys.platform == "linux":
        reserved = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = reserved + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def task(item: Item, settings: Settings, store: Store) -> Outcome | str:
    """Read a file and store its record.

    Returns:
        The outcome under the run's id; or, where the record cannot be written, why: that is the run's trouble.
    """
    outcome, record = process(item.path, settings)
    if outcome.reason == OUT_OF_MEMORY:
        os._exit(MEMORY_CODE)  # what an allocation left half done must not meet the next file
    outcome = replace(outcome, report=item.report, path=item.shown)
    if outcome.sha256 is not None and outcome.stage != "worker":
        try:
            store.save(outcome, record)
        except OSError as error:
            return f"cannot be written ({error.strerror or error})"
    return outcome


def out_of_memory(megabytes: int) -> str:
    """The reason of a file that needed too much memory."""
    return f"{OUT_OF_MEMORY} ({megabytes} MB)"
