"""Sizes of what each extra installs, and what loading takes, as the tables of docs/install.md.

    python scripts/bench/measure_install.py --write

Reads the requirements of pyproject.toml and counts the files of the distributions that are installed here, so it needs an
environment that has the extras: `pip install -e '.[all]'`.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "install.md"
EXTRAS = ("tables", "plots", "fetch", "all")
LOADED = {
    "`import findings_nlp`": "import findings_nlp",
    "`load('none')`": "import findings_nlp as fn; fn.load('none')",
    "`load('lite')`": "import findings_nlp as fn; fn.load('lite')",
    "`load()`, the full model": "import findings_nlp as fn; fn.load()",
    "`label` of a text, full model": "import findings_nlp as fn; fn.label(['UPW backlogs were a concern.'])",
    "`import findings_nlp.tables.frames, pandas`": "import findings_nlp.tables.frames, pandas",
    "`findings-nlp --help`": "import findings_nlp.cli as c; c.app(['--help'], standalone_mode=False)",
}


def closure(names: list[str]) -> set[str]:
    """Names of the distributions that requirements bring, each with what it needs itself."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(name) for name in names]
    while waiting:
        need = waiting.pop()
        key = (re.sub(r"[-_.]+", "-", need.name).lower(), frozenset(need.extras))
        if key in found:
            continue
        found.add(key)
        for text in distribution(need.name).requires or []:
            more = Requirement(text)
            if more.marker is None or any(more.marker.evaluate({"extra": extra}) for extra in ("", *need.extras)):
                waiting.append(more)
    return {name for name, _ in found}


def size(name: str) -> int:
    """Bytes of the files that a distribution installed, without bytecode."""
    files = distribution(name).files or []
    paths = {Path(str(file.locate())) for file in files if file.suffix != ".pyc"}
    return sum(path.stat().st_size for path in paths if path.is_file())


def requirements() -> dict[str, list[str]]:
    """Requirements of the plain package (``""``) and, beyond it, of each extra, other extras of the package resolved."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]

    def resolved(names: list[str]) -> list[str]:
        out: list[str] = []
        for name in names:
            need = Requirement(name)
            own = need.name == project["name"]
            out += [more for extra in sorted(need.extras) for more in resolved(extras[extra])] if own else [name]
        return out

    return {"": project["dependencies"]} | {extra: resolved(extras[extra]) for extra in EXTRAS}


def sizes() -> str:
    """The table of sizes."""
    needs = requirements()
    plain = closure(needs[""])
    lines = ["| install | distributions | MB | largest (MB) |", "|---|---|---|---|"]
    for extra, names in needs.items():
        found = plain if not extra else closure(names) - plain
        each = sorted(((size(name), name) for name in found), reverse=True)
        largest = ", ".join(f"{name} {round(n / 1e6)}" for n, name in each[:4])
        label = "plain" if not extra else f"`{extra}` adds"
        lines.append(f"| {label} | {len(found)} | {round(sum(n for n, _ in each) / 1e6)} | {largest} |")
    return "\n".join(lines)


def cost(code: str) -> tuple[float, float]:
    """Seconds of processor time and megabytes at most of a new process that runs code; the least of three."""
    tell = "import resource as r; u = r.getrusage(r.RUSAGE_SELF)"
    tell += "; import sys; print(u.ru_utime + u.ru_stime, u.ru_maxrss / 1000, file=sys.stderr)"
    found = []
    for _ in range(3):
        command = [sys.executable, "-c", f"{code}\n{tell}"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        found.append(tuple(map(float, done.stderr.splitlines()[-1].split())))
    return min(f[0] for f in found), min(f[1] for f in found)


def loads() -> str:
    """The table of load figures."""
    lines = ["| | processor time (s) | memory (MB) |", "|---|---|---|"]
    for label, code in LOADED.items():
        seconds, megabytes = cost(code)
        lines.append(f"| {label} | {seconds:.1f} | {round(megabytes)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the tables, or write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="into docs/install.md")
    write = parser.parse_args().write
    try:
        tables = f"{sizes()}\n\n{loads()}"
    except PackageNotFoundError as error:
        sys.exit(f"measure_install: {error.name} is not installed: pip install -e '.[all]'")
    if not write:
        print(tables)
        return
    text = PAGE.read_text(encoding="utf-8")
    start, end = text.index("<!-- measured -->"), text.index("<!-- end -->")
    version = ".".join(map(str, sys.version_info[:2]))
    head = f"<!-- measured -->\nPython {version} on {sys.platform}.\n\n"
    PAGE.write_text(f"{text[:start]}{head}{tables}\n{text[end:]}", encoding="utf-8")


if __name__ == "__main__":
    main()
