"""What each theme is called in reports: names, other phrases, abbreviations and traps, from `data/terms.toml`.

Traps are longer phrases within which a name does not speak of the theme. The file's head says how terms are written; a user's own
file of the same form adds to it. `findings_nlp.pipes.themes.glossary` finds them in texts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.taxonomy import shipped_themes

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_LISTS = ("names", "phrases", "traps")
_ABBREVIATION_FIELDS = {"short", "long", "era"}


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form, what it is short for, and the years of its use where they matter (`to 2021`)."""

    short: str
    long: str
    era: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one theme is called."""

    theme: str
    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    traps: tuple[str, ...] = ()


def pieces(word: str) -> list[str]:
    """The words of a term, parted at hyphens and other marks."""
    return TOKEN.findall(word)


def parse_terms(text: str, name: str) -> tuple[Terms, ...]:
    """The terms of a TOML text: one table for each theme.

    Args:
        text: TOML; see `data/terms.toml`.
        name: the file's name, for messages.

    Raises:
        DataFileError: for TOML that does not parse, an unknown theme or field, or a value of the wrong type.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise DataFileError(name, f"is not valid TOML ({error})") from None
    known = {theme.id for theme in shipped_themes()}
    out = []
    for theme, table in data.items():
        if theme == "version":
            continue
        if theme not in known:
            raise DataFileError(name, f"names the unknown theme '{theme}'")
        if not isinstance(table, dict):
            raise DataFileError(name, f"'{theme}' is not a table")
        out.append(_terms(theme, table, name))
    return tuple(out)


def _terms(theme: str, table: dict[str, Any], name: str) -> Terms:
    for key in table:
        if key not in (*_LISTS, "abbreviations"):
            raise DataFileError(name, f"'{theme}' has the unknown field '{key}'")
    lists: dict[str, tuple[str, ...]] = {}
    for key in _LISTS:
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and pieces(v) for v in values):
            raise DataFileError(name, f"'{theme}': '{key}' is not a list of words or phrases")
        lists[key] = tuple(values)
    short = table.get("abbreviations", [])
    if not isinstance(short, list) or not all(_is_abbreviation(x) for x in short):
        raise DataFileError(name, f"'{theme}': 'abbreviations' is not a list of {{ short = \"...\", long = \"...\" }}")
    return Terms(theme, **lists, abbreviations=tuple(Abbreviation(**x) for x in short))


def _is_abbreviation(x: Any) -> bool:
    return (
        isinstance(x, dict)
        and {"short", "long"} <= set(x) <= _ABBREVIATION_FIELDS
        and all(isinstance(v, str) for v in x.values())
        and bool(pieces(x["short"]))
    )


def merged(first: Iterable[Terms], second: Iterable[Terms]) -> tuple[Terms, ...]:
    """Two lists of terms as one, those of the same theme together."""
    out: dict[str, Terms] = {terms.theme: terms for terms in first}
    for more in second:
        had = out.get(more.theme, Terms(more.theme))
        joined: Mapping[str, Any] = {
            key: tuple(dict.fromkeys([*getattr(had, key), *getattr(more, key)])) for key in (*_LISTS, "abbreviations")
        }
        out[more.theme] = Terms(more.theme, **joined)
    return tuple(out.values())


@lru_cache(maxsize=1)
def shipped_terms() -> tuple[Terms, ...]:
    """The terms of the package, in the order of the taxonomy."""
    return parse_terms(files("findings_nlp").joinpath("data/terms.toml").read_text(encoding="utf-8"), "terms.toml")


def read_terms(paths: Iterable[str | Path]) -> tuple[Terms, ...]:
    """The terms of a user's files.

    Raises:
        DataFileError: for a file that cannot be read or is wrong; see `parse_terms`.
    """
    terms: tuple[Terms, ...] = ()
    for path in paths:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise DataFileError(str(path), f"cannot be read ({error})") from None
        terms = merged(terms, parse_terms(text, str(path)))
    return terms
