"""Changes single places of modules and tells which changes no test notices: a sample, drawn by a seed.

    python scripts/bench/mutate.py layout pipes/sections pipes/facts --count 60 --seed 1

A change turns a comparison, a number, `and`, `or`, `not`, `+` or `-` into another. Each runs in a process of its own, first
against the tests of the changed module, then against those of its package (`tests/test_<package>_*.py`), until one fails. A
change that runs for more than the limit of processor time counts as noticed. Prints one line for each that survives, and the
share that was noticed for each package. Other tests may notice a survivor; the reader judges whether it matters.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "findings_nlp"
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One changed place: the module's file, the line, what stood there, and the number of the place in the module."""

    path: Path
    line: int
    before: str
    after: str
    place: int


def places(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that can be changed, in the order of `ast.walk`; annotations and docstrings are none."""
    for node in ast.walk(tree):
        plain = isinstance(node, ast.Constant) and type(node.value) in (int, float)
        signs = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
        negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        if plain or signs or negated or isinstance(node, ast.Compare | ast.BoolOp):
            yield node


def changed(node: ast.AST) -> ast.AST:
    """The node that stands in a node's place."""
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare):
        new.ops[0] = _COMPARISONS[type(new.ops[0])]()
    elif isinstance(new, ast.BoolOp):
        new.op = ast.And() if isinstance(new.op, ast.Or) else ast.Or()
    elif isinstance(new, ast.UnaryOp):
        return new.operand
    elif isinstance(new, ast.BinOp):
        new.op = ast.Sub() if isinstance(new.op, ast.Add) else ast.Add()
    elif isinstance(new, ast.Constant):
        new.value = new.value + 1 if type(new.value) is int and abs(new.value) < 10 else round(1.5 * new.value, 4)
    return new


class _Swap(ast.NodeTransformer):
    """Puts another node in one node's place."""

    def __init__(self, old: ast.AST) -> None:
        self.old = old

    def visit(self, node: ast.AST) -> ast.AST:
        return changed(node) if node is self.old else self.generic_visit(node)


def with_change(source: str, place: int) -> str:
    """The source of a module with one place changed."""
    tree = ast.parse(source)
    node = list(places(tree))[place]
    return ast.unparse(ast.fix_missing_locations(_Swap(node).visit(tree)))


def changes(folder: str) -> list[Change]:
    """All changes of the modules in a folder of the package."""
    out = []
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        for number, node in enumerate(places(ast.parse(path.read_text(encoding="utf-8")))):
            line = getattr(node, "lineno", 0)
            out.append(Change(path, line, ast.unparse(node)[:70], ast.unparse(changed(node))[:70], number))
    return out


class _Loader(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a changed source."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self.name, self.path, self.source = name, path, source

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, str(self.path), "exec"), module.__dict__)  # noqa: S102 (our own source)


def tests_of(path: Path) -> list[list[str]]:
    """The tests of a module, and then those of its package."""
    package, stem = path.parent.name, path.stem
    own = ROOT / "tests" / f"test_{package}_{stem}.py"
    others = sorted(str(p) for p in (ROOT / "tests").glob(f"test_{package}_*.py") if p != own)
    return [[str(own)], others] if own.is_file() else [others]


def survives(change: Change, seconds: int, unchanged: bool = False) -> bool:
    """Whether no test notices a change, each run in a child of this process.

    Args:
        change: the change.
        seconds: limit of processor time for each run of tests.
        unchanged: run the tests without the change, to see that they pass by themselves.
    """
    source = change.path.read_text(encoding="utf-8")
    if not unchanged:
        source = with_change(source, change.place)
    for chosen in tests_of(change.path):
        child = os.fork()
        if child == 0:
            os._exit(_run(change, source, chosen, seconds))
        if os.waitpid(child, 0)[1] != 0:
            return False
    return True


def _run(change: Change, source: str, chosen: list[str], seconds: int) -> int:
    import pytest

    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    name = ".".join(change.path.relative_to(ROOT).with_suffix("").parts)
    sys.meta_path.insert(0, _Loader(name, change.path, source))
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *chosen]))


def main() -> None:
    """Draw a sample from each folder, run it and tell what survives."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", help="folders of findings_nlp, such as layout or pipes/facts")
    parser.add_argument("--count", type=int, default=60, help="changes for each folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=120, help="limit of processor time for each change")
    parser.add_argument("--minutes", type=float, default=600, help="start no further change after this time")
    options = parser.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    for library in ("numpy", "spacy", "pymupdf", "pydantic", "hypothesis", "pytest"):
        importlib.import_module(library)  # once, before the children are made
    drawn = []
    for folder in options.folders:
        everything = changes(folder)
        chosen = random.Random(options.seed).sample(everything, min(options.count, len(everything)))  # noqa: S311
        if not survives(chosen[0], options.seconds, unchanged=True):
            sys.exit(f"mutate: the tests of {folder} fail, or take longer than the limit, without any change")
        drawn += [(k, folder, change) for k, change in enumerate(chosen)]
    began, tried, noticed = time.monotonic(), dict.fromkeys(options.folders, 0), dict.fromkeys(options.folders, 0)
    for _, folder, change in sorted(drawn, key=lambda item: item[0]):
        if time.monotonic() - began > 60 * options.minutes:
            break
        tried[folder] += 1
        if survives(change, options.seconds):
            print(f"survives  {change.path.relative_to(PACKAGE)}:{change.line}  {change.before}  ->  {change.after}", flush=True)
        else:
            noticed[folder] += 1
        print(f"{sum(noticed.values())} of {sum(tried.values())} noticed", file=sys.stderr, flush=True)
    for folder in options.folders:
        print(f"{folder}: {noticed[folder]} of {tried[folder]} changes noticed (of {len(changes(folder))} possible)", flush=True)


if __name__ == "__main__":
    main()
