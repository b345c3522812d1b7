"""Which reports are about the same service: names change with the framework (youth offending team, youth justice service).

A service is its place and its kind. A probation division, region, delivery unit and a youth service of one place are
different organisations, so they are kept apart and only pointed to as related (docs/reports.md, 1).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

KINDS = {
    "youth": "Youth justice service",
    "delivery_unit": "Probation delivery unit",
    "region": "Probation region",
    "division": "National Probation Service division",
    "crc": "Community rehabilitation company",
    "premises": "Approved premises",
    "other": "Other",
}
# the words of a name that tell its kind, in the order they are looked for; they are dropped from the place
_WORDS = (
    ("youth", r"youth (?:offending|justice)(?: (?:services?|teams?|partnership|work))?|(?:yo[ts]|yj[st]|yots|yoss)"),
    ("delivery_unit", r"(?:probation )?delivery units?|pdus?|local delivery unit(?: cluster)?|ldus?"),
    ("crc", r"community rehabilitation company|crc"),
    ("premises", r"approved premises|probation hostel"),
    ("division", r"(?:nps |national probation service )?division|national probation service|nps"),
    ("region", r"(?:probation (?:service )?)?region"),
)
_KIND_WORDS = [(kind, re.compile(rf"\b(?:{words})\b")) for kind, words in _WORDS]
_FAMILY_KINDS = (("yos", "youth"), ("yjs", "youth"), ("pdu", "delivery_unit"), ("region", "region"), ("crc_2018", "crc"), ("nps_2018", "division"))  # fmt: skip
_FILLER = re.compile(r"^(?:the |london borough of |royal borough of |metropolitan borough of )+")


@dataclass(frozen=True, slots=True, order=True)
class Service:
    """The identity of a service: `place` is normal text for comparison, not for print."""

    place: str
    kind: str

    @property
    def key(self) -> str:
        """One string for the two."""
        return f"{self.place} {self.kind}"


def service_of(name: str, family: str) -> Service:
    """The service that a report's inspected body is.

    >>> service_of("St. Helens & Knowsley YOS", "yos_2018") == service_of("Knowsley and St Helens youth justice service", "yjs_2021")
    True
    >>> service_of("Ashmere PDU", "pdu_2021") == service_of("Ashmere", "yjs_2021")
    False
    """
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    text = " ".join(re.sub(r"[^\w,]+", " ", re.sub(r"[.'’]", "", text)).split())
    kind = ""
    bare = text
    for found, pattern in _KIND_WORDS:
        if pattern.search(bare):
            kind = kind or found
            bare = pattern.sub(" ", bare)
    kind = next((k for prefix, k in _FAMILY_KINDS if family.startswith(prefix)), "") or kind or "other"
    bare = _FILLER.sub("", " ".join(bare.split()))
    # "A and B", "B, A" name one area: the parts are put in order, the words in a part are not
    parts = sorted(p.strip() for p in re.split(r",|\band\b", bare) if p.strip())
    return Service(" and ".join(parts) or text or "unnamed", kind)
