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
    xlsx = "xlsx"


def extract(
    path: Annotated[
        str, typer.Argument(help="A report's PDF, HTML page or saved folder; - reads it from standard input.", metavar="PATH")
    ],
    form: Annotated[
        Format,
        typer.Option("--format", help="json: the whole record. text: an outline. csv: one row per finding. xlsx: a workbook."),
    ] = Format.json,
    output: common.OutputOption = None,
    pages: Annotated[bool, typer.Option("--pages", help="In the outline, name the page of each item.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="Begin CSV with a byte order mark, for Excel.")] = False,
    model: common.ModelOption = "full",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with code 3 where part of the report was not read.")] = False,
    themes: common.ThemesOption = None,
    terms: common.TermsOption = None,
    families: common.FamiliesOption = None,
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
        options: dict[str, Any] = {
            "--format": form.value,
            "--pages": pages,
            "--model": model,
            "--strict": strict,
            "--excel": excel,
        }
        options |= {"--themes": themes, "--terms": terms, "--families": families, "--threshold": threshold}
        common.isolated("extract", path, options | {"--no-tags": not tags, "--base-url": base_url}, output)
        return
    report = common.read(path, common.pipeline(model, threshold, themes, terms, families), tags)
    _addressed(report, path, base_url)
    common.write(_rendered(report, form, pages, excel), output)
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


def _rendered(report: Report, form: Format, pages: bool, excel: bool) -> bytes:
    if form is Format.xlsx:
        from findings_nlp import ReportError
        from findings_nlp.tables.xlsx import report_workbook

        try:
            return report_workbook(report)
        except ReportError as error:
            common.fail(str(error))
    mark = b"\xef\xbb\xbf" if excel and form is Format.csv else b""
    return mark + _text(report, form, pages).encode("utf-8", "replace")


def _text(report: Report, form: Format, pages: bool) -> str:
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
