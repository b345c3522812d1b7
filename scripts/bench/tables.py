"""CPU seconds, peak memory and bytes of the tables of a synthetic archive, format by format, each in a process of its own.

Usage: python scripts/bench/tables.py [--reports 2000] [--findings 75] [--formats parquet,csv,...] [--load]
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

from findings_nlp.record.schema import Evidence, Finding, Location, Model, Quantity, Recommendation, Report, Source, ThemeScore
from findings_nlp.tables import load_archive, write_tables
from findings_nlp.tables.write import FORMATS

THEMES = ("staffing", "leadership", "risk_of_harm", "victims", "partnerships", "accommodation", "training", "case_records")


def _words() -> list[str]:
    return files("findings_nlp").joinpath("data/words.txt").read_text(encoding="utf-8").split()


def _report(number: int, findings: int, words: list[str]) -> Report:
    chance = random.Random(number)  # noqa: S311

    def text(length: int) -> str:
        return " ".join(chance.choices(words, k=length)).capitalize() + "."

    def themes() -> list[ThemeScore]:
        return [ThemeScore(theme=t, score=round(chance.random(), 4)) for t in chance.sample(THEMES, 2)]

    where = [Location(page=chance.randint(1, 60), bbox=(72.0, 100.0, 523.0, 140.0))]
    found = [
        Finding(
            id=f"f{k:03}",
            polarity=chance.choice(("strength", "area_for_improvement")),
            text=text(35),
            standard=f"{1 + k % 3}.{1 + k % 4}",
            section=f"{1 + k % 3}.{1 + k % 4}. {text(3)}",
            headings=[text(3), text(3)],
            themes=themes(),
            quantities=[Quantity(text="six of 21 cases", value=6, unit="cases", of=21)] if k % 2 else [],
            locations=where,
        )
        for k in range(1, findings + 1)
    ]
    asked = [
        Recommendation(
            id=f"r{k:02}",
            number=k,
            addressee=f"Region {number % 12}",
            text=text(25),
            themes=themes(),
            evidence=[Evidence(finding=f.id, score=0.5, because=chance.sample(words, 3)) for f in chance.sample(found, 5)],
            locations=where,
        )
        for k in range(1, 11)
    ]
    return Report(
        source=Source(name=f"report-{number:05}.pdf", sha256=f"{number:064x}", pages=60),
        family="adult_pdu_2021",
        title=text(8),
        inspected_body=f"Body {number % 300}",
        region=f"Region {number % 12}",
        published=f"{2018 + number % 8}-{1 + number % 12:02}",
        fieldwork_started=None,
        isbn=None,
        lead_inspector=None,
        cases_inspected=None,
        overall_rating=None,
        score=None,
        ratings=[],
        key_questions=[],
        findings=found,
        recommendations=asked,
        quotes=[],
        warnings=[],
        model=Model(name="synthetic", version="0"),
    )


def batches(reports: int, findings: int) -> Iterator[tuple[SimpleNamespace, Report]]:
    """Outcomes and records, made as they are asked for, so that memory is the writer's."""
    words = _words()
    for number in range(reports):
        report = _report(number, findings, words)
        fields = {"report": report.source.name, "path": report.source.name, "sha256": report.source.sha256, "status": "ok"}
        fields |= {"stage": None, "reason": None, "seconds": None, "pages": 60, "duplicate_of": None}
        yield SimpleNamespace(**fields), report


def _resident(field: str = "VmHWM:") -> float:
    """Megabytes of this process (Linux): the most it had, or has."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return float("nan")


def _one(form: str, reports: int, findings: int, load: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        for _ in batches(reports, findings):
            pass
        made = time.process_time() - start
        before, start = _resident("VmRSS:"), time.process_time()
        write_tables(Path(folder), [form] if form != "all" else list(FORMATS), batches(reports, findings))
        took = time.process_time() - start - made
        peak = _resident()
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
        line = f"{form:8} write {took:6.1f} CPU s  peak {peak:5.0f} MB ({peak - before:+.0f})  {size:6.1f} MB on disk"
        if load:
            start = time.process_time()
            frames = load_archive(folder)
            line += f"  load {time.process_time() - start:5.1f} CPU s ({len(frames['findings']):,} findings)  peak {_resident():5.0f} MB"
        print(line, flush=True)


def main() -> None:
    """Measure and print a line for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--findings", type=int, default=75)
    parser.add_argument("--formats", default=",".join([*FORMATS, "all"]))
    parser.add_argument("--load", action="store_true", help="also read the tables back as pandas frames")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        return _one(given.one, given.reports, given.findings, given.load)
    for form in given.formats.split(","):
        more = ["--load"] if given.load else []
        sizes = [f"--reports={given.reports}", f"--findings={given.findings}"]
        subprocess.run([sys.executable, __file__, "--one", form, *sizes, *more], check=True)
    return None


if __name__ == "__main__":
    main()
