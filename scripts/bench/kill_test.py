"""Kill archive runs at random moments, go on with the same command, and compare the tables with an uninterrupted run's.

`kill -9` of the command or of one of its workers, and Ctrl-C, by turns. Exit code 0 where the tables are equal byte for
byte and no worker outlived its command. Usage: python scripts/bench/kill_test.py [--files 60] [--kills 10] [--seed 1] [--model none]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
MEANS = ("command", "worker", "command", "interrupt")


def command(archive: Path, output: Path, model: str) -> list[str]:
    """The command under trial."""
    tag = [sys.executable, "-m", "findings_nlp.cli", "tag", str(archive), "-o", str(output)]
    return [*tag, "--workers", "2", "--model", model, "--format", "parquet,csv,jsonl", "--quiet"]


def started(line: list[str]) -> subprocess.Popen[bytes]:
    """The command, running."""
    return subprocess.Popen(line, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL)


def children(pid: int) -> list[int]:
    """The worker processes of a command (Linux)."""
    out = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rsplit(")", 1)[1].split()[1])
            worker = b"archive.pool" in path.with_name("cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == pid and worker:
            out.append(int(path.parent.name))
    return out


def alive(pid: int) -> bool:
    """Whether a process runs and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def tables(output: Path) -> dict[str, str]:
    """Digest of every table."""
    files = [p for p in output.rglob("*") if p.is_file() and ".records" not in p.parts and p.name != "run.json"]
    return {p.relative_to(output).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def killed(line: list[str], means: str, chance: random.Random, longest: float) -> tuple[bool, list[int]]:
    """Start the command and kill; whether it was still running then, and which workers outlived it."""
    running = started(line)
    time.sleep(chance.uniform(0.2, longest))
    workers = children(running.pid)
    if running.poll() is not None:
        return False, []
    if means == "interrupt":
        running.send_signal(signal.SIGINT)
    elif means == "worker" and workers:
        os.kill(chance.choice(workers), signal.SIGKILL)
        running.wait()  # it must end by itself
    else:
        running.kill()
    running.wait()
    until = time.monotonic() + 5
    while any(alive(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.1)
    return True, [pid for pid in workers if alive(pid)]


def trial(
    line: list[str], output: Path, kills: int, chance: random.Random, longest: float, wanted: dict[str, str]
) -> tuple[list[int], int]:
    """Kill that often, starting afresh whenever a run came to its end.

    Returns:
        The workers that were left over, and how many of the runs that came to their end had other tables than `wanted`.
    """
    done, unequal, left = 0, 0, []
    while done < kills:
        means = MEANS[done % len(MEANS)]
        hit, orphans = killed(line, means, chance, longest)
        left += orphans
        stored = len(list((output / ".records").glob("*-*.json")))
        print(f"{means:9} {'killed' if hit else 'had ended'} with {stored} records", flush=True)
        done += hit
        if (output / "run.json").exists():
            unequal += tables(output) != wanted
            if done < kills:
                shutil.rmtree(output)
    return left, unequal


def main() -> None:
    """Run the trial and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", default="none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive, whole, broken = (Path(folder) / name for name in ("archive", "whole", "broken"))
        make = [sys.executable, str(ROOT / "scripts" / "bench" / "make_archive.py"), str(archive), "--count", str(given.files)]
        subprocess.run(make, check=True)
        began = time.monotonic()
        started(command(archive, whole, given.model)).wait()
        longest = time.monotonic() - began
        print(f"uninterrupted: {longest:.0f} s")
        chance = random.Random(given.seed)  # noqa: S311
        left, unequal = trial(command(archive, broken, given.model), broken, given.kills, chance, longest, tables(whole))
        code = started(command(archive, broken, given.model)).wait()
        equal = tables(whole) == tables(broken)
        print(f"last run's exit code {code}; {len(tables(whole))} files, equal: {equal}")
        print(f"completed runs with other tables: {unequal}; workers left over: {len(left)}")
    sys.exit(0 if equal and not (left or unequal or code) else 1)


if __name__ == "__main__":
    main()
