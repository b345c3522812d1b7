"""An action plan as plain values: its answers, and what it says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from findings_nlp.plans.about import about
from findings_nlp.plans.answers import answers_of
from findings_nlp.plans.from_pdf import may_hold_plan, sheets_of_layer
from findings_nlp.plans.grid import Sheets
from findings_nlp.plans.wording import Headings, headings
from findings_nlp.source.pdf import TextLayer


def plan_of(sheets: Sheets, known: Headings, name: str) -> dict[str, Any] | None:
    """The plan that tables hold, as a `Doc` can carry it; None where no table is one.

    Args:
        sheets: of a file.
        known: wordings of headings.
        name: of the file.
    """
    found = answers_of(sheets, known)
    return {"answers": [asdict(answer) for answer in found], "about": asdict(about(sheets, known, name))} if found else None


def plan_of_layer(layer: TextLayer, columns: Sequence[str] = ()) -> dict[str, Any] | None:
    """The plan that a PDF holds; None where it holds none.

    Args:
        layer: the text layer as it was read.
        columns: files with further wordings of headings.

    Raises:
        DataFileError: where a file of wordings is wrong.
    """
    known = headings(columns)
    return plan_of(sheets_of_layer(layer, known), known, layer.name) if may_hold_plan(layer, known) else None


def plan_of_file(data: bytes, name: str, kind: str, columns: Sequence[str] = ()) -> dict[str, Any] | None:
    """The plan that an office file holds; None where it holds none.

    Args:
        data: its bytes.
        name: of the file.
        kind: `docx`, `xlsx` or `csv`.
        columns: files with further wordings of headings.

    Raises:
        OpenError: where it cannot be read.
        DataFileError: where a file of wordings is wrong.
    """
    from findings_nlp.plans.from_docx import sheets_of_docx
    from findings_nlp.plans.from_sheets import sheets_of_csv, sheets_of_workbook

    read = {"docx": sheets_of_docx, "xlsx": sheets_of_workbook, "csv": sheets_of_csv}[kind]
    known = headings(columns)
    return plan_of(read(data, name), known, name)
