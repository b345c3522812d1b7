"""`findings-nlp responses` and `findings-nlp threads`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from findings_nlp.cli import common
from findings_nlp.cli.compare import Tier


class Format(StrEnum):
    """How to show answers and threads."""

    text = "text"
    csv = "csv"
    jsonl = "jsonl"


class Wanted(StrEnum):
    """Which threads to show."""

    all = "all"
    open = "open"
    repeated = "repeated"
    overdue = "overdue"
    answered = "answered"


def responses(
    paths: Annotated[list[Path], typer.Argument(help="Action plans: PDF, DOCX, XLSX or CSV files.", metavar="FILE...")],
    archive: Annotated[
        Path | None,
        typer.Option(help="The folder of an archive: tell which of its recommendations are answered.", show_default=False),
    ] = None,
    columns: Annotated[
        list[Path] | None, typer.Option("--columns", help="A TOML file with further headings of columns; may be repeated.")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="text: to read. csv, jsonl: one row for each row of a plan.")
    ] = Format.text,
    output: common.OutputOption = None,
) -> None:
    """Read action plans: each recommendation with its answer, agreement, owner, date and progress, and where it stands.

    `tag` reads plans into an archive; this command writes nothing but its output. Exit code 0: every plan was read. 1: one was not.

    Example: findings-nlp responses plans/*.docx --archive tables --format csv -o answers.csv
    """
    from findings_nlp import ReportError
    from findings_nlp.followup import show
    from findings_nlp.followup.responses import responses as read

    try:
        rows = read(paths, archive=archive, columns=columns or ())
    except ReportError as error:
        common.fail(str(error))
    render = {Format.text: show.responses_text, Format.csv: show.table, Format.jsonl: show.lines}[form]
    common.write(render(rows).encode("utf-8", "replace"), output)


def threads(
    out: Annotated[Path, typer.Argument(help="The folder of an archive run.", metavar="OUT")],
    on: Annotated[
        str | None,
        typer.Option(help="The day for which it is told what is overdue, YYYY-MM-DD; by default today.", show_default=False),
    ] = None,
    show_: Annotated[Wanted, typer.Option("--show", help="Which recommendations to print.")] = Wanted.all,
    form: Annotated[
        Format, typer.Option("--format", help="text: to read. csv, jsonl: one row for each recommendation.")
    ] = Format.text,
    output: common.OutputOption = None,
    model: Annotated[Tier, typer.Option(help="full: the better. lite: many times faster.")] = Tier.full,
    write: Annotated[
        bool, typer.Option("--write/--no-write", help="Put the tables threads and thread_steps into the archive.")
    ] = True,
) -> None:
    """Follow each recommendation of an archive: what was answered, what the next inspections say, whether it was made again.

    Exit code 0: the threads were told, and written into the archive's tables. 1: something could not be read or written.

    Example: findings-nlp threads tables --show overdue --on 2025-12-31
    """
    from findings_nlp import ReportError
    from findings_nlp.followup import show
    from findings_nlp.followup.run import threads as follow

    try:
        found = follow(out, on=on, model=model.value, write=write)
    except ReportError as error:
        common.fail(str(error))
    rows = [row for row in found.threads if show.WANTED[show_.value](row)]
    text = (
        show.threads_text(found, show_.value)
        if form is Format.text
        else show.table(rows)
        if form is Format.csv
        else show.lines(rows)
    )
    common.write(text.encode("utf-8", "replace"), output)
