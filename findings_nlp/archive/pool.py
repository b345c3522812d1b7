"""Worker processes, each with pipes of its own: nothing is shared, so that whatever ends one touches no other.

A line of JSON goes in: first the settings, then one for each file. A line comes out when the model is loaded, then one for
each file. The process's end is seen as the end of its answers. Nothing is spawned by multiprocessing: a script needs no
`if __name__ == "__main__":`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from findings_nlp.archive import child
from findings_nlp.archive.inputs import Item
from findings_nlp.archive.outcomes import Outcome
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.store import Store
from findings_nlp.clock import Clock
from findings_nlp.isolated import environment
from findings_nlp.streams import ensure_standard_error

_CODE = "from findings_nlp.archive.pool import serve; serve()"
READY = "ready"


@dataclass(slots=True)
class Job:
    """A file on its way: how often it was tried, and how often its worker was killed from outside."""

    item: Item
    tries: int = 0
    kills: int = 0

    @property
    def alone(self) -> bool:
        """Whether it is to be read while nothing else is: its worker was killed more than once."""
        return self.kills > 1


class Worker:
    """One process that reads files. What it says, and None at its end, goes into a queue that an engine's workers share.

    Attributes:
        process: the process; its exit code is known once None was put into the queue.
        job: the file under way.
        ready: whether the model is loaded.
        clock: runs since the process was started, was ready, or was given its file: the latest of them.
        files: how many it has read.
    """

    def __init__(self, settings: Settings, memory: int, heard: SimpleQueue[tuple[Worker, str | None]]) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", _CODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
        )
        self.job: Job | None = None
        self.ready, self.files, self.clock = False, 0, Clock(self.process.pid)
        self._say({"settings": asdict(settings), "memory": memory, "parent": os.getpid(), "path": sys.path})
        Thread(target=self._listen, args=(heard,), daemon=True).start()

    def give(self, job: Job, store: Store) -> None:
        """Have it read a file; one that has died meanwhile is told as dead, by the queue."""
        self.job, self.clock = job, Clock(self.process.pid)
        self._say({"item": asdict(job.item), "folder": os.fspath(store.folder), "key": store.key})

    def end(self) -> None:
        """End the process at once, whatever it does."""
        with suppress(OSError):
            self.process.kill()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        with suppress(OSError, ValueError):
            assert self.process.stdin is not None
            self.process.stdin.close()

    def _say(self, what: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):  # it has died: the queue tells
            self.process.stdin.write(json.dumps(what).encode() + b"\n")
            self.process.stdin.flush()

    def _listen(self, heard: SimpleQueue[tuple[Worker, str | None]]) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as answers:
            for line in answers:
                if line.endswith(b"\n"):
                    heard.put((self, line.decode()))
        self.process.wait()
        heard.put((self, None))


def answered(line: str) -> Outcome | str:
    """What a worker said of a file: its outcome, or why its record cannot be written."""
    found: dict[str, Any] | str = json.loads(line)
    return found if isinstance(found, str) else Outcome(**found)


def serve() -> None:
    """The worker: settings on the first line of standard input, then files, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to deal with
    ensure_standard_error()
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    with suppress(OSError):
        os.dup2(2, 1)  # what a library prints is no answer

    def say(what: object) -> None:
        answers.write(json.dumps(what) + "\n")
        answers.flush()

    questions = sys.stdin.buffer
    first = json.loads(questions.readline())
    sys.path[:] = first["path"]
    settings = Settings.of_plain(first["settings"])
    child.prepare(settings, first["memory"], first["parent"])
    say(READY)
    for line in questions:
        asked = json.loads(line)
        outcome = child.task(Item(**asked["item"]), settings, Store(Path(asked["folder"]), asked["key"]))
        say(outcome if isinstance(outcome, str) else outcome.as_dict())
