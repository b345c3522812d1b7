"""Families of a user's own: from files, folders and installed packages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import entry_points
from os import PathLike, fspath
from pathlib import Path

from findings_nlp.errors import DataFileError
from findings_nlp.families.family import Family, parse_family, read_file
from findings_nlp.families.wordings import check_wordings

GROUP = "findings_nlp_families"


def family_files(given: Iterable[str | PathLike[str]] = ()) -> tuple[str, ...]:
    """The files of families: those of installed packages, then the user's; a folder stands for the TOML files in it.

    Raises:
        DataFileError: where a file is missing or wrong, or a folder holds none.
    """
    if isinstance(given, str | PathLike):
        raise DataFileError(fspath(given), "is one path where a list of paths is asked for: write [path]")
    out: dict[str, None] = {}
    for path in [*_installed(), *(Path(fspath(path)) for path in given)]:
        found = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        if not found:
            raise DataFileError(str(path), "holds no family: no file *.toml is in it")
        out |= dict.fromkeys(str(file) for file in found)
    own_families(tuple(out))
    return tuple(out)


@lru_cache(maxsize=8)
def own_families(files: tuple[str, ...]) -> tuple[Family, ...]:
    """The families in the files; of two with one id the later counts.

    Raises:
        DataFileError: where a file is missing or wrong.
    """
    out: dict[str, Family] = {}
    for file in files:
        text = read_file(file)
        family = parse_family(text, file)
        check_wordings(text, file)
        out[family.id] = family
    return tuple(out.values())


def _installed() -> list[Path]:
    """Files and folders that installed packages name: an entry point gives a path, or a function that returns one."""
    out = []
    for point in entry_points(group=GROUP):
        try:
            named = point.load()
            out.append(Path(fspath(named() if callable(named) else named)))
        except Exception as error:
            raise DataFileError(f"{GROUP}: {point.name}", f"gives no path ({type(error).__name__}: {error})") from None
    return out
