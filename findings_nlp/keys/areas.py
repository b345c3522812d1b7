"""Which local authorities a place's name names, with code and region; from `authorities.csv` and `areas.toml`.

A name is resolved wholly or not at all: every part must be the name of an authority, or all of it that of an area that several
authorities serve together.
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from findings_nlp.keys.texts import plain

_PARTED = re.compile(r"(?<!\s)\s*,\s*and\s+|(?<!\s)\s*,\s*|(?<!\s)\s+and\s+")
# "Newcastle upon Tyne", "Southend-on-Sea": what follows is left out in speech
_RIVER = re.compile(r" (?:up)?on (?:the )?\w+$")
_OF = re.compile(r"^(?P<name>.+?) , (?P<kind>city|county|borough) of$")


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority that runs services for children: name and code as the Office for National Statistics has them.

    `code` is empty where the source has none; `region` is one of the nine regions of England, or Wales.
    """

    name: str
    code: str
    region: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """What a place's name names: `name` is that of the area where several authorities serve it together."""

    authorities: tuple[Authority, ...]
    name: str | None = None

    @property
    def region(self) -> str | None:
        """The region that all of its authorities lie in; None where they lie in several."""
        regions = {authority.region for authority in self.authorities}
        return regions.pop() if len(regions) == 1 else None


@lru_cache(maxsize=1)
def authorities() -> dict[str, Authority]:
    """Every authority by name."""
    text = files("findings_nlp.keys").joinpath("authorities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["name"]: Authority(row["name"], row["code"], row["region"], tuple(filter(None, row["also"].split("|"))))
        for row in rows
    }


def _spellings(authority: Authority) -> set[str]:
    out = set()
    for name in (authority.name, *authority.also):
        text = plain(name)
        out.add(text)
        if found := _OF.match(text):
            out |= {found["name"], f"{found['kind']} of {found['name']}"}
    out |= {text.removeprefix("county ") for text in out} | {text.removeprefix("the ") for text in out}
    # "Fulham and Hammersmith": an authority's own parts in another order
    out |= {" and ".join(reversed(_PARTED.split(text))) for text in out if text.count(" and ") == 1 and "," not in text}
    return out


@lru_cache(maxsize=1)
def _full() -> dict[str, Authority]:
    return {text: authority for authority in authorities().values() for text in _spellings(authority)}


@lru_cache(maxsize=1)
def _short() -> dict[str, Authority]:
    """Names without the river or sea, where only one authority has that short name and none has it in full."""
    found: dict[str, set[str]] = {}
    for text, authority in _full().items():
        if (short := _RIVER.sub("", text)) != text:
            found.setdefault(short, set()).add(authority.name)
    return {s: authorities()[next(iter(n))] for s, n in found.items() if len(n) == 1 and s not in _full()}


@lru_cache(maxsize=1)
def _named() -> dict[tuple[str, str], Area]:
    raw = tomllib.loads(files("findings_nlp.keys").joinpath("areas.toml").read_text(encoding="utf-8"))
    out = {}
    for entry in raw["area"]:
        area = Area(tuple(authorities()[name] for name in entry["authorities"]), entry["name"])
        for name in (entry["name"], *entry.get("also", ())):
            out[plain(name), entry["kind"]] = area
    return out


def area_of(place: str, kind: str) -> Area | None:
    """The area that a place's name names; None where any part of it is no authority's name.

    Args:
        place: the place alone, without the words that tell the kind of service.
        kind: the kind of service: `youth`, `pdu` ...; areas of `areas.toml` and short names hold for some kinds only.

    >>> [a.code for a in area_of("St. Helens & Knowsley", "pdu").authorities]
    ['E08000011', 'E08000013']
    >>> area_of("West Mercia", "youth").region
    'West Midlands'
    >>> area_of("Knowsley and Ashmere", "pdu") is None
    True
    """
    text = plain(place)
    if area := _named().get((text, kind)):
        return area
    found = _cover(text, kind)
    if found is None:
        return None
    chosen = tuple(sorted(found, key=lambda authority: authority.name))
    same = (area for area in _named().values() if set(area.authorities) == set(chosen) and len(chosen) > 1)
    return next(same, Area(chosen)) if kind == "youth" else Area(chosen)


def _name(text: str, kind: str) -> Authority | None:
    # a youth service is an upper-tier authority's, so that its short name can be no district's
    return _full().get(text) or (_short().get(text) if kind == "youth" else None)


def _cover(text: str, kind: str) -> set[Authority] | None:
    """The authorities whose names, parted by commas or `and`, make up the text; the longest names first."""
    if whole := _name(text, kind):
        return {whole}
    parts, marks = _PARTED.split(text), _PARTED.findall(text)
    # best[k]: authorities of the first k parts, from the fewest names
    best: list[list[Authority] | None] = [[]] + [None] * len(parts)
    for end in range(1, len(parts) + 1):
        for start in range(end):
            before = best[start]
            if before is None:
                continue
            name = parts[start] + "".join(m + p for m, p in zip(marks[start : end - 1], parts[start + 1 : end], strict=True))
            one = _name(name.strip(), kind) or (_elliptic(parts, start, kind) if end == start + 1 else None)
            if one and (best[end] is None or len(before) + 1 < len(best[end] or [])):
                best[end] = [*before, one]
    return set(best[-1]) if best[-1] else None


def _elliptic(parts: list[str], start: int, kind: str) -> Authority | None:
    """`North` in "North and North East Lincolnshire": what the next part ends in belongs to it too."""
    if start + 1 >= len(parts) or parts[start] not in ("north", "south", "east", "west"):
        return None
    last = parts[start + 1].rsplit(" ", 1)
    return _name(f"{parts[start]} {last[-1]}", kind) if len(last) == 2 else None
