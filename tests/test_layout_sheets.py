"""Two pages on a sheet and print of unusual size are read as the pages they were designed as."""

from random import Random

import damages
import pymupdf
import pytest
from making import CORPUS, Paper, running, small_report, wider

import findings_nlp as fn
from findings_nlp.layout.sheets import Sheets
from findings_nlp.source.pdf import read_text_layer


def said(report) -> list:
    return [(f.polarity, f.standard, f.section, f.text) for f in report.findings] + [
        (r.addressee, r.number, r.text) for r in report.recommendations
    ]


def scaled(data: bytes, factor: float) -> bytes:
    source, out = pymupdf.open(stream=data), pymupdf.open()
    for k in range(len(source)):
        page = out.new_page(width=factor * source[k].rect.width, height=factor * source[k].rect.height)
        page.show_pdf_page(page.rect, source, k)
    return out.tobytes()


@pytest.mark.parametrize("name", ["yjs-2025-tarnfell", "crc-2019-marchland"])
@pytest.mark.parametrize("seed", [1, 2])
def test_two_pages_on_a_sheet_are_read_one_after_the_other(name, seed, corpus):
    sound = corpus[name]
    data, _ = damages.two_on_a_sheet((CORPUS / "reports" / f"{name}.pdf").read_bytes(), sound, Random(seed))
    report = fn.read_report(data, nlp=fn.load("none"))
    assert said(report) == said(sound)
    assert report.source.pages == (sound.source.pages + 1) // 2
    with pymupdf.open(stream=data) as sheets:
        for before, finding in zip(sound.findings, report.findings, strict=True):
            first = finding.locations[0]
            assert first.page == (before.locations[0].page + 1) // 2
            inside = sheets[first.page - 1].get_text("text", clip=wider(first.bbox, 2))
            assert finding.text.split()[0] in inside


@pytest.mark.parametrize("factor", [0.45, 0.6, 1.6])
def test_small_and_large_print_is_read_as_any(factor):
    small = small_report().data()
    sound, report = (fn.read_report(data, nlp=fn.load("none")) for data in (small, scaled(small, factor)))
    assert said(report) == said(sound) and sound.findings
    box, other = sound.findings[0].locations[0].bbox, report.findings[0].locations[0].bbox
    assert other == pytest.approx([factor * v for v in box], abs=0.6)


def test_wide_page_with_a_table_or_one_column_is_no_sheet():
    p = Paper(842, 595)
    for _ in range(3):
        for k in range(14):
            p.at(60, 80 + 20 * k, "Standard of the service that is rated here", 11)
            p.at(500, 80 + 20 * k, "Requires improvement in most of its parts", 11)
        p.page.draw_line((50, 65), (800, 65))
        p.turn()
    p.paragraph(*running())
    layer = read_text_layer(p.data())
    assert Sheets(layer).layer is layer
