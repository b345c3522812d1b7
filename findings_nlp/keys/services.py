"""Which service a report is about: one id for a place and a kind, however its name is written and whatever it was called.

A youth offending team, youth offending service and youth justice service of one place are one service. A probation division,
region, delivery unit and a youth service of one place are different organisations.

>>> service_of("St. Helens & Knowsley YOS", "yos_2018").id == service_of("Knowsley and St Helens youth justice service", "yjs_2021").id
True
>>> service_of("Ashmere PDU", "pdu_2021").id, service_of("Ashmere", "yjs_2021").id
('pdu-ashmere', 'youth-ashmere')
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from findings_nlp.keys.areas import Area, area_of
from findings_nlp.keys.texts import plain, slug

_PARTED = re.compile(r",|\band\b")
_LONGEST = 120
# families without a service of their own: many services, or a topic
_TITLES = re.compile(r"\b(?:thematic|annual report|review of|central functions|effective practice|consultation)\b", re.I)


@dataclass(frozen=True, slots=True)
class Service:
    """The identity of a service.

    Attributes:
        id: stays the same over names and frameworks: `youth-knowsley_st-helens`.
        kind: `youth`, `pdu`, `region`, `division`, `crc`, `premises`, `national` or `other`.
        sector: `youth`, `adult` or `other`.
        place: the place as plain words in a fixed order; for comparison, not for print.
        area: its authorities, where the place is made up of their names.
    """

    id: str
    kind: str
    sector: str
    place: str
    area: Area | None

    @property
    def key(self) -> str:
        """One string for place and kind, as words."""
        return f"{self.place} {self.kind}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of service, from `kinds.toml`."""

    id: str
    name: str
    sector: str
    words: re.Pattern[str] | None
    families: tuple[str, ...]


@lru_cache(maxsize=1)
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("findings_nlp.keys").joinpath("kinds.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Every kind of service by id, in the order in which they are looked for."""
    out = {}
    for name, raw in _raw()["kind"].items():
        words = re.compile(rf"\b(?:{'|'.join(raw['words'])})\b") if raw["words"] else None
        out[name] = Kind(name, raw["name"], raw["sector"], words, tuple(raw["families"]))
    return out


@lru_cache(maxsize=1)
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    place = _raw()["place"]
    return re.compile(rf"^(?:(?:{'|'.join(place['before'])})\s+)+"), re.compile(rf"(?:\s+(?:{'|'.join(place['after'])}))+$")


def service_of(name: str | None, family: str = "unknown", title: str | None = None) -> Service | None:
    """The service that a report's inspected body is; None for a report on a topic, or where no body is named.

    Args:
        name: the inspected body, or a name as a title or a list writes it.
        family: the report's family; decides the kind where it belongs to one.
        title: the report's title; tells a thematic report, and a kind that the name does not.
    """
    if not name or (family == "unknown" and _TITLES.search(title or "")):
        return None
    text, kind = plain(name), ""
    for found in kinds().values():
        if found.words and found.words.search(text):
            kind = kind or found.id
            text = found.words.sub(" ", text)
    of_family = next((k.id for k in kinds().values() if family.startswith(k.families or ("\0",))), "")
    kind = of_family or kind or _kind_of(title or "") or "other"
    return _made(_place(text) or plain(name), kind)


def _kind_of(title: str) -> str:
    text = plain(title)
    return next((k.id for k in kinds().values() if k.words and k.words.search(text)), "")


def _place(text: str) -> str:
    before, after = _edges()
    text = " ".join(text.split())
    while True:
        shorter = after.sub("", before.sub("", text)).strip(" ,")
        if shorter in ("", text):
            return text.strip(" ,")
        text = shorter


def _made(text: str, kind: str) -> Service:
    area = area_of(text, kind)
    # an authority's own name may hold an `and`; of unknown names the parts are put in order, the words in a part are not
    names = [area.name] if area and area.name else [a.name for a in area.authorities] if area else _PARTED.split(text)
    parts = sorted(filter(None, (_known(name) for name in names)))
    place = "_".join(slug(part) for part in parts) or slug(text)
    if len(place) > _LONGEST:
        place = f"{place[:_LONGEST]}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
    return Service(f"{kind}-{place}", kind, kinds()[kind].sector, " and ".join(parts) or text or "unnamed", area)


def _known(name: str) -> str:
    """A part of a place: of authorities without what the source adds in inverted order ("Bristol, City of")."""
    return " ".join(re.sub(r" , (?:city|county) of$", "", plain(name)).replace(",", " ").split())
