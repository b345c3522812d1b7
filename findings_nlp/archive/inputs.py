"""From what a user names (folders, files, globs, lists) to the files of a run, each with its unique id. Nothing is dropped."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from errno import EINVAL
from glob import glob, has_magic
from io import BufferedReader
from os import PathLike
from pathlib import Path

from findings_nlp.archive.names import escape, unique_ids

PAGES = (".html", ".htm", ".xhtml")
# office files of a folder are read where their name says that they are action plans: a folder holds other tables too
PLANS = re.compile(r"(?:action|improvement)[ _.-]*plan.*\.(?:docx|xlsx|csv|tsv)$", re.I)
Named = str | bytes | PathLike[str] | PathLike[bytes]


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a run: its path, its id, and what is wrong with it before anybody has opened it."""

    path: str
    report: str
    problem: str | None = None

    @property
    def shown(self) -> str:
        """The path as printable text."""
        return escape(self.path.replace(os.sep, "/") if os.sep != "/" else self.path)


@dataclass(slots=True)
class Inputs:
    """The files of a run, how many other files its folders hold, and how often a file was named again."""

    items: list[Item]
    passed_over: int = 0
    repeated: int = 0


@dataclass(slots=True)
class _Found:
    """Paths as they are met: path, number of its last parts that lie within what the user named, problem."""

    files: list[tuple[str, int, str | None]] = field(default_factory=list)
    passed_over: int = 0

    def add(self, path: str, shown: int = 1, problem: str | None = None) -> None:
        self.files.append((path, shown, problem or _problem(path)))


def expand(paths: Named | Iterable[Named]) -> Inputs:
    """The files that `paths` name, in the order given; folders are read through and sorted.

    Args:
        paths: each a folder (its `*.pdf`, `*.html`, `*.htm` and `*.xhtml` at any depth, in capitals too, and DOCX, XLSX and CSV
            files whose name says that they are action or improvement plans; links to folders and the `NAME_files` that a browser saves beside `NAME.html` are not followed), a file, a
            glob, or a `.txt` list: one path a line (`#` begins a comment), or paths parted by NUL as `find -print0`
            gives them. A path of a list is looked for from the working folder, then from the list's.

    Returns:
        Every file once, however often it is named. What is missing is there too, with its problem.
    """
    found = _Found()
    for path in [paths] if isinstance(paths, str | bytes | PathLike) else paths:
        _one(os.fsdecode(path), found)
    once: dict[str, tuple[str, int, str | None]] = {}
    for path, shown, problem in found.files:
        once.setdefault(_absolute(path), (path, shown, problem))
    parts = [tuple(p for p in re.split(r"[\\/]" if os.sep == "\\" else "/", whole) if p) or ("/",) for whole in once]
    ids = unique_ids(parts, [min(shown, len(p)) for (_, shown, _), p in zip(once.values(), parts, strict=True)])
    items = [Item(path, name, problem) for name, (path, _, problem) in zip(ids, once.values(), strict=True)]
    return Inputs(items, found.passed_over, len(found.files) - len(once))


def _one(path: str, found: _Found, listed: bool = False) -> None:
    there = os.path.lexists(path)
    if path and Path(path).is_dir():
        _folder(path, found)
    elif there and path.lower().endswith(".txt") and not listed:
        _list(path, found)
    elif there or "\0" in path or not has_magic(path):
        found.add(path)
    else:
        matches = sorted(glob(path, recursive=True, include_hidden=True), key=os.fsencode)  # noqa: PTH207
        for match in matches:
            _one(match, found, listed=True)
        if not matches:
            found.add(path, problem="matches no file")


def _folder(root: str, found: _Found) -> None:
    depth = len(Path(_absolute(root)).parts)
    before = len(found.files)

    def unreadable(error: OSError) -> None:
        found.add(str(error.filename), problem=f"cannot be read ({error.strerror or error})")

    for folder, folders, names in os.walk(root, onerror=unreadable):
        pages = {_stem(name) for name in names if name.lower().endswith(PAGES)}
        # by bytes: the same order in every locale
        kept = [name for name in folders if not (name.lower().endswith("_files") and name[:-6] in pages)]
        folders[:] = sorted(kept, key=os.fsencode)
        for name in sorted(names, key=os.fsencode):
            if name.lower().endswith((".pdf", *PAGES)) or PLANS.search(name):
                path = str(Path(folder) / name)
                found.add(path, len(Path(_absolute(path)).parts) - depth + 1)
            else:
                found.passed_over += 1
    if len(found.files) == before:
        found.add(root, problem="is a folder without a PDF or HTML page")


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _list(path: str, found: _Found) -> None:
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        found.add(path, problem=f"cannot be read ({error.strerror or error})")
        return
    before = len(found.files)
    for name in _lines(data.removeprefix(b"\xef\xbb\xbf")):
        beside = str(Path(path).parent / name)
        _one(beside if not os.path.lexists(name) and os.path.lexists(beside) else name, found, listed=True)
    if len(found.files) == before:
        found.add(path, problem="is a list without a path")


def _lines(data: bytes) -> Iterator[str]:
    if b"\0" in data:
        yield from (os.fsdecode(part) for part in data.split(b"\0") if part)
        return
    for line in data.splitlines():
        if line.strip() and not line.lstrip().startswith(b"#"):
            yield os.fsdecode(line.strip())


def open_regular(path: str) -> BufferedReader:
    """Open a file for reading that may have become anything since it was listed: a pipe is refused, not waited for.

    Raises:
        OSError: where it cannot be opened or is no regular file.
    """
    # a pipe without a writer opens at once; on a regular file the flag means nothing
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(EINVAL, "is not a regular file")
    return os.fdopen(file, "rb")


def _problem(path: str) -> str | None:
    """What is wrong with a path before it is opened; opening a pipe would wait for ever."""
    try:
        mode = Path(path).stat().st_mode if path else 0
    except FileNotFoundError:
        return "is a link to nothing" if os.path.lexists(path) else "no such file"
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"
    except ValueError:
        return "is not a usable file name"
    return None if stat.S_ISREG(mode) else "is not a regular file" if path else "no such file"


def _absolute(path: str) -> str:
    # links are not resolved: a file is named by where the user sees it
    return os.path.abspath(path)  # noqa: PTH100
