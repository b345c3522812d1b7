"""What reading costs, as ratios measured in one run, and how cost grows: prints the tables of docs/speed.md.

    python scripts/bench/speed.py [PDF ...] [--rounds 5]

Processor time of one process with one thread, so that a busy machine tells nearly what an idle one tells; the things compared
take turns. Peers (pymupdf4llm, pdfplumber, pypdf, pdfminer.six) are measured where they are installed: they give text or
Markdown, no record. The ratio of a second worker needs wall time and idle processors: `scripts/bench/archive.py`.
"""

from __future__ import annotations

import argparse
import gc
import io
import math
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import process_time

import pymupdf
import spacy

import findings_nlp as fn

ROOT = Path(__file__).resolve().parents[2]
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# as where torch is not installed, which spaCy imports elsewhere, and this package does not
IMPORTS = [sys.executable, "-c", "import sys; sys.modules['torch'] = None; import spacy, pymupdf"]
LINE = "Staff covered a wide area of towns and villages and knew the people there well."


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time of a call."""
    gc.collect()
    began = process_time()
    work()
    return process_time() - began


def cold(command: list[str]) -> tuple[float, float]:
    """Seconds of processor time of a command with all its processes, and the megabytes of the largest of them."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | THREADS | {"PYTHONPATH": str(ROOT)})
    _, code, used = os.wait4(process.pid, 0)
    if code:
        sys.exit(f"speed: {' '.join(command)} ended with {code}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def command(path: Path, model: str) -> list[str]:
    """`findings-nlp extract` of a file."""
    return [sys.executable, "-m", "findings_nlp.cli", "extract", str(path), "--model", model]


def in_turns(rounds: int, *works: Callable[[], float]) -> list[float]:
    """The median of each measurement, all taken in turns."""
    return [statistics.median(column) for column in zip(*[[work() for work in works] for _ in range(rounds)], strict=True)]


def floor(data: bytes, nlp: spacy.language.Language, text: str) -> None:
    """What any reader of the file must do: a text page for each page, and the tokens of its text."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for page in document:
            page.get_textpage()
    nlp.make_doc(text)


def reading(paths: list[Path], rounds: int) -> list[str]:
    """Ratio of reading to the floor for each file, their median, and the cold starts."""
    nlp, blank, ratios = fn.load("none"), spacy.blank("en"), []
    for path in paths:
        data = path.read_bytes()
        with pymupdf.open(stream=data, filetype="pdf") as document:
            text = " ".join(page.get_text() for page in document)
        least, whole = partial(floor, data, blank, text), partial(fn.read_report, data, nlp=nlp)
        least(), whole()
        base, ours = in_turns(rounds, partial(spent, least), partial(spent, whole))
        ratios.append(ours / base)
    base, none, full = in_turns(
        rounds, lambda: cold(IMPORTS)[0], lambda: cold(command(paths[0], "none"))[0], lambda: cold(command(paths[0], "full"))[0]
    )
    largest = cold(command(paths[0], "full"))[1]
    return [
        f"| reading without themes / the floor, median of {len(paths)} files | {statistics.median(ratios):.2f} (worst {max(ratios):.2f}) |",
        f"| `extract --model none` / `import spacy, pymupdf`, both cold | {none / base:.2f} ({none:.2f} s / {base:.2f} s) |",
        f"| `extract --model full` / `import spacy, pymupdf`, both cold | {full / base:.2f} ({full:.2f} s) |",
        f"| memory of the process that reads with `full` | {largest:.0f} MB |",
    ]


def repeated(path: Path, pages: int) -> bytes:
    """A PDF of that many pages: those of a file over and over."""
    with pymupdf.open() as out, pymupdf.open(path) as document:
        while out.page_count < pages:
            out.insert_pdf(document, to_page=min(document.page_count, pages - out.page_count) - 1)
        data: bytes = out.tobytes(garbage=3)
    return data


def listed(findings: int) -> bytes:
    """A report with that many findings, twenty to a page."""
    with pymupdf.open() as out:
        for start in range(0, findings, 20):
            page = out.new_page()
            page.insert_text((72, 72), f"2.{start // 20 + 1} Delivery", fontsize=16)
            page.insert_text((72, 100), "Strengths:", fontsize=12)
            for k in range(min(20, findings - start)):
                page.insert_text((72, 126 + 28 * k), f"\u2022 {LINE}", fontsize=10)
        data: bytes = out.tobytes()
    return data


def slope(sizes: list[int], times: list[float]) -> float:
    """By which power of the size time grows, from the last two sizes; 1 is a straight line, nan for one size."""
    if len(sizes) < 2:
        return math.nan
    return math.log(times[-1] / times[-2]) / math.log(sizes[-1] / sizes[-2])


def growth(path: Path, most: int) -> list[str]:
    """Seconds at each size, and the slope."""
    nlp = fn.load("none")
    makers = {"pages": ([10, 100, 1000], lambda n: repeated(path, n)), "findings": ([10, 200, 2000], listed)}
    out = []
    for name, (sizes, make) in makers.items():
        files = [make(size) for size in sizes]
        times = [spent(partial(fn.read_report, data, nlp=nlp)) for data in files]
        out.append(_row(name, sizes, times))
    sizes = [size for size in (10, 100, 1000, 10_000) if size <= most]
    out.append(_row("reports (`tag`, model none)", sizes, [_tagged(size) for size in sizes]))
    return out


def _row(name: str, sizes: list[int], times: list[float]) -> str:
    told = ", ".join(f"{size:,}: {seconds:.2f} s" for size, seconds in zip(sizes, times, strict=True))
    return f"| {name} | {told} | {slope(sizes, times):.2f} |"


def _tagged(reports: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in").mkdir()
        data = listed(20)
        for k in range(reports):
            (Path(folder) / "in" / f"{k}.pdf").write_bytes(data + b"\n%% %d" % k)
        words = ["tag", f"{folder}/in", "-o", f"{folder}/out", "--model", "none", "--workers", "1", "-q"]
        return cold([sys.executable, "-m", "findings_nlp.cli", *words])[0]


def peers(path: Path, rounds: int) -> list[str]:
    """What other readers take for the same file, as ratios to ours."""
    data, nlp = path.read_bytes(), fn.load("none")
    works: dict[str, Callable[[], object]] = {
        "pymupdf4llm": lambda: import_module("pymupdf4llm").to_markdown(
            pymupdf.open(stream=data, filetype="pdf"), show_progress=False
        ),
        "pdfplumber": lambda: [page.extract_text() for page in import_module("pdfplumber").open(io.BytesIO(data)).pages],
        "pypdf": lambda: [page.extract_text() for page in import_module("pypdf").PdfReader(io.BytesIO(data)).pages],
        "pdfminer.six": lambda: import_module("pdfminer.high_level").extract_text(io.BytesIO(data)),
    }
    out = []
    for name, work in works.items():
        try:
            release = version(name)
            work()
        except (PackageNotFoundError, ImportError):
            out.append(f"| {name} | not installed |")
            continue
        theirs, ours = in_turns(rounds, partial(spent, work), partial(spent, partial(fn.read_report, data, nlp=nlp)))
        out.append(f"| {name} {release} | {theirs / ours:.1f} ({theirs:.2f} s / {ours:.2f} s) |")
    return out


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=sorted((ROOT / "corpus" / "reports").glob("*.pdf"))[:5])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reports", type=int, default=1000, help="the largest archive, for how cost grows")
    given = parser.parse_args()
    os.environ.update(THREADS)
    print(*("| measured | value |", "|---|---|"), *reading(given.paths, given.rounds), "", sep="\n", flush=True)
    print(
        *("| grows with | seconds | slope |", "|---|---|---|"), *growth(given.paths[0], given.reports), "", sep="\n", flush=True
    )
    print(*("| peer, its time / ours | ratio |", "|---|---|"), *peers(given.paths[0], given.rounds), sep="\n")


if __name__ == "__main__":
    main()
