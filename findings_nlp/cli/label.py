"""`findings-nlp label`: themes of any texts in a file."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from findings_nlp.cli import common
from findings_nlp.cli.text_files import Columns, Kind, Row, kind_of, read_rows
from findings_nlp.starting import import_spacy

if TYPE_CHECKING:
    from findings_nlp.record.schema import ThemeScore

BATCH = 256  # texts labelled at once
ADDED = ("themes", "theme_scores", "theme_words")


class Format(StrEnum):
    """What `label` writes."""

    csv = "csv"
    jsonl = "jsonl"


class Tier(StrEnum):
    """Which model labels."""

    full = "full"
    lite = "lite"


def label(
    path: Annotated[str, typer.Argument(help="TXT (a text a line), CSV, XLSX or JSONL; - for standard input.", metavar="FILE")],
    column: Annotated[str, typer.Option("--column", help="Column or field that holds the text.")] = "text",
    section: Annotated[str | None, typer.Option("--section-column", help="Column with the heading of each text.")] = None,
    polarity: Annotated[
        str | None, typer.Option("--polarity-column", help="Column with strength or area_for_improvement, or nothing.")
    ] = None,
    given: Annotated[Kind | None, typer.Option("--input", help="What FILE holds; by default its ending says so.")] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="Sheet of a workbook; by default the first.")] = None,
    form: Annotated[
        Format, typer.Option("--format", help="csv: the columns as they were and three more. jsonl: with scores and places.")
    ] = Format.csv,
    output: common.OutputOption = None,
    model: Annotated[Tier, typer.Option(help="full: the better. lite: many times faster.")] = Tier.full,
    themes: common.ThemesOption = None,
    terms: common.TermsOption = None,
    in_process: common.InProcessOption = False,
) -> None:
    """Give each text of a file its themes: of an action plan, a survey, minutes. Every text comes out once, in its order.

    Exit code 0: all texts were labelled. 1: the file could not be read.

    Example: findings-nlp label answers.csv --column comment -o labelled.csv
    """
    if not in_process:
        options: dict[str, Any] = {"--column": column, "--section-column": section, "--polarity-column": polarity}
        options |= {"--input": given and given.value, "--sheet": sheet, "--format": form.value, "--model": model.value}
        common.isolated("label", path, options | {"--themes": themes, "--terms": terms}, output, tagged=False)
        return
    from findings_nlp.errors import ReportError, printable

    shown = "<stdin>" if path == "-" else printable(path)
    columns = Columns(column, section, polarity)
    try:
        kind = kind_of(path, given)
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        rows = list(read_rows(shown, data, kind, columns, sheet))
        labelled = _labelled(shown, rows, columns, model.value, themes or [], terms or [])
        text = "".join(_csv(rows, labelled, columns) if form is Format.csv else _jsonl(rows, labelled))
    except OSError as error:
        common.fail(f"{shown}: cannot be read ({error.strerror or error})")
    except ReportError as error:
        common.fail(str(error))
    common.write(text.encode("utf-8", "replace"), output)


def _labelled(
    shown: str, rows: list[Row], columns: Columns, model: str, themes: list[Path], terms: list[Path]
) -> Iterator[list[ThemeScore]]:
    import_spacy()
    from findings_nlp.errors import DataFileError
    from findings_nlp.pipes.themes.labelling import POLARITIES
    from findings_nlp.pipes.themes.labelling import label as label_texts

    for number, row in enumerate(rows, 1):
        if taken := [name for name in ADDED if name in row]:
            raise DataFileError(shown, f"has a column '{taken[0]}' already: rename it")
        side = str(row.get(columns.polarity or "") or "")
        if side and side not in POLARITIES:
            raise DataFileError(shown, f"text {number}: the polarity '{side}' is neither {' nor '.join(POLARITIES)}")
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        sections = [str(row[columns.section]) or None if columns.section else None for row in batch]
        sides = [str(row[columns.polarity]) or None if columns.polarity else None for row in batch]
        texts = [str(row[columns.text]) for row in batch]
        tier = "lite" if model == "lite" else "full"
        found = label_texts(texts, sections, sides, tier, themes, terms)  # type: ignore[arg-type]
        yield from (labels if text.strip() else [] for text, labels in zip(texts, found, strict=True))


def _csv(rows: list[Row], labelled: Iterable[list[ThemeScore]], columns: Columns) -> Iterator[str]:
    from findings_nlp.tables.csv_files import plain_cell

    head = list(dict.fromkeys([name for row in rows for name in row] or [columns.text]))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([plain_cell(name) for name in [*head, *ADDED]])
    for row, labels in zip(rows, labelled, strict=True):
        added = (
            [t.theme for t in labels],
            [t.score for t in labels],
            [t.because for t in labels],
        )
        cells = [plain_cell(_plain(row.get(name, ""))) for name in head]
        writer.writerow(cells + [json.dumps(values, ensure_ascii=False) for values in added])
    yield buffer.getvalue()


def _plain(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _jsonl(rows: list[Row], labelled: Iterable[list[ThemeScore]]) -> Iterator[str]:
    for row, labels in zip(rows, labelled, strict=True):
        yield json.dumps(row | {"themes": [t.model_dump() for t in labels]}, ensure_ascii=False, default=str) + "\n"
