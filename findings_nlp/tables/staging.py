"""A set of files and folders that replaces the earlier set whole, or not at all.

All are written into `.tables.part`. The folder's new name `.tables.ready` is the commit: from then on the set is the new
one, and moving its members to their places is finished by whoever comes next (`settle`), should a crash come between.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PART, READY, OLD = ".tables.part", ".tables.ready", ".tables.old"
MANIFEST = "tables.json"


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync(paths: Iterable[Path]) -> None:
    for path in paths if os.name != "nt" else ():
        # Windows syncs no handle that is only for reading, and no folder
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def settle(out: Path) -> None:
    """Finish a replacement that a crash cut short; nothing where there is none."""
    ready = out / READY
    if ready.is_dir():
        # the manifest goes last: while it is the old one, the set counts as not yet moved
        for path in sorted(ready.iterdir(), key=lambda p: (p.name == MANIFEST, p.name)):
            target = out / path.name
            if target.exists() and (target.is_dir() or path.is_dir()):
                _remove(out / OLD)
                target.replace(out / OLD)
            path.replace(target)
        ready.rmdir()
    _remove(out / OLD)


def where(out: Path, name: str) -> Path:
    """Where a member of the current set is, also between a crash and the next run."""
    return out / READY / name if (out / READY / name).exists() else out / name


@contextmanager
def replacing(out: Path, members: list[str]) -> Iterator[Path]:
    """An empty folder whose content becomes the members of `out` when the block ends well.

    Args:
        out: the folder of the tables; made where missing.
        members: every name that an earlier set may have had; those that the new set has not are removed.
    """
    out.mkdir(parents=True, exist_ok=True)
    settle(out)
    part = out / PART
    _remove(part)
    part.mkdir()
    try:
        yield part
        _sync([*part.rglob("*"), part])
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    gone = [name for name in members if not (part / name).exists()]
    part.replace(out / READY)
    _sync([out])
    settle(out)
    for name in gone:
        _remove(out / name)
