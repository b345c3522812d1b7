"""Digest of all that makes a record: the modules that reading one file imports, their data, and the model's files."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ENTRY = "findings_nlp.archive.worker"  # `process` there reads one file
DATA = "data"  # folder of the package with files that modules of several folders read


@lru_cache(maxsize=4)
def code_digest(model: str) -> str:
    """Sixteen hexadecimal digits of the code and data that make a record, so that no stale record outlives an upgrade.

    Args:
        model: `full`, `lite`, `none` or a model's folder, whose files count; tier `lite` reads no file of the network.
    """
    from findings_nlp.pipes.themes.models import model_folder, resolved

    named = [(path.relative_to(PACKAGE).as_posix(), path) for path in reading_files()]
    tier, given = resolved(model)
    if tier is not None:
        folder = Path(given) if given else model_folder()
        kept = [p for p in folder.iterdir() if p.is_file() and (tier == "full" or p.suffix != ".onnx")]
        named += [(f"model/{path.name}", path) for path in kept]
    whole = hashlib.sha256()
    for name, path in sorted(named):
        whole.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def reading_files() -> list[Path]:
    """The modules that `ENTRY` imports, at first use too, and the other files in their folders and in `DATA`."""
    modules = reached(ENTRY)
    folders = {path.parent for path in modules if path.parent != PACKAGE} | {PACKAGE / DATA}
    data = {
        p for folder in folders if folder.is_dir() for p in folder.iterdir() if p.is_file() and p.suffix not in (".py", ".pyc")
    }
    return sorted(modules | data)


def reached(entry: str) -> set[Path]:
    """The files of the package's modules that a module imports, directly or through others, itself among them.

    What is imported for type checkers alone does not count.
    """
    found: set[Path] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        path = module_file(name)
        if path is not None and path not in found:
            found.add(path)
            waiting += [name.rpartition(".")[0], *imports_of(path)]
    return found


def module_file(name: str) -> Path | None:
    """The file of a module of this package; None for any other name."""
    first, *parts = name.split(".")
    if first != PACKAGE.name:
        return None
    stem = PACKAGE.joinpath(*parts)
    return next((p for p in (stem / "__init__.py", stem.with_suffix(".py")) if p.is_file()), None)


def imports_of(path: Path) -> Iterator[str]:
    """The modules, and names that may be modules, which a file imports at run time."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting += node.orelse
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            waiting += ast.iter_child_nodes(node)
