"""The records of a run on disk, one JSON file each, named by the file's hash and the settings': what a resume finds again.

A record is there whole or not at all: written to a `.part` file, flushed to the disk, then renamed. The first line holds
the outcome and the length of the rest, so that whole files can be told without reading them through.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from findings_nlp.archive.outcomes import Outcome, RunError

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

FOLDER = ".records"
_END = "}\n"
_RECORD = re.compile(r"[0-9a-f]{64}-[0-9a-f]{16}\.json")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, whatever dies meanwhile.

    Raises:
        OSError: where it cannot be written; an earlier file is untouched then.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


@dataclass(frozen=True, slots=True)
class Store:
    """Records of one folder under one key of settings. Small enough to send to a worker."""

    folder: Path
    key: str

    def path(self, sha256: str) -> Path:
        """Where the record of a file with this hash is."""
        return self.folder / f"{sha256}-{self.key}.json"

    def save(self, outcome: Outcome, record: str | None) -> None:
        """Keep an outcome and its record. Ids and paths are the run's, not the record's: they are left out.

        Raises:
            OSError: where it cannot be written.
        """
        neutral = replace(outcome, report="", path="").as_dict()
        body = f'"record": {record or "null"}{_END}'
        head = json.dumps({"bytes": len(body.encode()), "outcome": neutral})
        write_whole(self.path(outcome.sha256 or ""), f"{head[:-1]},\n{body}")

    def load(self, sha256: str, report: str, path: str) -> Outcome | None:
        """The stored outcome under the run's id and path; None where there is none that is whole."""
        try:
            with self.path(sha256).open("rb") as file:
                line = file.readline()
                rest = file.seek(0, os.SEEK_END) - len(line)
            head = json.loads(line.rstrip().removesuffix(b",") + b"}")
            if head["bytes"] != rest:
                return None
            return Outcome(**(head["outcome"] | {"report": report, "path": path}))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def prune(self, kept: Iterable[str]) -> int:
        """Delete the records of other files and settings; returns how many there were."""
        names = {self.path(sha256).name for sha256 in kept}
        gone = [path for path in self.folder.glob("*.json") if _RECORD.fullmatch(path.name) and path.name not in names]
        for path in gone:
            path.unlink(missing_ok=True)
        return len(gone)

    def record(self, sha256: str, name: str) -> Report:
        """The stored record, with the file's present name.

        Raises:
            RunError: where it is damaged, which a disk may do and this package does not.
        """
        from findings_nlp.record.schema import Report

        where = self.path(sha256)
        try:
            found: dict[str, Any] = json.loads(where.read_bytes())["record"]
            found["source"]["name"] = name
            return Report.model_validate(found)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunError(str(where), f"is damaged ({type(error).__name__}): delete it and run again") from None


@contextmanager
def opened(output: Path, key: str) -> Iterator[Store]:
    """The store under an output folder, which is made where it is missing, for this run alone.

    What a killed run left half-written is removed. Dying gives the folder back.

    Raises:
        RunError: where the folder cannot be made or written, or another run has it.
    """
    folder = output / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("w")
    except OSError as error:
        raise RunError(str(output), f"cannot be written ({error.strerror or error})") from None
    with file:
        _lock(file, output)
        for part in [*folder.glob("*.part"), *output.glob("run.json.*.part")]:
            part.unlink(missing_ok=True)
        yield Store(folder, key)


def _lock(file: TextIO, output: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such lock on this system
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise RunError(str(output), "another run is writing there") from None
