"""`findings-nlp assure`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from findings_nlp.cli import common

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report

EXCEPTIONS = 3


def assure(
    out: common.ArchiveArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write assurance.md and .html to.")],
    sample: Annotated[int, typer.Option(min=1, max=1000, help="Findings to check by hand.")] = 50,
) -> None:
    """Write the trust pack of an archive: proof of its texts, a sample, and drafts of the records that public bodies keep.

    Run it where `tag` was run: the files are looked for under the names that the run was given.
    Exit code 0: written. 3: written, and a text was not found in its file, or a file could not be compared. 1: not written.

    Example: findings-nlp assure out -o trust
    """
    from findings_nlp import ReportError
    from findings_nlp.assure.pack import markdown, pack, page, proved
    from findings_nlp.assure.proof import prove
    from findings_nlp.errors import printable
    from findings_nlp.tables.load import load_rows

    try:
        rows, run = load_rows(out), _run(out)
        proof = prove(_records(out, run, rows["outcomes"]))
        made = pack(printable(str(out)), run, proof, rows["findings"], sample)
        output.mkdir(parents=True, exist_ok=True)
    except ReportError as error:
        common.fail(str(error))
    except OSError as error:
        common.fail(f"{output}: cannot be written ({error.strerror or error})")
    common.write(markdown(*made).encode("utf-8", "replace"), output / "assurance.md")
    common.write(page(*made).encode("utf-8", "replace"), output / "assurance.html")
    common.tell(proved(proof))
    if proof.missing or proof.unread:
        raise typer.Exit(EXCEPTIONS)


def _run(out: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((out / "run.json").read_bytes())
        str(found["settings"]["key"]), found["counts"]["files"], found["run"]["finished"]
    except (OSError, ValueError, KeyError, TypeError):
        common.fail(f"{out / 'run.json'}: cannot be read: run tag again")
    return found


def _records(out: Path, run: dict[str, Any], outcomes: list[dict[str, Any]]) -> Iterator[tuple[str, str, Report]]:
    from findings_nlp.archive.store import FOLDER, Store

    store = Store(out / FOLDER, run["settings"]["key"])
    for row in outcomes:
        if row["status"] in ("ok", "partial") and row["sha256"]:
            yield row["report"], row["path"], store.record(row["sha256"], row["path"].rsplit("/", 1)[-1])
