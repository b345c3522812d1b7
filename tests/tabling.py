"""Archives for the tests of the tables: outcomes, and records varied from one that was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from findings_nlp.record.key_fields import Unresolved
from findings_nlp.record.schema import Evidence, Notice, Quote, Report, ThemeScore

FORMATS = ("parquet", "sqlite", "dataset", "csv", "jsonl")
HOSTILE = [
    "=cmd|' /C calc'!A0", "'=1", "\t=1", "+44", "-3", "@x", "＝1", "'", "''", "", " ", "a\nb", "a\r\nb", "a\rb", "\n", "\r",
    "a\0b", "\0", "\udcff\ud800", "\u202eevil\u202c", "\u200f", "\ufeffx", "\ufeff", '"', '""', "a,b;c\td", "[1]", "null", "NULL",
    "NA", "nan", "true", "1", "1.0", "01", "2023-01", "é\u0301", "😀", "\x01\x1f\x7f\x85\u2028\u2029", "\\x00", "\\N", "x" * 200_000,
    "<script>alert(1)</script>", "'; DROP TABLE findings; --", "\x1a", "\ud83d\ude00",
]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """An outcome as the tables take it."""

    report: str
    path: str | Path = "in/report.pdf"
    sha256: str | None = None
    status: str = "ok"
    stage: str | None = None
    reason: str | None = None
    pages: int | None = None
    duplicate_of: str | None = None


def varied(report: Report, text: str = "Plain.", name: str = "varied.pdf") -> Report:
    """The report with a text in every place that a PDF can fill, and with themes, evidence, a quote and a warning."""
    f, g, *others = report.findings
    themes = [
        # the whole text twice, a part, and what is no place in any text: before it, beyond it, backwards, empty, too large
        ThemeScore(
            theme="staffing", score=0.9, because=[text, "b"],
            spans=[(0, len(text)), (0, 1), (0, len(text)), (-1, 1), (0, len(text) + 1), (1, 0), (0, 0), (0, 2**70)],
        ),
        ThemeScore(theme="mine", score=0.25, calibrated=False, because=[f"heading: {text}"]),
    ]  # fmt: skip
    quantity = f.quantities[0].model_copy(update={"text": text, "value": 0.1 + 0.2, "of": None})
    f = f.model_copy(update={"text": text, "section": text, "headings": [text, ""], "themes": themes, "quantities": [quantity]})
    rec, *more = report.recommendations
    evidence = [
        Evidence(finding=g.id, score=1 / 3, because=[text]),
        Evidence(finding=f.id, score=0.25, because=[], band="possible"),
    ]
    rec = rec.model_copy(update={"text": text, "addressee": text, "number": None, "themes": themes, "evidence": evidence})
    quotes = [Quote(text=text, section=None, locations=[])]
    changed = {"findings": [f, g, *others], "recommendations": [rec, *more], "quotes": quotes, "title": text, "region": None}
    changed["source"] = report.source.model_copy(update={"name": name})
    changed["unresolved"] = [Unresolved(key="question", text=text)]
    changed["warnings"] = [Notice(code="unknown_layout", message=text), Notice(code="no_ratings", message="b")]
    return report.model_copy(update=changed)


def archive(report: Report, texts: list[str]) -> Iterator[tuple[Told, Report | None]]:
    """A report for each text, among them a failed file, a duplicate and one whose name is no UTF-8."""
    for k, text in enumerate(texts):
        yield Told(f"report-{k}", sha256=f"{k:064x}", pages=3), varied(report, text)
    yield Told("bad", path=Path("in/caf\udce9\n.pdf"), status="failed", stage="open", reason="no PDF"), None
    yield Told("again", duplicate_of="report-0" if texts else "bad", status="skipped"), report
