"""Render the fictional action plans of corpus/plans/sources into files, and write their gold.

    python scripts/corpus/render_plans.py [NAME ...] [--gold-only]

A source gives a plan's headings in their order, its rows, and for each row the recommendation of corpus/series (or of a `report` of corpus/reports) that it answers; the
recommendation's text is taken from there unless the row words it anew (`text`). Rows with `same` are further actions on the
recommendation before them: their cells are merged with those above (`merge`), or left empty. Needs the extra `corpus`, and for
some plans LibreOffice or Chromium.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import json
import subprocess
import tempfile
import tomllib
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PLANS, SERIES = ROOT / "corpus" / "plans", ROOT / "corpus" / "series"
Plan = dict[str, Any]
DEFINED = [
    ("Term", "Definition", "Additional comment"),
    ("Agreed", "The whole of the recommendation will be done.", "Say how, by whom and by when."),
    ("Partly Agreed", "A part of the recommendation will be done.", "Say which part, and why not the rest."),
    ("Not Agreed", "The recommendation will not be done.", "Say why."),
]
GOLD = ("number", "rec", "status", "iso", "progress_gold", "response", "owner")


def recommendations(service: str, inspection: int) -> dict[str, str]:
    """Texts by id of the recommendations of an inspection."""
    lines = (json.loads(line) for line in (SERIES / f"{service}.jsonl").read_text(encoding="utf-8").splitlines())
    return {x["id"]: x["text"] for x in lines if x["inspection"] == inspection and x["item"] == "recommendation"}


def of_report(name: str) -> dict[str, str]:
    """Texts by id of the recommendations of a report of the corpus."""
    found = json.loads((ROOT / "corpus" / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return {x["id"]: x["text"] for x in found["recommendations"]}


def read(path: Path) -> Plan:
    """A source with the text of each row's recommendation."""
    plan = tomllib.loads(path.read_text(encoding="utf-8")) | {"name": path.stem}
    texts = of_report(plan["report"]) if "report" in plan else recommendations(plan["service"], plan["inspection"])
    for row in plan["rows"]:
        if "group" not in row:
            row["recommendation"] = row.get("text") or texts[row["rec"]]
    return plan


def shown(plan: Plan, row: dict[str, Any], field: str) -> Any:
    """What a row prints in a column; None for a cell that belongs to the one above."""
    if row.get("same") and field in ("number", "recommendation", "agreed", *plan.get("merged", ())):
        return None
    if field == "recommendation":
        return row.get("print_number", "") + row["recommendation"]
    if field == "number":
        return plan.get("number_form", "{}").format(row.get("number", ""))
    return row.get(field, plan.get("blank", {}).get(field, ""))


def table(plan: Plan) -> list[list[Any]]:
    """The rows of the plan's table; a group is a list of one text."""
    return [[r["group"]] if "group" in r else [shown(plan, r, f) for f, _ in plan["columns"]] for r in plan["rows"]]


def gold(plan: Plan) -> list[dict[str, Any]]:
    """What is to be read from the plan, row by row."""
    out = []
    for row in plan["rows"]:
        if "group" in row:
            continue
        told = {k: row.get(k) or None for k in GOLD}
        told["response"] = " ".join(filter(None, [row.get("response"), row.get("response2")])) or None
        if not (row.get("print_number") or plan.get("headed") or any(f == "number" for f, _ in plan["columns"])):
            told["number"] = None if not row.get("same") else next(out for out in reversed([None, *out]))["number"]
        out.append(told)
    return out


def as_csv(plan: Plan) -> bytes:
    """The plan as CSV; lines above the headings as rows of one cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=plan.get("separator", ","))
    writer.writerows(line.split("\t") for line in plan["lines"])
    writer.writerow([heading for _, heading in plan["columns"]])
    writer.writerows(["" if cell is None else cell for cell in row] for row in table(plan))
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(plan: Plan) -> bytes:
    """The plan as a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    if plan.get("second_sheet"):
        book.active.title = "Guidance"
        for row in DEFINED:
            book.active.append(row)
        sheet = book.create_sheet("Plan")
    else:
        sheet = book.active
    for line in [plan["title"], *plan["lines"]]:
        sheet.append([line])
    sheet.append([])
    sheet.append([heading for _, heading in plan["columns"]])
    width = len(plan["columns"])
    for row, cells in zip(plan["rows"], table(plan), strict=True):
        sheet.append(cells)
        at = sheet.max_row
        if "group" in row:
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
        for k, cell in enumerate(cells, 1):
            if isinstance(cell, datetime.date):
                sheet.cell(at, k).number_format = row.get("format_date", "dd/mm/yyyy")
            if cell is None and plan.get("merge"):
                start = at - 1
                for area in [a for a in sheet.merged_cells.ranges if a.min_col == k and a.max_row == at - 1 and a.max_col == k]:
                    start = area.min_row
                    sheet.unmerge_cells(str(area))
                sheet.merge_cells(start_row=start, end_row=at, start_column=k, end_column=k)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(plan: Plan) -> bytes:
    """The plan as a Word document."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    document = docx.Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, section.page_height, section.page_width
    document.styles["Normal"].font.size = Pt(plan.get("size", 11))
    document.add_heading(plan["title"], 0)
    for line in plan["lines"]:
        document.add_paragraph(line)
    if plan.get("definitions"):
        defined = document.add_table(0, 3, style="Table Grid")
        for row in DEFINED:
            for cell, text in zip(defined.add_row().cells, row, strict=True):
                cell.text = text
        document.add_heading("ACTION PLAN", 1)
    if plan.get("headed"):
        _headed(document, plan)
    else:
        _word_table(document, plan, plan["rows"])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _headed(document: Any, plan: Plan) -> None:
    """A table of actions below each recommendation."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in plan["rows"]:
        groups.setdefault(row["number"], []).append(row)
    for number, rows in groups.items():
        document.add_heading(f"Recommendation {number}: {rows[0]['recommendation']}", 2)
        _word_table(document, plan, rows)


def _word_table(document: Any, plan: Plan, rows: list[dict[str, Any]]) -> None:
    from docx.oxml import OxmlElement

    width = len(plan["columns"])
    grid = document.add_table(1, width, style="Table Grid")
    for cell, (_, heading) in zip(grid.rows[0].cells, plan["columns"], strict=True):
        cell.text = heading
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        cells = grid.add_row().cells
        if "group" in row:
            cells[0].merge(cells[-1]).text = row["group"]
            continue
        for k, (field, _) in enumerate(plan["columns"]):
            text = shown(plan, row, field)
            if text is None and plan.get("merge", True):
                above = grid.rows[-2].cells[k]
                above.merge(cells[k]).text = above.text.strip()
            else:
                cells[k].text = str(text if text is not None else "")


def as_html(plan: Plan) -> str:
    """The plan as a page for a browser's or WeasyPrint's print."""
    border = "" if plan.get("unruled") else "border: 1px solid #444;"
    widths = plan.get("widths", {})
    css = (
        f"@page {{ size: A4 landscape; margin: 15mm }} body {{ font: {plan.get('size', 11)}pt sans-serif }} "
        f"table {{ border-collapse: collapse; width: 100% }} td, th {{ {border} padding: 4px 8px; vertical-align: top; text-align: left }}"
    )
    heads = "".join(f'<th style="width:{widths.get(f, "auto")}">{escape(h)}</th>' for f, h in plan["columns"])
    body = []
    rows = table(plan)
    for k, cells in enumerate(rows):
        if len(cells) == 1:
            body.append(f'<tr><td colspan="{len(plan["columns"])}"><b>{escape(cells[0])}</b></td></tr>')
            continue
        out = []
        for c, cell in enumerate(cells):
            if cell is None and plan.get("merge", True):
                continue
            span = 1
            while plan.get("merge", True) and k + span < len(rows) and len(rows[k + span]) > 1 and rows[k + span][c] is None:
                span += 1
            out.append(f'<td rowspan="{span}">{escape(str(cell or ""))}</td>')
        body.append(f"<tr>{''.join(out)}</tr>")
    lines = "".join(f"<p>{escape(line)}</p>" for line in plan["lines"])
    title = escape(plan["title"])
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{css}</style><h1>{title}</h1>{lines}'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></html>"
    )


def as_pdf(plan: Plan) -> bytes:
    """The plan as PDF, by the engine that its source names."""
    engine = plan.get("engine", "word")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if engine == "weasyprint":
            import weasyprint

            return bytes(weasyprint.HTML(string=as_html(plan)).write_pdf())
        if engine == "chromium":
            (work / "plan.html").write_text(as_html(plan), encoding="utf-8")
            options = [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={work / 'profile'}",
            ]
            subprocess.run(
                ["chromium", *options, f"--print-to-pdf={work / 'plan.pdf'}", f"file://{work / 'plan.html'}"],
                check=True,
                capture_output=True,
                timeout=120,
            )
        else:
            (work / "plan.docx").write_bytes(as_docx(plan))
            command = [
                "soffice",
                f"-env:UserInstallation=file://{work / 'profile'}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                name,
                str(work / "plan.docx"),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (work / "plan.pdf").read_bytes()


MAKERS = {"docx": as_docx, "xlsx": as_xlsx, "csv": as_csv, "pdf": as_pdf}


def files_of(plan: Plan) -> list[str]:
    """The names of the files that a plan is rendered into."""
    return [plan.get("file") or f"{plan['name']}.{form}" for form in plan.get("render", [plan["format"]])]


def main() -> None:
    """Render the plans that are named, by default all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--gold-only", action="store_true")
    arguments = parser.parse_args()
    for folder in ("files", "gold"):
        (PLANS / folder).mkdir(exist_ok=True)
    for path in sorted((PLANS / "sources").glob("*.toml")):
        if arguments.names and path.stem not in arguments.names:
            continue
        plan = read(path)
        told = {k: plan[k] for k in ("service", "inspection", "report", "split") if k in plan} | {
            "files": files_of(plan),
            "responses": gold(plan),
        }
        (PLANS / "gold" / f"{path.stem}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        if not arguments.gold_only:
            for form, name in zip(plan.get("render", [plan["format"]]), files_of(plan), strict=True):
                (PLANS / "files" / name).write_bytes(MAKERS[form](plan))
                print(name)


if __name__ == "__main__":
    main()
