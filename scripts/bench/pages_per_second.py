"""Pages per second of `extract` and its ratio to the floor, and what labels and links cost, in one process and run.

The floor is what any reader of these files must do: `page.get_textpage()` for every page, plus spaCy's blank English
tokenizer over the same text. Usage: python scripts/bench/pages_per_second.py [PDF ...] [--rounds N]
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pymupdf
import spacy

import findings_nlp as fn


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def floor(data: bytes, nlp: spacy.language.Language, text: str) -> None:
    """Text pages of the whole file and the tokens of its text."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for page in document:
            page.get_textpage()
    nlp.make_doc(text)


def extract(data: bytes) -> str:
    """What `extract --model none` does in a warm process: bytes to JSON, without labels."""
    return fn.read_report(data, nlp=fn.load("none")).to_json()


def stages(data: bytes, tier: str, rounds: int) -> str:
    """Median time of labelling one text and of linking one report, in a warm process and one thread."""
    reading, nlp = fn.load("none"), fn.load(tier)
    themes, evidence = (nlp.get_pipe(name) for name in ("findings_themes", "findings_evidence"))
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 1):
        doc = reading(fn.read_pdf(data, reading))
        for kept, component in zip(times, (themes, evidence), strict=True):
            kept.append(seconds(partial(component, doc)))
    # the first round loads the model
    label, link = (1000 * statistics.median(kept[1:]) for kept in times)
    report = fn.report_from_doc(doc)
    texts = len(report.findings) + len(report.recommendations)
    return f"{tier:5} themes {label / texts:6.2f} ms a text ({texts} texts), links {link:6.1f} ms"


def main() -> None:
    """Measure and print a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=sorted(Path("corpus/reports").glob("*.pdf")))
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    blank = spacy.blank("en")
    fn.load("none")
    ratios = []
    for path in given.paths:
        data = path.read_bytes()
        with pymupdf.open(stream=data, filetype="pdf") as document:
            text, pages = " ".join(page.get_text() for page in document), document.page_count
        extract(data)
        floor(data, blank, text)
        # the two by turns, so that a busy machine slows both
        least, whole = partial(floor, data, blank, text), partial(extract, data)
        pairs = [(seconds(least), seconds(whole)) for _ in range(given.rounds)]
        base, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(b / a for a, b in pairs)
        ratios.append(ratio)
        print(
            f"{path.name:44} {pages:3} pages  {pages / ours:6.0f} pages/s  floor {1000 * base:6.1f} ms  extract {1000 * ours:6.1f} ms  ratio {ratio:.2f}"
        )
        print(*(f"    {stages(data, tier, max(2, given.rounds // 3))}" for tier in ("lite", "full")), sep="\n", flush=True)
    print(f"median ratio to the floor {statistics.median(ratios):.2f}, worst {max(ratios):.2f}")
    code = "import time; t = time.perf_counter(); import findings_nlp; print(time.perf_counter() - t)"
    imports = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in range(5)
    ]
    print(f"import findings_nlp: {1000 * statistics.median(imports):.1f} ms")


if __name__ == "__main__":
    main()
