"""`findings-nlp site`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from findings_nlp.cli import common


class Comparing(StrEnum):
    """Which model compares the inspections of a service."""

    full = "full"
    lite = "lite"
    none = "none"


def site(
    out: common.ArchiveArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write; a site made before is replaced.")],
    report_pages: Annotated[
        Path | None, typer.Option("--report-pages", help="A folder of pages by `findings-nlp html`, to copy and link.")
    ] = None,
    compare: Annotated[
        Comparing,
        typer.Option(
            help="What tells which texts of a service's inspections are on one matter. full: the better model. "
            "lite: many times faster. none: services' pages do not say what changed."
        ),
    ] = Comparing.full,
) -> None:
    """Write an archive as pages that open from disk: overview, themes, services, reports, search.

    Exit code 0: the site was written; standard output names the page to open. 1: nothing was written.

    Example: findings-nlp site out -o site
    """
    from findings_nlp import ReportError, build_site

    try:
        page = build_site(out, output, report_pages=report_pages, compare=compare.value, tell=common.tell)
    except ReportError as error:
        common.fail(str(error))
    typer.echo(str(page))
