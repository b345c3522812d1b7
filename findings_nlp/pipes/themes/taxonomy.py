"""The theme taxonomy: the 30 themes of `data/taxonomy.toml`, and themes that a user adds from a TOML file."""

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
_LISTS = ("phrases", "examples", "not")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme.

    Attributes:
        id: lower-case letters, digits and underscores.
        name: as it is shown.
        definition: what texts with the theme are about.
        group: of themes, where there is one.
        include: what belongs to the theme although it may not seem so.
        exclude: what does not belong to it.
        phrases: a user's theme is found where one of these words or phrases stands.
        examples: labelled texts.
        patterns: a user's theme is also found where a pattern fits: a regular expression, or a list of token patterns as spaCy's Matcher takes them.
        excluded: phrases within which a phrase or pattern does not count (`not` in the file).
    """

    id: str
    name: str
    definition: str = ""
    group: str = ""
    include: str = ""
    exclude: str = ""
    phrases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    patterns: tuple[Any, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def by_rule(self) -> bool:
        """Whether phrases or patterns decide where the theme stands."""
        return bool(self.phrases or self.patterns)


def parse_themes(text: str, name: str) -> tuple[Theme, ...]:
    """The themes of a TOML text with `[[theme]]` tables.

    Raises:
        DataFileError: for TOML that does not parse, an unknown or missing field, an empty definition, a duplicate id.
    """
    try:
        data = tomllib.loads(text)
    except (RecursionError, ValueError) as error:  # a number of thousands of digits is a ValueError of its own
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
        if key not in _TEXTS and key not in (*_LISTS, "patterns"):
            raise DataFileError(name, f"{shown} has the unknown field '{key}'")
    ruled = entry.get("phrases") or entry.get("patterns")
    for key in ("id", "name") if ruled else ("id", "name", "definition"):
        if not str(entry.get(key, "")).strip():
            raise DataFileError(name, f"{shown} has no {key}")
    if not _ID.fullmatch(entry["id"]):
        raise DataFileError(
            name, f"{shown}: an id is lower-case letters, digits and underscores, two at least and a letter first"
        )
    texts: dict[str, Any] = {k: v for k, v in entry.items() if k in _TEXTS}
    lists: dict[str, Any] = {key: tuple(entry.get(key, ())) for key in ("phrases", "examples")}
    return Theme(
        **texts, **lists, excluded=tuple(entry.get("not", ())), patterns=_patterns(entry.get("patterns", []), shown, name)
    )


def _patterns(values: Any, shown: str, name: str) -> tuple[Any, ...]:
    """Regular expressions as text, token patterns as lists of tables; checked here, compiled where they are used."""
    if not isinstance(values, list):
        raise DataFileError(name, f"{shown}: 'patterns' is not a list")
    for value in values:
        if isinstance(value, str):
            try:
                re.compile(value)
            except (re.error, OverflowError, RecursionError) as error:
                raise DataFileError(name, f"{shown}: the pattern {value[:60]!r} is no regular expression ({error})") from None
        elif not (isinstance(value, list) and value and all(isinstance(token, dict) for token in value)):
            raise DataFileError(name, f"{shown}: a pattern is a regular expression or a list of token patterns")
    return tuple(values)


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
    """Paths of files of themes or terms as texts.

    Raises:
        DataFileError: for one path where a list of paths is asked for.
    """
    if isinstance(paths, str | PathLike):
        raise DataFileError(fspath(paths), "is one path where a list of paths is asked for: write [path]")
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
