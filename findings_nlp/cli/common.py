"""What the commands share: options, loading the pipeline, writing out, failing with one line."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from spacy.language import Language

    from findings_nlp.records import Report


class ModelName(StrEnum):
    """Which model labels themes and links evidence."""

    full = "full"
    lite = "lite"
    none = "none"


ModelOption = Annotated[ModelName, typer.Option(help="full: the best. lite: many times faster. none: no themes, no evidence.")]
TermsOption = Annotated[
    list[Path] | None, typer.Option("--terms", help="A TOML file with further names of the themes; may be repeated.")
]
ThemesOption = Annotated[
    list[Path] | None, typer.Option("--themes", help="A TOML file with themes of your own; may be repeated.")
]
ThresholdOption = Annotated[
    list[str] | None, typer.Option("--threshold", help="Report a theme from this probability: THEME=0.3; may be repeated.")
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")]


def fail(message: str) -> NoReturn:
    """One line on standard error and exit code 1."""
    typer.echo(f"findings-nlp: {message}", err=True)
    raise typer.Exit(1)


def pipeline(
    model: ModelName, threshold: list[str] | None, themes: list[Path] | None, terms: list[Path] | None = None
) -> Language:
    """The pipeline that the options ask for; fails with one line where an option is wrong."""
    from findings_nlp import ReportError, load

    try:
        return load(model.value, thresholds=thresholds(threshold or []), taxonomies=tuple(themes or ()), terms=tuple(terms or ()))
    except ReportError as error:
        fail(str(error))


def read(path: str, nlp: Language) -> Report:
    """The record of one report, `-` for standard input; fails with one line where it cannot be read."""
    from findings_nlp import ReportError, read_report

    try:
        if path == "-":
            return read_report(sys.stdin.buffer.read(), name="<stdin>", nlp=nlp)
        return read_report(path, nlp=nlp)
    except ReportError as error:
        fail(str(error))


def stored(path: Path) -> Report:
    """The record in a JSON file; fails with one line where it cannot be read or is none."""
    from findings_nlp import Report
    from findings_nlp.errors import RecordError, printable

    shown = printable(str(path))
    try:
        return Report.from_json(path.read_bytes())
    except OSError as error:
        fail(f"{shown}: cannot be read ({error.strerror or error})")
    except RecordError as error:
        fail(f"{shown}: is not a report's record ({error.reason})")


def thresholds(given: list[str]) -> dict[str, float]:
    """Probabilities by theme from `THEME=0.3` texts; fails with one line where one is written otherwise."""
    out = {}
    for text in given:
        theme, sign, value = text.partition("=")
        try:
            out[theme.strip()] = float(value)
        except ValueError:
            sign = ""
        if not sign:
            fail(f"--threshold {text}: write it as THEME=0.3")
    return out


def write(data: bytes, output: Path | None) -> None:
    """Data to standard output, or to a file that is there whole or not at all."""
    if output is None:
        try:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        except BrokenPipeError:
            # the reader (head, less) has gone: not our error, and Python must not complain at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    part = output.with_name(output.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(output)
    except OSError as error:
        fail(f"{output}: cannot be written ({error.strerror or error})")
