"""`findings-nlp workbook`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from findings_nlp.cli import common


def workbook(
    out: common.ArchiveArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write.", show_default=False)],
) -> None:
    """Write an archive as one workbook for Excel and LibreOffice: cover, notes on the columns, a sheet a table.

    Exit code 0: the workbook was written. 1: nothing was written.

    Example: findings-nlp workbook out -o archive.xlsx
    """
    from findings_nlp.review.log import NAME, read_log
    from findings_nlp.review.quality import quality
    from findings_nlp.review.sheet import quality_sheet
    from findings_nlp.tables.load import load_rows
    from findings_nlp.tables.xlsx import workbook as made

    with common.one_line():
        data = made(load_rows(out), quality_sheet(quality(read_log(out / NAME))))
    common.write(data, output)
