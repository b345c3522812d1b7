"""Corrections of an archive: stored, taken back, and put into its tables at once from the records that the run kept."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from findings_nlp.archive.outcomes import Outcome, RunError
from findings_nlp.archive.store import FOLDER, Store, opened, write_whole
from findings_nlp.errors import DataFileError, ReportError
from findings_nlp.review.apply import Corrections
from findings_nlp.review.log import NAME, Entry, batches, changed, in_force, key_of, lines, read_log
from findings_nlp.review.quality import quality
from findings_nlp.review.returned import read_returned
from findings_nlp.review.stored import path_of
from findings_nlp.tables.load import load_rows
from findings_nlp.tables.staging import MANIFEST, where
from findings_nlp.tables.write import write_tables

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report
    from findings_nlp.review.sample import Review

_BOM = b"\xef\xbb\xbf"
Told = dict[str, Any]


class MistakesError(DataFileError):
    """A returned review has mistakes; `lines` tells each."""

    def __init__(self, path: str, mistakes: Sequence[str]) -> None:
        super().__init__(path, f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}: nothing was stored")
        self.lines = list(mistakes)


def corrected(
    found: Iterable[tuple[Outcome, Report | None]], corrections: Corrections
) -> Iterator[tuple[Outcome, Report | None]]:
    """Outcomes with their records, corrected."""
    for outcome, record in found:
        yield outcome, record if record is None else corrections.corrected(record, outcome.report)


def told_of(log: Sequence[Entry], corrections: Corrections) -> Told:
    """What `run.json` says of corrections; nothing where there are none."""
    return {"corrections": corrections.told(), "quality": quality(log)} if log else {}


def keep_review(out: Path, made: Review) -> None:
    """Store what a review asks beside the archive, so that what comes back can be compared with it.

    Raises:
        RunError: where it cannot be written.
    """
    try:
        path_of(out, made.id).parent.mkdir(exist_ok=True)
        write_whole(path_of(out, made.id), json.dumps(made.as_dict(), ensure_ascii=False) + "\n")
    except OSError as error:
        raise RunError(str(out), f"cannot be written ({error.strerror or error})") from None


def take(path: Path, out: Path, who: str | None = None) -> Told:
    """Store what a returned review says, and put it into the tables.

    Args:
        path: the returned workbook, page's file or export of Label Studio.
        out: the archive's folder.
        who: the reviewer; by default as the file says.

    Returns:
        `stored` (checked items, of which `changed`), `again` (already stored), and what `run.json` says of corrections;
        `tables` is false where they could not be written anew, with the `reason`.

    Raises:
        MistakesError: where the file has mistakes: nothing is stored then.
        ReportError: where the file, the archive or its log cannot be read or written.
    """
    _archive(out)
    found = read_returned(path, out)
    if found.mistakes:
        raise MistakesError(str(path), found.mistakes)
    name = (who or found.who).strip()
    if not name:
        raise DataFileError(str(path), "does not say who made it: fill in the name on its first page, or give --who")
    with opened(out, _key(out)) as store:
        log = read_log(out / NAME)
        known = {key_of(entry): (entry.get("review"), entry["after"]) for entry in in_force(log)}
        new = [entry for entry in found.entries if known.get(key_of(entry)) != (found.review.id, entry["after"])]
        batch = f"b{1 + len({entry['batch'] for entry in log}):03d}"
        head = {"batch": batch, "review": found.review.id, "who": name, "when": _now()}
        return _stored(out, store, log, [head | entry for entry in new]) | {
            "stored": len(new),
            "changed": sum(bool(changed(entry)) for entry in new),
            "again": len(found.entries) - len(new),
            "batch": batch if new else None,
        }


def undo(out: Path, batch: str | None = None, who: str | None = None) -> Told:
    """Take a batch of corrections back, and put the tables as they are without it.

    Args:
        out: the archive's folder.
        batch: which; by default the last that is in force.
        who: who takes it back; by default the user of this computer.

    Raises:
        ReportError: where there is no such batch, or the archive cannot be read or written.
    """
    _archive(out)
    with opened(out, _key(out)) as store:
        log = read_log(out / NAME)
        there = batches(log)
        wanted = batch or (there[-1] if there else "")
        if wanted not in there:
            raise DataFileError(
                str(out / NAME), f"has no corrections {wanted} to take back" if batch else "has no corrections to take back"
            )
        entry = {"batch": wanted, "who": who or _user(), "when": _now(), "what": "undo"}
        return _stored(out, store, log, [entry]) | {"batch": wanted}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _archive(out: Path) -> None:
    if not (out / FOLDER).is_dir():
        raise RunError(str(out), "is not the folder of an archive run")


def _run(out: Path) -> Told:
    try:
        found: Told = json.loads((out / "run.json").read_bytes())
        str(found["settings"]["key"])
    except (OSError, ValueError, KeyError, TypeError):
        raise RunError(str(out / "run.json"), "cannot be read: run tag again") from None
    return found


def _key(out: Path) -> str:
    return str(_run(out)["settings"]["key"])


def _stored(out: Path, store: Store, log: list[Entry], new: list[Entry]) -> Told:
    """Add lines to the log, then write the tables anew; the log counts, whatever becomes of the tables."""
    whole = [*log, *new]
    if new:
        try:
            write_whole(out / NAME, lines(whole))
        except OSError as error:
            raise RunError(str(out / NAME), f"cannot be written ({error.strerror or error})") from None
    try:
        told = _rewritten(out, store, whole)
    except ReportError as error:
        return {"tables": False, "reason": str(error)}
    return told | {"tables": True}


def _rewritten(out: Path, store: Store, log: list[Entry]) -> Told:
    """The tables anew from the kept records, in the formats that are there.

    Raises:
        ReportError: where a record or the tables cannot be read or written.
    """
    run = _run(out)
    try:
        formats = json.loads(where(out, MANIFEST).read_bytes())["formats"]
    except (OSError, ValueError, KeyError, TypeError):
        raise RunError(str(out / MANIFEST), "cannot be read: run tag again") from None
    excel = _begins(where(out, "findings.csv"), _BOM)
    outcomes = [SimpleNamespace(**row) for row in load_rows(out)["outcomes"]]
    corrections = Corrections(log)
    write_tables(out, formats, corrected(_records(outcomes, store), corrections), excel=excel)
    told = told_of(log, corrections)
    write_whole(out / "run.json", json.dumps(run | told, indent=1, ensure_ascii=False) + "\n")
    return told


def _begins(path: Path, mark: bytes) -> bool:
    """Whether there is a file that begins with some bytes."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _user() -> str:
    """The user of this computer, as far as it knows one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _records(outcomes: Iterable[Any], store: Store) -> Iterator[tuple[Any, Report | None]]:
    for outcome in outcomes:
        read = outcome.status in ("ok", "partial") and outcome.sha256
        yield outcome, store.record(outcome.sha256, outcome.path.rsplit("/", 1)[-1]) if read else None
