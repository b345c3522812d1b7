"""Files per second with one worker and with more, and each worker's memory over a long run.

Usage: python scripts/bench/archive.py FOLDER [--workers 1,2] [--model none] [--from 200]

FOLDER is an archive such as `python scripts/bench/make_archive.py FOLDER --count 2000` makes. Workers are not replaced during
the measurement, so that growth shows. The clock starts when every worker has loaded its model and ends with the last
file. Memory is resident memory (VmRSS) of each worker at its n-th file and its last, and the highest (VmHWM). Linux only.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from findings_nlp.archive.engine import Engine, Limits
from findings_nlp.archive.inputs import expand
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.store import Store


@dataclass
class Measured:
    """What one run cost."""

    seconds: float = 0.0
    files: int = 0
    pages: int = 0
    processor: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)
    memory: dict[int, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))
    peaks: dict[int, float] = field(default_factory=dict)


def status_of(pid: int) -> dict[str, float]:
    """A process's VmRSS and VmHWM in megabytes; empty where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("VmRSS", "VmHWM"))}


def processor_seconds(pids: list[int]) -> float:
    """Processor time that processes have used."""
    ticks = 0
    for pid in pids:
        try:
            ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
        except OSError:
            continue
    return ticks / 100


def measure(folder: Path, workers: int, settings: Settings, after: int) -> Measured:
    """One run over a folder. Memory is noted from when `after` files are done."""
    out, items = Measured(), expand(folder).items
    with tempfile.TemporaryDirectory() as store:
        limits = Limits(workers=workers, timeout=600, recycle=len(items) + 1)
        engine = Engine(settings, limits, Store(Path(store), "benchmark"))
        warm = 2 * workers  # the first files wait for the model
        began, used = 0.0, 0.0
        for done, (_, outcome) in enumerate(engine.run(items), 1):
            out.statuses[outcome.status] += 1
            if done == warm:
                began, used = time.perf_counter(), processor_seconds(engine.workers)
            out.files += done > warm
            out.pages += (outcome.pages or 0) if done > warm else 0
            if done % 10 == 0 or done in (after, len(items)):
                for pid in engine.workers:
                    found = status_of(pid)
                    if "VmRSS" in found:
                        out.memory[pid].append((done, found["VmRSS"]))
                        out.peaks[pid] = found["VmHWM"]
            if done == len(items):
                out.seconds, out.processor = time.perf_counter() - began, processor_seconds(engine.workers) - used
    return out


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--model", default="none", choices=["none", "lite", "full"])
    parser.add_argument("--from", type=int, default=200, dest="after", help="compare memory at this file with the last")
    given = parser.parse_args()
    base = 0.0
    for workers in map(int, given.workers.split(",")):
        found = measure(given.folder, workers, Settings.of(given.model), given.after)
        rate = found.files / found.seconds
        base = base or rate
        print(
            f"{workers} workers, model {given.model}: {found.files} files, {found.pages} pages in {found.seconds:.1f} s: "
            f"{rate:.2f} files/s, {found.pages / found.seconds:.0f} pages/s, {rate / base:.2f} x the first; "
            f"{1000 * found.processor / found.pages:.2f} ms of processor time a page; {dict(found.statuses)}"
        )
        for pid, rows in found.memory.items():
            start = next((mb for done, mb in rows if done >= given.after), rows[0][1])
            print(
                f"  worker {pid}: {start:.0f} MB at file {given.after}, {rows[-1][1]:.0f} MB at the last "
                f"({rows[-1][1] / start - 1:+.1%}), highest {found.peaks[pid]:.0f} MB"
            )


if __name__ == "__main__":
    main()
