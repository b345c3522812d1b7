"""The theme taxonomy: 30 themes of the contract, and themes that a user adds from a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from findings_nlp.errors import DataFileError

_ID = re.compile(r"[a-z][a-z0-9_]{1,60}")
_TEXTS = ("id", "group", "name", "definition", "include", "exclude")
_LISTS = ("phrases", "examples")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. `examples` are labelled texts; `phrases` further wordings of the definition."""

    id: str
    name: str
    definition: str
    group: str = ""
    include: str = ""
    exclude: str = ""
    phrases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


def parse_themes(text: str, name: str) -> tuple[Theme, ...]:
    """The themes of a TOML text with `[[theme]]` tables.

    Raises:
        DataFileError: for TOML that does not parse, an unknown or missing field, an empty definition, a duplicate id.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number too long to read is a ValueError
        raise DataFileError(name, f"is not valid TOML ({error})") from None
    if other := sorted(set(data) - {"theme", "version"}):
        raise DataFileError(name, f"has the unknown table '{other[0]}': themes stand in [[theme]]")
    entries = data.get("theme")
    if not isinstance(entries, list) or not entries:
        raise DataFileError(name, "has no [[theme]] table")
    seen: set[str] = set()
    out = []
    for number, entry in enumerate(entries, 1):
        theme = _theme(entry, number, name)
        if theme.id in seen:
            raise DataFileError(name, f"has the id '{theme.id}' twice")
        seen.add(theme.id)
        out.append(theme)
    return tuple(out)


def _theme(entry: Any, number: int, name: str) -> Theme:
    if not isinstance(entry, dict):
        raise DataFileError(name, f"theme {number} is not a table")
    shown = f"theme {entry.get('id', number)!r}"
    for key, value in entry.items():
        if key in _TEXTS and not isinstance(value, str):
            raise DataFileError(name, f"{shown}: '{key}' is not text")
        if key in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise DataFileError(name, f"{shown}: '{key}' is not a list of texts")
        if key not in _TEXTS and key not in _LISTS:
            raise DataFileError(name, f"{shown} has the unknown field '{key}'")
    for key in ("id", "name", "definition"):
        if not str(entry.get(key, "")).strip():
            raise DataFileError(name, f"{shown} has no {key}")
    if not _ID.fullmatch(entry["id"]):
        raise DataFileError(name, f"{shown}: an id is lower-case letters, digits and underscores")
    texts: dict[str, str] = {k: v for k, v in entry.items() if k in _TEXTS}
    return Theme(**texts, phrases=tuple(entry.get("phrases", ())), examples=tuple(entry.get("examples", ())))


@lru_cache(maxsize=1)
def shipped_themes() -> tuple[Theme, ...]:
    """The taxonomy that the shipped model is trained on, in its order."""
    return parse_themes(files("findings_nlp").joinpath("data/taxonomy.toml").read_text(encoding="utf-8"), "taxonomy.toml")


def check_thresholds(thresholds: Mapping[str, float]) -> None:
    """Refuse thresholds that no model could use.

    Raises:
        DataFileError: for a theme that is not in the shipped taxonomy, or a value outside 0 to 1 (or not a number).
    """
    known = {theme.id for theme in shipped_themes()}
    for theme, value in thresholds.items():
        if theme not in known:
            raise DataFileError("thresholds", f"names the unknown theme '{theme}'")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DataFileError("thresholds", f"'{theme}' is {value!r}: a threshold is a number from 0 to 1")
        if not 0 <= value <= 1:
            raise DataFileError("thresholds", f"'{theme}' is {value}: a threshold is a probability from 0 to 1")


def listed(paths: Sequence[str | PathLike[str]]) -> tuple[str, ...]:
    """Paths of theme files as texts.

    Raises:
        DataFileError: for one path where a list of paths is asked for.
    """
    if isinstance(paths, str | PathLike):
        raise DataFileError(fspath(paths), "is one path where a list of theme files is asked for: write [path]")
    return tuple(fspath(path) for path in paths)


def read_themes(paths: Iterable[str | Path]) -> tuple[Theme, ...]:
    """A user's themes from TOML files.

    Raises:
        DataFileError: as `parse_themes`, and for an id of the shipped taxonomy or of another file.
    """
    taken = {theme.id for theme in shipped_themes()}
    out: list[Theme] = []
    for path in paths:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise DataFileError(str(path), f"cannot be read ({error})") from None
        for theme in parse_themes(text, str(path)):
            if theme.id in taken:
                raise DataFileError(str(path), f"has the id '{theme.id}', which is taken")
            taken.add(theme.id)
            out.append(theme)
    return tuple(out)
