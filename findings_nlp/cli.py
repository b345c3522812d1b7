"""The command `findings-nlp`. Data goes to standard output, messages to standard error."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from findings_nlp.records import Report

app = typer.Typer(
    help="Findings, ratings and recommendations from HM Inspectorate of Probation reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class ModelName(StrEnum):
    """Which model labels themes and links evidence."""

    full = "full"
    lite = "lite"
    none = "none"


class Format(StrEnum):
    """What `extract` prints."""

    json = "json"
    text = "text"
    csv = "csv"


def _fail(message: str) -> None:
    typer.echo(f"findings-nlp: {message}", err=True)
    raise typer.Exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        from findings_nlp import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Findings, ratings and recommendations from HM Inspectorate of Probation reports."""


@app.command()
def extract(
    path: Annotated[str, typer.Argument(help="A report's PDF; - reads it from standard input.", metavar="PATH")],
    form: Annotated[
        Format, typer.Option("--format", help="json: the whole record. text: an outline to read. csv: one row per finding.")
    ] = Format.json,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")] = None,
    pages: Annotated[bool, typer.Option("--pages", help="In the outline, name the page of each item.")] = False,
    model: Annotated[
        ModelName, typer.Option(help="full: the best. lite: many times faster. none: no themes, no evidence.")
    ] = ModelName.full,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also give the words behind each theme; takes some seconds.")
    ] = False,
    themes: Annotated[
        list[Path] | None, typer.Option("--themes", help="A TOML file with themes of your own; may be repeated.")
    ] = None,
    threshold: Annotated[
        list[str] | None, typer.Option("--threshold", help="Report a theme from this probability: THEME=0.3; may be repeated.")
    ] = None,
) -> None:
    """Print the record of one report.

    Exit code 0: the record was printed (its `warnings` tell what does not add up). 1: the file could not be read.

    Example: findings-nlp extract report.pdf --format text --pages
    """
    from findings_nlp import ReportError, load, read_report

    try:
        nlp = load(model.value, thresholds=_thresholds(threshold or []), taxonomies=tuple(themes or ()), explain=explain)
        if path == "-":
            report = read_report(sys.stdin.buffer.read(), name="<stdin>", nlp=nlp)
        else:
            report = read_report(path, nlp=nlp)
    except ReportError as error:
        _fail(str(error))
        return
    _write(_render(report, form, pages), output)


def _thresholds(given: list[str]) -> dict[str, float]:
    out = {}
    for text in given:
        theme, sign, value = text.partition("=")
        try:
            out[theme.strip()] = float(value)
        except ValueError:
            sign = ""
        if not sign:
            _fail(f"--threshold {text}: write it as THEME=0.3")
    return out


def _render(report: Report, form: Format, pages: bool) -> str:
    if form is Format.json:
        return report.to_json() + "\n"
    if form is Format.csv:
        from findings_nlp.export import findings_csv

        return findings_csv(report)
    from findings_nlp.outline import outline

    return outline(report, pages)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        try:
            sys.stdout.buffer.write(text.encode("utf-8", "replace"))
            sys.stdout.flush()
        except BrokenPipeError:
            # the reader (head, less) has gone: not our error, and Python must not complain at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    part = output.with_name(output.name + ".part")
    try:
        part.write_bytes(text.encode("utf-8", "replace"))
        part.replace(output)
    except OSError as error:
        _fail(f"{output}: cannot be written ({error.strerror or error})")


@app.command()
def schema() -> None:
    """Print the JSON Schema of the record."""
    import json

    from findings_nlp.records import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


if __name__ == "__main__":
    app()
