"""What a page costs, by model: processor seconds, time to load and memory of one worker. docs/spark.md sizes a cluster by it.

Processor time of one process with one thread, so that a busy machine tells nearly the same as an idle one. Usage:
python scripts/bench/page_cost.py [PDF ...] [--model none] [--rounds N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

MODELS = ("none", "lite", "full")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def megabytes() -> int:
    """The most memory that this process has had."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measure(model: str, paths: list[Path], rounds: int) -> None:
    """Print one model's line: the median of the rounds, each over all files; the first file of all warms up."""
    began = time.process_time()
    from findings_nlp.archive.settings import Settings
    from findings_nlp.archive.worker import process

    settings = Settings.of(model)
    settings.pipeline()
    process(str(paths[0]), settings)
    loaded = time.process_time() - began
    costs, pages, findings = [], 0, 0
    for _ in range(rounds):
        began, pages, findings = time.process_time(), 0, 0
        for path in paths:
            outcome, record = process(str(path), settings)
            if record is None:
                sys.exit(f"page_cost: {path}: {outcome.reason}")
            pages += outcome.pages or 0
            findings += record.count('"polarity"')
        costs.append((time.process_time() - began) / pages)
    cost = statistics.median(costs)
    print(
        f"{model:5} {1000 * cost:8.1f} ms/page {1 / cost:7.1f} pages/s {pages:5} pages {findings / pages:5.1f} findings/page "
        f"{loaded:6.1f} s to load and warm up {megabytes():5} MB"
    )


def main() -> None:
    """Measure each model in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=sorted(Path("corpus/reports").glob("*.pdf")))
    parser.add_argument("--model", choices=MODELS)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    if given.model:
        measure(given.model, given.paths, given.rounds)
        return
    words = [*map(str, given.paths), "--rounds", str(given.rounds)]
    for model in MODELS:
        call = [sys.executable, __file__, *words, "--model", model]
        subprocess.run(call, check=True, env=os.environ | dict.fromkeys(THREADS, "1"))


if __name__ == "__main__":
    main()
