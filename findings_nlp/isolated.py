"""Reading in a process of its own: `Reader` keeps one for many calls. A file that kills or hangs it costs that file alone.

The two processes speak over pipes: a line of JSON, then the file's bytes; a line of JSON back. Nothing is spawned by
multiprocessing, so that a script needs no `if __name__ == "__main__":`.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from findings_nlp import errors
from findings_nlp.clock import Clock
from findings_nlp.errors import DiedError, ReportError
from findings_nlp.pipes.themes.taxonomy import listed

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report
    from findings_nlp.source.pdf import Source

_CODE = "from findings_nlp.isolated_child import serve; serve()"


class Reader:
    """Reads reports one after the other in one kept process, started at the first call and again where it has died.

    Use it in a `with` statement, or call `close`. For one thread at a time; several readers may work side by side.

    Args:
        model: as for `findings_nlp.load`.
        thresholds: as for `findings_nlp.load`.
        taxonomies: as for `findings_nlp.load`.
        terms: as for `findings_nlp.load`.
        families: as for `findings_nlp.load`.
        timeout: seconds for one file, the model's loading included, without the time for which a busy machine lets it wait
            (Linux); None for no limit.
        memory: megabytes that the process may take beyond the loaded model (Linux); 0 for no limit.
    """

    def __init__(
        self,
        model: str | PathLike[str] = "full",
        *,
        thresholds: Mapping[str, float] | None = None,
        taxonomies: Sequence[str | PathLike[str]] = (),
        terms: Sequence[str | PathLike[str]] = (),
        families: Sequence[str | PathLike[str]] = (),
        timeout: float | None = 120.0,
        memory: int = 2048,
    ) -> None:
        self._settings = {
            "model": fspath(model),
            "thresholds": dict(thresholds or {}),
            "taxonomies": list(listed(taxonomies)),
            "terms": list(listed(terms)),
            "families": list(listed(families)),
        }
        self._timeout, self._memory = timeout, memory
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        with suppress(Exception):
            self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def read_report(self, source: Source, *, name: str | None = None) -> Report:
        """Read one report; where its structure tree kills the process, once more without it.

        Raises:
            DiedError: where the process died, hung or ran out of memory over the file.
            ReportError: as `findings_nlp.read_report`.
        """
        from findings_nlp.record.schema import Report
        from findings_nlp.source.html.source import file_of
        from findings_nlp.source.pdf.source import read_bytes

        source = file_of(source)
        shown = fspath(source) if isinstance(source, str | PathLike) else (name or "<bytes>")
        name, data = read_bytes(source, name)
        answer = self._ask(data, name, True) or self._ask(data, name, False)
        if answer is None:
            raise DiedError(shown, f"killed the process that read it ({self._cause})")
        if "record" in answer:
            return Report.from_json(answer["record"])
        kind = getattr(errors, answer["error"], ReportError)
        raise kind(answer.get("path") or shown, answer["reason"], answer["stage"])

    def _ask(self, data: bytes, name: str, tags: bool) -> dict[str, Any] | None:
        """The answer of the process; None where it died or took too long."""
        process = self._started()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps({"name": name, "tags": tags, "bytes": len(data)}).encode() + b"\n" + data)
            process.stdin.flush()
            late = not self._answers(process)
        except BrokenPipeError:
            late = False
        line = b"" if late else process.stdout.readline()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        if late:
            self.close()
            raise DiedError(name, f"took longer than {self._timeout:g} s", "worker")
        self._cause = cause(process.wait())
        self._process = None
        return None

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        """Whether the process answers, or ends, in time."""
        assert process.stdout is not None
        clock = Clock(process.pid)
        while not select.select([process.stdout], [], [], 0.5 if self._timeout is not None else None)[0]:
            if self._timeout is not None and clock.seconds() > self._timeout:
                return False
        return True

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", _CODE],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(),
            )  # fmt: skip
            assert self._process.stdin is not None
            first = self._settings | {"memory": self._memory, "parent": os.getpid()}
            self._process.stdin.write(json.dumps(first).encode() + b"\n")
        return self._process


def environment() -> dict[str, str]:
    """The environment of a process that is to find this package where this process has it."""
    home = str(Path(__file__).resolve().parents[1])
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))}


def cause(code: int) -> str:
    """What a process with this exit code died of."""
    if code < 0:
        with suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


def run_command(arguments: Sequence[str], data: bytes | None) -> tuple[int, bytes, bytes]:
    """Exit code, standard output and standard error of `findings-nlp ARGUMENTS` in a process of its own."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "findings_nlp.cli", *arguments],
        input=data, stdin=subprocess.DEVNULL if data is None else None, capture_output=True, check=False,
        env=environment() | {"FINDINGS_NLP_IN_PROCESS": "1"},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr
