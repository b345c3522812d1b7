"""What the tests of marked PDFs and pages share: a labelled report, hostile text, and what stands under a highlight."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from findings_nlp.record.schema import Evidence, Finding, Model, Notice, Quantity, Recommendation, Report, ThemeScore

QPDF = shutil.which("qpdf")
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOSTILE = (
    "<script>window.ran = 1</script>",
    "\"><img src=x onerror='window.ran = 1'>",
    "{{ 7 * 7 }} {% raw %}",
    "\u202etxet desrever\u202c and \u2066isolated\u2069",
    "javascript:window.ran=1 </style></title>",
    "W" * 300,
)


def carried(text: str, theme: str, score: float, *words: str) -> ThemeScore:
    """A theme that these words of the text carry."""
    spans = [(text.index(part), text.index(part) + len(part)) for part in words]
    return ThemeScore(theme=theme, score=score, spans=spans, because=list(words))


def labelled(report: Report) -> Report:
    """The little report as a model would label it: r01 because of f003 and f004, perhaps of f006; r02 has a possible link only.

    f001 has two themes whose words overlap and one that its heading carries; the theme of r01 tells no words.
    """
    findings = [
        f.model_copy(update={"themes": [carried(f.text, "leadership", 0.93, f.text.split()[0])]}) for f in report.findings
    ]
    text = findings[0].text
    themes = [
        carried(text, "leadership", 0.93, "Leaders meet all staff", "act"),
        carried(text, "staffing", 0.61, "all staff each month", "24 per cent of staff"),
        ThemeScore(theme="partnership_working", score=0.4, because=["heading: 1.1. Leadership"]),
    ]
    findings[0] = findings[0].model_copy(update={"themes": themes})
    evidence = [
        Evidence(finding="f003", score=0.81, because=["risk_of_harm", "police"]),
        Evidence(finding="f004", score=0.34, because=[]),
        Evidence(finding="f006", score=0.12, because=["staffing"], band="possible"),
    ]
    recs = list(report.recommendations)
    recs[0] = recs[0].model_copy(
        update={"evidence": evidence, "themes": [ThemeScore(theme="of_my_own", score=0.5, calibrated=False)]}
    )
    recs[1] = recs[1].model_copy(
        update={
            "evidence": [Evidence(finding="f004", score=0.11, because=[], band="possible")],
            "themes": [carried(recs[1].text, "staffing", 0.7, "named practitioner")],
        }
    )
    return report.model_copy(
        update={
            "findings": findings,
            "recommendations": recs,
            "unsupported_recommendations": ["r02", "r03"],
            "unanswered_findings": ["f006"],
            "model": Model(name="findings_en_full", version="9.9"),
        }
    )


def hostile(report: Report) -> Report:
    """The little report with hostile text in every place that holds text."""
    a, b, c, d, e, f = HOSTILE
    themes = [
        ThemeScore(theme=b, score=0.5, calibrated=False, because=[a], spans=[(2, 30), (1, 2**40), (-3, 4)]),
        ThemeScore(theme=a, score=0.4, because=[f"heading: {b}{d}"]),
    ]
    finding = Finding(
        id="f001", polarity="strength", text=f"{a} {b} {c} {d} {e} {f} 24 per cent", standard=a, section=d, headings=[a],
        themes=themes,
        quantities=[Quantity(text="24 per cent", value=24, unit=b), Quantity(text=a, value=1, unit=a, of=2)],
        locations=report.findings[0].locations,
    )  # fmt: skip
    rec = Recommendation(
        id="r01", number=1, addressee=f"{a}{d}", text=f"{b}{c}{d}{e}", section=a, themes=finding.themes,
        evidence=[Evidence(finding="f001", score=0.5, because=[a, b], band="possible")], locations=report.recommendations[0].locations,
    )  # fmt: skip
    return report.model_copy(
        update={
            "title": a, "inspected_body": b, "region": c, "lead_inspector": d, "isbn": e, "family": a,
            "source": report.source.model_copy(update={"name": f"{b}{d}.pdf"}),
            "findings": [finding], "recommendations": [rec], "unanswered_findings": ["f001"],
            "unsupported_recommendations": ["r01"], "warnings": [Notice(code=a, message=b), Notice(code="unassigned_text", message=d)],
            "quotes": [q.model_copy(update={"text": a, "section": d}) for q in report.quotes],
            "ratings": [r.model_copy(update={"name": a, "standard": b}) for r in report.ratings],
            "model": Model(name=a, version=b),
        }
    )  # fmt: skip


def letters(text: str) -> Counter[str]:
    """The letters and figures of a text, ligatures parted."""
    return Counter(re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)))


def highlighted(data: bytes) -> dict[str, Counter[str]]:
    """Record id -> letters whose middle lies under its highlights, in a marked PDF."""
    out: dict[str, Counter[str]] = {}
    with pymupdf.open(stream=data) as document:
        for page in document:
            raw = page.get_text("rawdict", flags=pymupdf.TEXT_MEDIABOX_CLIP)
            chars = [
                ((c["bbox"][0] + c["bbox"][2]) / 2, (c["bbox"][1] + c["bbox"][3]) / 2, c["c"])
                for block in raw["blocks"] for line in block["lines"] for span in line["spans"] for c in span["chars"]
            ]  # fmt: skip
            for annot in page.annots(types=[pymupdf.PDF_ANNOT_HIGHLIGHT]):
                points = annot.vertices
                quads = [pymupdf.Quad(*points[k : k + 4]).rect for k in range(0, len(points), 4)]
                name = annot.info["id"].split("-")[0]
                under = "".join(c for x, y, c in chars if any(q.x0 <= x <= q.x1 and q.y0 <= y <= q.y1 for q in quads))
                out[name] = out.get(name, Counter()) + letters(under)
    return out


def assert_sound(data: bytes, folder: Path) -> None:
    """The PDF passes `qpdf --check`; skipped where qpdf is not installed."""
    if QPDF is None:
        pytest.skip("qpdf is not installed")
    path = folder / "checked.pdf"
    path.write_bytes(data)
    done = subprocess.run([QPDF, "--check", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@contextmanager
def driver() -> Iterator[Any]:
    """Playwright, one at a time; skipped where it or Chromium is not installed."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with api.sync_playwright() as playwright:
        yield playwright
