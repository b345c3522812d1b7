"""The process that reads mutants: one path a line in, one verdict a line out, as JSON. It may die; its parent tells of what."""

from __future__ import annotations

import json
import re
import resource
import sys
import unicodedata
from pathlib import Path
from traceback import extract_tb
from typing import Any

import pymupdf

import findings_nlp as fn
from findings_nlp.layout.ligatures import LIGATURES

_SPACE = 4 << 30  # bytes of address space beyond what is reserved at the start


def verdict(path: str, nlp: Any) -> tuple[str, str]:
    """The class of a file (`ok`, `documented`, `exception`, `memory`, `unsound`, `foreign`) and what is to be said of it."""
    try:
        report = fn.read_report(path, nlp=nlp)
    except fn.ReportError as error:
        return "documented", f"{type(error).__name__}: {error.reason}"[:90]
    except MemoryError:
        return "memory", ""
    except Exception as error:
        frames = [f for f in extract_tb(error.__traceback__) if "findings_nlp" in f.filename]
        return "exception", f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}: {error}"[:160]
    return judged(report, path)


def judged(report: fn.Report, path: str) -> tuple[str, str]:
    """`ok`, or `unsound` for a record that breaks its schema or has boxes off the page or control characters, or `foreign`."""
    text = report.to_json(None)
    try:
        fn.Report.from_json(text)
        text.encode()
    except (ValueError, fn.ReportError) as error:
        return "unsound", f"does not read back: {error}"[:160]
    controls = {c for c in _strings(json.loads(text)) if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"}
    if controls:
        return "unsound", f"holds {sorted(controls)[:3]!r}"
    sizes, words = _pages(path)
    for item in [
        *report.findings,
        *report.recommendations,
        *report.quotes,
        *report.ratings,
        *report.key_questions,
        *report.warnings,
    ]:
        for where in item.locations:
            x0, y0, x1, y1 = where.bbox
            width, height = sizes.get(where.page, (-9.0, -9.0))
            if not (-1 <= x0 <= x1 <= width + 1 and -1 <= y0 <= y1 <= height + 1):
                return "unsound", f"box {where.bbox} on page {where.page} of {width:g} x {height:g}"
    # text that was mended, or is told as unreadable, need not be the file's
    if not any(w.code in ("shifted_text_repaired", "unreadable_text") for w in report.warnings):
        for item in [*report.findings, *report.recommendations]:
            lost = [w for w in re.findall(r"[^\W\d_]{4,}", item.text) if not _stands(_squeezed(w), words)]
            if lost:
                return "foreign", f"{lost[:3]}"
    return "ok", ""


def _stands(word: str, words: str) -> bool:
    """Whether a word stands in the file, with its letters or without a ligature that was put back."""
    return word in words or any(
        word[: m.start()] + word[m.end() :] in words for one in LIGATURES for m in re.finditer(one.casefold(), word)
    )


def _strings(value: Any) -> set[str]:
    """Every character of every text in a record."""
    if isinstance(value, str):
        return set(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {c for part in parts for c in _strings(part)}


def _squeezed(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalpha())


def _pages(path: str) -> tuple[dict[int, tuple[float, float]], str]:
    """Sizes of the pages in points, and all letters of the text layer as PyMuPDF's plain text has them."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    sizes, text = {}, []
    with pymupdf.open(path) as document:
        for number in range(document.page_count):
            document.xref_set_key(document.page_xref(number), "Annots", "null")
        for page in document:
            sizes[page.number + 1] = (page.rect.width, page.rect.height)
            text.append(page.get_text("text", flags=pymupdf.TEXT_PRESERVE_WHITESPACE))
            text.append(page.get_text("text", flags=pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_DEHYPHENATE))
    return sizes, _squeezed("".join(text))


def main() -> None:
    """Read paths from standard input until it ends."""
    nlp = fn.load("none")
    reserved = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (reserved + _SPACE, resource.RLIM_INFINITY))
    for line in sys.stdin:
        print(json.dumps(verdict(line.rstrip("\n"), nlp)), flush=True)


if __name__ == "__main__":
    main()
