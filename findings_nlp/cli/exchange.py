"""`findings-nlp exchange`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from findings_nlp.cli import common


def exchange(
    out: Annotated[Path, typer.Argument(help="The folder of an archive run.", metavar="OUT")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The project to write, .qdpx.", show_default=False)],
) -> None:
    """Write an archive as a REFI-QDA project, which NVivo, MAXQDA, ATLAS.ti and QualCoder import: findings as codings on texts.

    Exit code 0: the project was written. 1: nothing was written.

    Example: findings-nlp exchange out -o archive.qdpx
    """
    from findings_nlp import ReportError
    from findings_nlp.exchange.qdpx import project
    from findings_nlp.exchange.texts import texts
    from findings_nlp.record.schema import Polarity
    from findings_nlp.tables.load import load_rows
    from findings_nlp.tables.xlsx import sentence, theme_names

    if output.suffix.lower() != ".qdpx":
        common.fail(f"{output}: name it .qdpx")
    sides = {name: sentence(name) for name in (*get_args(Polarity), "recommendation")}
    try:
        data = project(texts(load_rows(out)), {"Side": sides, "Theme": theme_names()})
    except ReportError as error:
        common.fail(str(error))
    common.write(data, output)
