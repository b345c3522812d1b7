"""Builds wheel and sdist, installs each outside the checkout and tries what users do first.

    python scripts/bench/check_release.py python3.11 python3.12 python3.13

Each Python gets a new virtual environment in a temporary folder with the wheel and the versions of constraints.txt; the first
one also installs the package built from the sdist alone. Fails at the first that does not work.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "corpus" / "reports" / "pdu-2021-ashmere.pdf"
SMOKE = """
import sys, findings_nlp as fn
assert "site-packages" in fn.__file__, fn.__file__
report = fn.read_report("report.pdf", nlp=fn.load("lite"))
assert report.inspected_body == "Ashmere PDU" and len(report.strengths) == 33, report.inspected_body
[labels] = fn.label(["UPW backlogs were a concern."])
assert labels[0].theme == "unpaid_work", labels
print(fn.__version__, sys.version.split()[0], len(report.findings), "findings")
"""
COMMANDS = (
    ("--version",),
    ("tag", "report.pdf", "--output", "out", "--model", "none", "--workers", "1", "--quiet"),
    ("site", "out", "-o", "site"),
    ("extract", "report.pdf", "--model", "none", "--format", "csv", "-o", "out.csv"),
)


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command; ends the check where it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"check_release: {' '.join(map(str, command[:6]))} failed\n{done.stdout[-800:]}{done.stderr[-1500:]}")
    return done.stdout.strip()


def build(work: Path) -> tuple[Path, Path]:
    """The wheel and the sdist; the wheel is built from the sdist, so that it needs nothing that the sdist lacks."""
    run(sys.executable, "-m", "venv", work / "builder", cwd=work)
    python = work / "builder" / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", "hatchling", cwd=work)
    run(python, "-m", "hatchling", "build", "-t", "sdist", "-d", work / "dist", cwd=ROOT)
    [sdist] = (work / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(work / "unpacked", filter="data")
    [folder] = (work / "unpacked").iterdir()
    run(python, "-m", "hatchling", "build", "-t", "wheel", "-d", work / "dist", cwd=folder)
    [wheel] = (work / "dist").glob("*.whl")
    return wheel, sdist


def smoke(name: str, package: Path, work: Path) -> str:
    """Install a package for one Python and try it in an empty folder; what it printed."""
    place = work / f"{Path(name).name}-{package.suffix.lstrip('.')}"
    place.mkdir()
    run(name, "-m", "venv", "venv", cwd=place)
    binaries = place / "venv" / "bin"
    run(binaries / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", package, cwd=place)
    shutil.copy(REPORT, place / "report.pdf")
    told = run(binaries / "python", "-c", SMOKE, cwd=place)
    for command in COMMANDS:
        run(binaries / "findings-nlp", *command, cwd=place)
    shutil.rmtree(place)
    return told


def main() -> None:
    """Build, and try with each Python named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pythons", nargs="+", help="interpreters, by name or path")
    parser.add_argument("--no-sdist", action="store_true", help="do not also install from the sdist")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheel, sdist = build(work)
        print(f"{wheel.name} {wheel.stat().st_size / 1e6:.1f} MB, {sdist.name} {sdist.stat().st_size / 1e6:.1f} MB", flush=True)
        for name in options.pythons:
            print(smoke(name, wheel, work), flush=True)
        if not options.no_sdist:
            print("from the sdist:", smoke(options.pythons[0], sdist, work), flush=True)


if __name__ == "__main__":
    main()
