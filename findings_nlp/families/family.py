"""A family of reports: how to know it, what its reports hold. One TOML file each, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from findings_nlp.errors import DataFileError

Rated = Literal["yes", "no", "sometimes"]
_NOT_FAMILIES = ("headings.toml", "kinds.toml", "inspectorates.toml")
_RATED: dict[Any, Rated] = {True: "yes", False: "no", "sometimes": "sometimes"}


@dataclass(frozen=True, slots=True)
class Family:
    """One report family: how to know it, its standards and its maximum scores.

    `not_with` are cues that exclude the family; `unscored` standards are rated but not in the score. `rated` tells whether its
    reports carry ratings, `kind` what its publications are. `source` is the file's text, and `text` too where it has wordings of its own.
    """

    id: str
    name: str
    published_from: str
    published_to: str
    title: tuple[re.Pattern[str], ...]
    cues: tuple[re.Pattern[str], ...]
    not_with: tuple[re.Pattern[str], ...]
    maxima: tuple[int, ...]
    unrated: tuple[str, ...]
    unscored: tuple[str, ...]
    standards: dict[str, str] = field(hash=False)
    rated: Rated = "yes"
    kind: str = "inspection_report"
    text: str = ""
    source: str = ""


# what a file may leave out, and what it then holds
_DEFAULTS: dict[str, Any] = {
    "published_from": "0000-00", "published_to": "9999-12", "cues": [], "not_with": [], "maxima": [], "unrated": [], "unscored": [],
    "standards": {}, "rated": True, "kind": "inspection_report",
}  # fmt: skip
_LISTS = ("title", "cues", "not_with", "maxima", "unrated", "unscored")
WORDINGS = ("ratings", "headings", "facts")


def parse_family(text: str, name: str) -> Family:
    """A family from the text of a TOML file.

    Raises:
        DataFileError: for TOML that does not parse, a missing or unknown field, a bad regular expression.
    """
    data = _table(text, name)
    for key in ("id", "name", "title"):
        if key not in data:
            raise DataFileError(name, f"lacks the field '{key}'")
    if unknown := sorted(set(data) - set(_DEFAULTS) - {"id", "name", "title", *WORDINGS}):
        raise DataFileError(name, f"has the unknown field '{unknown[0]}'")
    data = _DEFAULTS | data
    for key, value in data.items():
        if key != "rated" and not isinstance(value, kind := _kind_of(key)):
            raise DataFileError(name, f"field '{key}' is not a {kind.__name__}")
    if isinstance(data["rated"], list | dict) or data["rated"] not in _RATED:
        raise DataFileError(name, "field 'rated' is true, false or 'sometimes'")
    if not all(isinstance(m, int) for m in data["maxima"]) or not all(isinstance(s, str) for s in data["standards"].values()):
        raise DataFileError(name, "'maxima' holds whole numbers, 'standards' names in quotation marks")
    checked: dict[str, Any] = {key: data[key] for key in ("id", "name", "published_from", "published_to", "kind", "standards")}
    checked |= {key: _patterns(data[key], key, name) for key in ("title", "cues", "not_with")}
    checked |= {key: tuple(data[key]) for key in ("maxima", "unrated", "unscored")}
    return Family(**checked, rated=_RATED[data["rated"]], text=text if any(key in data for key in WORDINGS) else "", source=text)


def _table(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:  # a number too long to read is one, too
        raise DataFileError(name, f"is not valid TOML ({error})") from None


def _kind_of(key: str) -> type:
    return list if key in _LISTS else dict if key in ("standards", *WORDINGS) else str


def _patterns(given: list[Any], key: str, name: str) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(p, re.I) for p in given)
    except (re.error, TypeError) as error:
        raise DataFileError(name, f"has a bad pattern in '{key}' ({error})") from None


@lru_cache(maxsize=1)
def shipped_families() -> tuple[Family, ...]:
    """The families that come with the package."""
    folder = files("findings_nlp.families")
    found = sorted(p.name for p in folder.iterdir() if p.name.endswith(".toml") and p.name not in _NOT_FAMILIES)
    return tuple(parse_family(folder.joinpath(name).read_text(encoding="utf-8"), name) for name in found)


def load_families(paths: Iterable[str | Path] = ()) -> tuple[Family, ...]:
    """The shipped families and the user's; a user's family of the same id replaces the shipped one."""
    chosen = {family.id: family for family in shipped_families()}
    for path in paths:
        family = parse_family(read_file(path), str(path))
        chosen[family.id] = family
    return tuple(chosen.values())


def read_file(path: str | Path) -> str:
    """The text of a data file.

    Raises:
        DataFileError: where it cannot be read.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise DataFileError(str(path), f"cannot be read ({error})") from None


def identify(title: str, text: str, published: str | None, families: Iterable[Family]) -> Family | None:
    """The family that a report belongs to, or None.

    The title decides; date and cues of the body settle ties.
    """
    best: tuple[float, Family] | None = None
    for family in families:
        if not any(p.search(title) for p in family.title):
            continue
        if any(p.search(title) for p in family.not_with):
            continue
        score = 2.0 * sum(bool(p.search(text)) for p in family.cues) / max(1, len(family.cues))
        score -= 2.0 * sum(bool(p.search(text)) for p in family.not_with)
        score += 0.3 * max(len(p.search(title)[0]) for p in family.title if p.search(title)) / 20  # type: ignore[index]
        if published:
            inside = family.published_from <= published[:7] <= family.published_to
            score += 1.5 if inside else -1.5
        if best is None or score > best[0]:
            best = (score, family)
    return best[1] if best and best[0] > -1.0 else None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of publication that is no inspection report; `name` is how a message calls it."""

    id: str
    name: str
    title: tuple[re.Pattern[str], ...]
    lines: tuple[re.Pattern[str], ...]
    not_with: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def shipped_kinds() -> tuple[Kind, ...]:
    """The kinds of publications that come with the package, the first that fits counts."""
    rows = tomllib.loads(files("findings_nlp.families").joinpath("kinds.toml").read_text(encoding="utf-8"))["kind"]
    keys = ("title", "lines", "not_with")
    return tuple(Kind(x["id"], x["name"], *(_patterns(x[key], key, "kinds.toml") for key in keys)) for x in rows)


def kind_of(title: str | None, lines: Sequence[str] = (), family: Family | None = None) -> str:
    """What a publication is: `inspection_report`, or what its title, one of its short lines or its family says instead."""
    for kind in shipped_kinds():
        if title and any(p.search(title) for p in kind.not_with):
            continue
        if title and any(p.search(title) for p in kind.title):
            return kind.id
        if any(p.fullmatch(line) for p in kind.lines for line in lines):
            return kind.id
    return family.kind if family else "inspection_report"
