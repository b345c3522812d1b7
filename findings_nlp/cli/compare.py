"""`findings-nlp compare`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from findings_nlp.cli import common

if TYPE_CHECKING:
    from findings_nlp.comparison.matters import Comparison


class Format(StrEnum):
    """How to show the comparison."""

    text = "text"
    csv = "csv"
    html = "html"


class Tier(StrEnum):
    """Which model tells sameness."""

    full = "full"
    lite = "lite"


def compare(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Two or more reports or their records (.json of `extract`); or the folder of an archive.", metavar="PATH..."
        ),
    ],
    service: Annotated[
        str | None, typer.Option(help="Of an archive, the service_id whose inspections to compare (table `services`).")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="text: to read. csv: one row for each finding and recommendation. html: one page.")
    ] = Format.text,
    output: common.OutputOption = None,
    model: Annotated[Tier, typer.Option(help="full: the better. lite: many times faster.")] = Tier.full,
) -> None:
    """Compare inspections: ratings and key questions that moved, findings new, gone or come back, recommendations repeated.

    Exit code 0: the comparison was written. 1: something could not be read, or there is nothing to compare.

    Example: findings-nlp compare tables --service youth-knowsley --format html -o knowsley.html
    """
    from findings_nlp.comparison import show

    found = _compared(paths, service, model)
    render = {Format.text: show.text, Format.csv: show.table, Format.html: show.page}[form]
    common.write(render(found).encode("utf-8", "replace"), output)


def _compared(paths: list[str], service: str | None, model: Tier) -> Comparison:
    from findings_nlp.comparison.run import compare as run
    from findings_nlp.errors import ReportError

    archive = len(paths) == 1 and Path(paths[0]).is_dir()
    if not archive and service:
        common.fail("--service is for the folder of an archive")
    if not archive and len(paths) < 2:
        common.fail(f"{paths[0]}: name two reports or more, or the folder of an archive")
    try:
        if archive:
            return run(paths[0], service, model=model.value)
        nlp = None if all(path.lower().endswith(".json") for path in paths) else common.pipeline("none", None, None)
        reports = [common.stored(Path(p)) if p.lower().endswith(".json") or nlp is None else common.read(p, nlp) for p in paths]
        return run(reports, model=model.value)
    except ReportError as error:
        common.fail(str(error))
