"""Reads seeded mutants of the corpus in a process of their own and counts what became of them.

    python scripts/bench/fuzz.py --count 400 --seed 1 [--keep FOLDER] [--jobs 2]

Classes: `ok` a sound record; `documented` a ReportError; `exception` any other; `signal` the reading process died; `hang` it
took longer than the limit; `memory` it ran out of memory; `foreign` a finding holds a word that the file does not;
`unsound` the record breaks its schema, has boxes off the page or control characters. Ends with 1 where any file is in one
of the last six. Needs `pip install pikepdf`.
"""

from __future__ import annotations

import argparse
import json
import random
import select
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench.mutants import mutant, seeds

ROOT = Path(__file__).resolve().parents[2]
FINE = ("ok", "documented")
Result = tuple[int, str, str, str]  # number, kind of mutant, class, what is to be said


class Child:
    """The reading process, started anew where it has died."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.process: subprocess.Popen[str] | None = None

    def read(self, path: Path) -> tuple[str, str]:
        """Class and remark of one file."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("judge.py"))],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
            )  # fmt: skip
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], self.limit)[0]:
            self.close()
            return "hang", f"longer than {self.limit:g} s"
        line = self.process.stdout.readline()
        if line:
            found: list[str] = json.loads(line)
            return found[0], found[1]
        code = self.process.wait()
        self.process = None
        return "signal", signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def run(count: int, seed: int, start: int, limit: float, keep: Path | None, jobs: int, folder: Path) -> list[Result]:
    """Read `count` mutants, from number `start`; those in a bad class are kept in `keep`."""
    basis = seeds(folder, random.Random(seed))  # noqa: S311

    def share(job: int) -> list[Result]:
        out, child = [], Child(limit)
        with tempfile.TemporaryDirectory() as scratch:
            for number in range(start + job, start + count, jobs):
                kind, data = mutant(basis[number % len(basis)], f"{seed}-{number}")
                path = Path(scratch) / f"{seed}-{number}.pdf"
                path.write_bytes(data)
                result = (number, kind, *child.read(path))
                if result[2] not in FINE:
                    print(f"{seed}-{number} [{kind}] {result[2]}: {result[3]}", flush=True)
                    if keep is not None:
                        keep.mkdir(parents=True, exist_ok=True)
                        (keep / path.name).write_bytes(data)
                path.unlink()
                out.append(result)
        child.close()
        return out

    with ThreadPoolExecutor(jobs) as pool:
        return [result for results in pool.map(share, range(jobs)) for result in results]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for one file")
    parser.add_argument("--keep", type=Path, help="folder for the mutants of bad classes")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "corpus" / "reports", help="PDFs to make mutants of")
    given = parser.parse_args()
    results = run(given.count, given.seed, given.start, given.limit, given.keep, given.jobs, given.folder)
    counts = Counter(result[2] for result in results)
    print(json.dumps({"seed": given.seed, "mutants": len(results)} | dict(counts.most_common())))
    return 1 if set(counts) - set(FINE) else 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
