"""`findings-nlp extract` and `findings-nlp schema`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from findings_nlp.cli import common

if TYPE_CHECKING:
    from findings_nlp.record.schema import Report


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
    strict: Annotated[bool, typer.Option("--strict", help="Exit with code 3 where part of the report was not read.")] = False,
    themes: common.ThemesOption = None,
    terms: common.TermsOption = None,
    threshold: common.ThresholdOption = None,
    tags: common.TagsOption = True,
    base_url: common.BaseUrlOption = None,
    in_process: common.InProcessOption = False,
) -> None:
    """Print the record of one report.

    Exit code 0: the record was printed (its `warnings` tell what does not add up). 1: the file could not be read. 3: with
    --strict, the record was printed and part of the report is not in it; a line on standard error says so in any case.

    Example: findings-nlp extract report.pdf --format text --pages
    """
    if not in_process:
        options: dict[str, Any] = {"--format": form.value, "--pages": pages, "--model": model.value, "--strict": strict}
        options |= {"--themes": themes, "--terms": terms, "--threshold": threshold, "--no-tags": not tags, "--base-url": base_url}
        common.isolated("extract", path, options, output)
        return
    report = common.read(path, common.pipeline(model, threshold, themes, terms), tags)
    _addressed(report, path, base_url)
    common.write(_render(report, form, pages).encode("utf-8", "replace"), output)
    if not _whole(report) and strict:
        raise typer.Exit(common.PARTLY_READ)


def _addressed(report: Report, path: str, base_url: str | None) -> None:
    """Tell the report its file's web address; fails with one line where the base address is none."""
    from findings_nlp.archive.addresses import AddressError, Addresses

    try:
        addresses = Addresses(base_url)
    except AddressError as error:
        common.fail(f"--base-url {error}")
    if path != "-":
        report.source.url = addresses.of(path, report.source.sha256)


def _whole(report: Report) -> bool:
    """Whether nothing says that part of the report was not read; else one line on standard error tells what."""
    from findings_nlp.archive.worker import judged
    from findings_nlp.errors import printable

    _, _, reason = judged(report)
    if reason is not None:
        common.tell(f"findings-nlp: {printable(report.source.name)}: partly read: {reason}; see the record's warnings")
    return reason is None


def _render(report: Report, form: Format, pages: bool) -> str:
    if form is Format.json:
        return report.to_json() + "\n"
    if form is Format.csv:
        from findings_nlp.tables.csv_files import findings_csv

        return findings_csv(report)
    from findings_nlp.show.outline import outline

    return outline(report, pages)


def schema() -> None:
    """Print the JSON Schema of the record."""
    import json

    from findings_nlp.record.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))
