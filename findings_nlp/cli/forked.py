"""A command in a process of its own that begins as a copy of this one: it need not start Python and read the commands anew."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread

# libraries that start threads, or keep what a copy would share
_HEAVY = frozenset({"numpy", "spacy", "pymupdf", "onnxruntime", "pandas", "pyarrow"})


def can_fork() -> bool:
    """Whether a copy of this process is safe: on Linux, with one thread, nothing heavy loaded and its own standard streams."""
    own = sys.stdout is sys.__stdout__ and sys.stderr is sys.__stderr__ and sys.stdout is not None and sys.stderr is not None
    return sys.platform == "linux" and own and threading.active_count() == 1 and _HEAVY.isdisjoint(sys.modules)


def run_forked(work: Callable[[Sequence[str]], object], arguments: Sequence[str], data: bytes | None) -> tuple[int, bytes, bytes]:
    """Exit code, standard output and standard error of a command; the code is negative where a signal ended it.

    Args:
        work: runs the command, and ends as a command does: with `SystemExit`.
        arguments: of the command.
        data: its standard input; None for none.
    """
    ends = [os.pipe() for _ in range(3)]  # standard input, output and error
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    child = os.fork()
    own = (ends[0][0], ends[1][1], ends[2][1])
    if not child:
        for descriptor, end in enumerate(own):
            os.dup2(end, descriptor)
        os.closerange(3, max(map(max, ends)) + 1)
        _child(work, arguments)
    for end in own:
        os.close(end)
    said: dict[int, bytes] = {}
    pumps = [Thread(target=_give, args=(ends[0][1], data or b""), daemon=True)]
    pumps += [Thread(target=_take, args=(ends[k][0], said, k), daemon=True) for k in (1, 2)]
    try:
        for pump in pumps:
            pump.start()
        for pump in pumps:
            pump.join()
        _, status = os.waitpid(child, 0)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    return os.waitstatus_to_exitcode(status), said[1], said[2]


def _give(end: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(end, "wb") as pipe:
        pipe.write(data)


def _take(end: int, said: dict[int, bytes], key: int) -> None:
    with open(end, "rb") as pipe:
        said[key] = pipe.read()


def _child(work: Callable[[Sequence[str]], object], arguments: Sequence[str]) -> None:
    """Run the command and end; nothing of the process that was copied is cleaned up here."""
    code = 1
    try:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        os.environ["FINDINGS_NLP_IN_PROCESS"] = "1"
        work(arguments)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
