"""Render the corpus: each source to a PDF by the producer that the table below gives it, and to its gold record.

    python scripts/corpus/render.py [ID ...] [--out corpus] [--gold-only]

Needs the producers that the chosen reports use (weasyprint, typst, python-docx and LibreOffice, chromium, pymupdf).
The same sources always give the same gold, and with the same versions of producers and fonts the same PDF bytes:
dates, identifiers and checksums are fixed, by option or afterwards. Other versions write other bytes.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.corpus.css import sheet
from scripts.corpus.html_reports import Look, chromium, weasyprint
from scripts.corpus.markup import Report, parse

FIXED_DATE = "1767603600"  # SOURCE_DATE_EPOCH for the producers that heed it
Draw = Callable[[Report, Path, Path], None]


@dataclass(frozen=True)
class Plan:
    """Who sets a report, and what must be installed for that."""

    producer: str
    draw: Draw
    modules: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


def _weasy(style: str | None = None, **options: object) -> Plan:
    def draw(report: Report, out: Path, _work: Path) -> None:
        meta = report.meta
        look = Look(sheet(style or meta["id"], meta["footer"], meta["footer"]), **options)  # type: ignore[arg-type]
        weasyprint(report, look, out)

    return Plan("weasyprint", draw, ("weasyprint",))


def _chrome(style: str | None = None, **options: object) -> Plan:
    def draw(report: Report, out: Path, work: Path) -> None:
        meta = report.meta
        look = Look(sheet(style or meta["id"], meta["footer"], meta["footer"]), **options)  # type: ignore[arg-type]
        chromium(report, look, out, work)

    return Plan("chromium", draw, (), ("chromium",))


def _word(**options: object) -> Plan:
    def draw(report: Report, out: Path, work: Path) -> None:
        from scripts.corpus.docx_reports import Word, libreoffice

        libreoffice(report, Word(**options), out, work)  # type: ignore[arg-type]

    return Plan("libreoffice", draw, ("docx",), ("soffice",))


def _typst(**options: object) -> Plan:
    def draw(report: Report, out: Path, _work: Path) -> None:
        from scripts.corpus.typst_reports import Type, typst

        typst(report, Type(**options), out)  # type: ignore[arg-type]

    return Plan("typst", draw, ("typst",))


def _story(**options: object) -> Plan:
    def draw(report: Report, out: Path, work: Path) -> None:
        from scripts.corpus.story import Tale, story

        story(report, Tale(**options), out, work)  # type: ignore[arg-type]

    return Plan("pymupdf-story", draw, ("pymupdf",))


SYMBOL = ("\uf0b7", "Symbol")
WINGDINGS = ("\uf0a7", "Wingdings")
PLANS: dict[str, Plan] = {
    "nps-2019-northmarch": _word(
        bullet=SYMBOL, list_style=True, tagged=False, contents=2, colour="1F3864", headings=(18, 14, 12, 11)
    ),
    "pdu-2021-ashmere": _word(
        bullet=WINGDINGS,
        font="Noto Sans",
        size=9.5,
        indent=1.0,
        colour="5B2C83",
        box="panel",
        header="HM Inspectorate of Probation",
        footer=("FOOTER\tPage PAGE of NUMPAGES", ""),
    ),
    "pdu-2022-winterbrook": _word(
        bullet=("–", ""),
        inner=("▪", ""),
        font="DejaVu Sans",
        size=9,
        headings=(16, 12, 10.5, 9),
        grid=False,
        box="plain",
        quote="panel",
        footer=("\tPAGE", ""),
        chapter_pages=False,
    ),
    "yjs-2022-castleholme": _word(
        bullet=("•", "Liberation Serif"),
        font="Liberation Serif",
        heading_font="Liberation Sans",
        size=12,
        colour="00594C",
        rating_shades=False,
        footer=("FOOTER\tPAGE", "PAGE\tFOOTER"),
        chapter_pages=False,
    ),
    "yos-2018-brackenshire": _word(
        bullet=SYMBOL,
        inner=SYMBOL,
        indent=0.0,
        font="Liberation Sans Narrow",
        size=12,
        capitals=True,
        headings=(15, 13, 12, 12),
        box="frame",
        quote="indent",
        justify=True,
        tagged=False,
        contents=2,
    ),
    "ap-2026-fernbank": _chrome(notes="chapter"),
    "national-2025-probation": _chrome(notes="place", contents=2),
    "yjs-2024-lowmoor": _chrome(notes="chapter", contents_first=False),
    "crc-2019-marchland": _typst(
        contents=2, box="stroke: 0.8pt + black", quote="panel", stroke="0.4pt + luma(120)", shades=False
    ),
    "region-2024-eastwolds": _typst(
        columns=2,
        font="Noto Sans",
        heading_font="Noto Sans",
        size=8.8,
        colour="#0b3d59",
        bullets=("square(size: 0.4em, fill: black)", "[–]"),
        headings=(19, 12, 10.5, 9),
        stroke="(x: none, y: 0.4pt)",
        footer="#h(1fr) Page #PAGE of #TOTAL",
        header="FOOTER",
        margin="1.9cm",
    ),
    "yjs-2025-tarnfell": _typst(
        font="DejaVu Sans",
        heading_font="DejaVu Sans",
        size=9.2,
        justify=False,
        colour="#7a1f1f",
        bullets=("[▪]", "[o]"),
        indent="0.9em",
        headings=(13, 11, 10, 9.2),
        stroke="none",
        box="fill: none",
        footer="#PAGE #h(1fr) FOOTER",
        chapter_pages=False,
        contents=2,
    ),
    "yjs-2025-estrand": _story(
        faces=tuple(f"liberation/LiberationSans-{x}.ttf" for x in ("Regular", "Bold", "Italic")),
        css="""body{font-size:10.5pt;line-height:1.3} h1{font-size:20pt;color:#16537e} h2{font-size:14pt;color:#16537e}
        h3{font-size:11.5pt} .title{font-size:28pt;color:#16537e} .subtitle{font-size:15pt} .contents-title{font-size:18pt}
        td,th{border:1px solid #777;padding:4px;text-align:left;vertical-align:top} .contents td{border:none;width:400px}
        .contents .cp{width:40px}
        .good{background-color:#cfe8b5} .requires{background-color:#ffdf9e} .inadequate{background-color:#f3b0a8}
        .box{background-color:#e8f0f7;padding:8px} li{margin-bottom:4pt} blockquote{font-style:italic} .note{font-size:8.5pt}""",
    ),
    "yos-2020-portmarsh": _story(
        faces=tuple(f"dejavu/DejaVuSerifCondensed{x}.ttf" for x in ("", "-Bold", "-Italic")),
        css="""body{font-size:10pt;line-height:1.35} h1{font-size:15pt} h2{font-size:12pt}
        h4{font-size:10pt;margin-bottom:2pt} ul{list-style-type:square}
        .title{font-size:25pt;font-weight:bold} .contents-title{font-size:14pt;font-weight:bold}
        td,th{padding:3px;text-align:left;vertical-align:top}
        .contents .cp{width:40px} .c2{padding-left:20px} .box{border:1px solid black;padding:8px} li{margin-bottom:3pt}
        .note{font-size:8pt}""",
        footer="alternate",
        header=True,
        chapter_pages=False,
        contents=2,
        notes="place",
    ),
    "nps-2020-severnvale": _weasy(notes="float", contents=2),
    "pdu-2024-harrowdene": _weasy(notes="float"),
    "pdu-2025-saltmarsh": _weasy(notes="chapter", contents_first=False),
    "thematic-2023-remand": _weasy(notes="float", contents=2),
}
# reports of `corpus/families`, which no model is trained on: one for each family that the other folders lack
FAMILY_PLANS: dict[str, Plan] = {
    "annual-2024-probation": _typst(contents=1, chapter_pages=False),
    "dynamic-2026-wychmere": _chrome(style="ap-2026-fernbank", notes="chapter"),
    "jtai-2024-saltholme": _word(bullet=SYMBOL, list_style=True, headings=(15, 13, 12, 11), chapter_pages=False),
    "pdu-2025-glanrhyd": _weasy(style="pdu-2025-saltmarsh", notes="chapter"),
    "pdu-2025-glanrhyd-cy": _weasy(style="pdu-2025-saltmarsh", notes="chapter"),
    "school-2026-brackwell": _word(bullet=("•", ""), font="Noto Sans", size=10, headings=(16, 13, 11.5, 10), colour="004B50"),
    "nps-central-2020": _weasy(style="nps-2020-severnvale", notes="float", contents=2),
    "sfo-review-2025-harcott": _typst(font="Noto Sans", heading_font="Noto Sans", size=10, colour="#222222", chapter_pages=False),
}
# sources that models were trained on stay as they are until the next training: their families were described since
FAMILIES = {"ap-2026-fernbank": "ap_2025", "thematic-2023-remand": "thematic"}


def missing(names: list[str]) -> list[str]:
    """What the chosen reports need and the machine lacks."""
    plans = [(PLANS | FAMILY_PLANS)[name] for name in names]
    needs = {x for plan in plans for x in plan.modules if importlib.util.find_spec(x) is None}
    return sorted(needs | {x for plan in plans for x in plan.commands if shutil.which(x) is None})


def main(arguments: list[str] | None = None) -> int:
    """Render the reports named on the command line, or all."""
    parser = argparse.ArgumentParser(description="Render the fictional corpus to PDFs and gold records.")
    parser.add_argument("ids", nargs="*", metavar="ID", help="reports to render (default: all)")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[2] / "corpus", help="the corpus folder")
    parser.add_argument("--gold-only", action="store_true", help="write the gold records and leave the PDFs as they are")
    given = parser.parse_args(arguments)
    plans = PLANS | FAMILY_PLANS
    names = given.ids or sorted(plans)
    if unknown := [x for x in names if x not in plans]:
        print(f"no such report: {', '.join(unknown)}", file=sys.stderr)
        return 1
    if lacking := [] if given.gold_only else missing(names):
        print(f"not installed, but needed for these reports: {', '.join(lacking)}", file=sys.stderr)
        return 1
    os.environ["SOURCE_DATE_EPOCH"] = FIXED_DATE
    with tempfile.TemporaryDirectory() as work:
        for name in names:
            home = given.out / "families" if name in FAMILY_PLANS else given.out
            report = parse((home / "sources" / f"{name}.md").read_text(encoding="utf-8"))
            pdf, told = home / "reports" / f"{name}.pdf", home / "gold" / f"{name}.json"
            for file in (pdf, told):
                file.parent.mkdir(parents=True, exist_ok=True)
            if not given.gold_only:
                plans[name].draw(report, pdf, Path(work))
            gold = {"id": name, "producer": plans[name].producer} | report.gold
            gold["family"] = FAMILIES.get(name, gold["family"])
            told.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            size = "gold only" if given.gold_only else f"{pdf.stat().st_size // 1024} KB"
            print(f"{name}: {plans[name].producer}, {size}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
