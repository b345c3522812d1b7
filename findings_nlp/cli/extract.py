"""`findings-nlp extract` and `findings-nlp schema`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from findings_nlp.cli import common

if TYPE_CHECKING:
    from findings_nlp.records import Report


class Format(StrEnum):
    """What `extract` prints."""

    json = "json"
    text = "text"
    csv = "csv"


def extract(
    path: Annotated[
        str, typer.Argument(help="A report's PDF, HTML page or saved folder; - reads it from standard input.", metavar="PATH")
    ],
    form: Annotated[
        Format, typer.Option("--format", help="json: the whole record. text: an outline to read. csv: one row per finding.")
    ] = Format.json,
    output: common.OutputOption = None,
    pages: Annotated[bool, typer.Option("--pages", help="In the outline, name the page of each item.")] = False,
    model: common.ModelOption = common.ModelName.full,
    explain: common.ExplainOption = False,
    themes: common.ThemesOption = None,
    threshold: common.ThresholdOption = None,
) -> None:
    """Print the record of one report.

    Exit code 0: the record was printed (its `warnings` tell what does not add up). 1: the file could not be read.

    Example: findings-nlp extract report.pdf --format text --pages
    """
    report = common.read(path, common.pipeline(model, threshold, themes, explain))
    common.write(_render(report, form, pages).encode("utf-8", "replace"), output)


def _render(report: Report, form: Format, pages: bool) -> str:
    if form is Format.json:
        return report.to_json() + "\n"
    if form is Format.csv:
        from findings_nlp.tables.csv_files import findings_csv

        return findings_csv(report)
    from findings_nlp.outline import outline

    return outline(report, pages)


def schema() -> None:
    """Print the JSON Schema of the record."""
    import json

    from findings_nlp.records import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))
