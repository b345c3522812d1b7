"""Who a recommendation is addressed to: kind and id of each body, however the addressee is written; from `bodies.toml`.

>>> [(b.id, b.kind) for b in bodies_of("Her Majesty's Prison and Probation Service")]
[('hmpps', 'hmpps')]
>>> [b.id for b in bodies_of("The Probation Service – North Fells region")] == [b.id for b in bodies_of("North Fells region")]
True
>>> [b.id for b in bodies_of("The Home Office and the National Police Chiefs' Council")]
['home-office', 'npcc']
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from findings_nlp.keys.services import Service, service_of
from findings_nlp.keys.texts import plain, slug

# kinds that are a service, or its board, and its kind in `kinds.toml`: one id for the two
_OWN = {
    "yjs": "youth", "yjs_board": "youth", "pdu": "pdu", "crc": "crc", "division": "division", "region": "region",
    "premises": "premises",
}  # fmt: skip
_WORDS = {
    "youth": "youth justice service", "pdu": "pdu", "crc": "crc", "division": "division", "region": "region",
    "premises": "approved premises",
}  # fmt: skip
_CUT = re.compile(r"(?<!\s)\s*,\s*and\s+|(?<!\s)\s*[,;]\s*|(?<!\s)\s+and\s+|(?<!\s)\s+together with\s+", re.I)
# "the Probation Service, North West region": the first says only what kind of region it is
_APPOSED = re.compile(r"^(?:the )?probation service\s*[,:–—-]\s*(?=.*\bregion\b)", re.I)
_PLURAL = re.compile(
    r"\b(?:units|pdus|ldus|regions|divisions|companies|crcs|services|teams|directors|boards|partnerships|all|heads)\b"
)
# left over around a place and no part of it
_AROUND = re.compile(
    r"\b(?:directors?|heads?|chairs?|managers?|leaders?|leadership|boards?|partnership|services?|departments?|executive|officer|teams?|"
    r"(?:city|county|borough|district|unitary|metropolitan)(?= councils?\b)|councils?|trust|probation|regional|nhs|foundation|of|for|at|in|s)\b"
)
_MANY = re.compile(
    r"^(?:all|the|other|local|both|these|three|two|relevant|each|every|inspected|probation|in|of|and|for|nine|six|ten|bodies|organisations|agencies|partners|services|providers)?$"
)
# an addressee of more words is a sentence that was taken for one
_LONGEST = 11


@dataclass(frozen=True, slots=True)
class Body:
    """A body. `id` is None where its kind is known and its place is not: no two of them are taken for one.

    `name` is the canonical name of a body that there is one of, else the addressee's own words.
    """

    id: str | None
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of body; `id` where there is one body of it."""

    id: str
    name: str
    words: re.Pattern[str]
    single: str | None


@lru_cache(maxsize=1)
def _raw() -> dict[str, Any]:
    return tomllib.loads(files("findings_nlp.keys").joinpath("bodies.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def body_kinds() -> dict[str, Kind]:
    """Every kind of body by id, in the order in which they are looked for; `other` is what none of them is."""
    found = {
        name: Kind(name, raw["name"], re.compile(rf"\b(?:{'|'.join(raw['words'])})(?!\w)"), raw.get("id"))
        for name, raw in _raw()["kind"].items()
    }
    return found | {"other": Kind("other", "Other", re.compile(r"(?!)"), None)}


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = _raw()
    roles = "|".join(raw["role"]["words"])
    return re.compile("|".join(raw["joined"]), re.I), re.compile(rf"^(?:{roles})\s+(?=\w)|\s+(?:{roles})$")


def bodies_of(addressee: str | None, service: Service | None = None) -> list[Body]:
    """The bodies that an addressee names, in its order.

    Args:
        addressee: as printed.
        service: the service that the report is about, for addressees that name no place ("the management board").
    """
    if not addressee or not addressee.strip():
        return []
    out: list[Body] = []
    for part in _parts(addressee):
        body = _body(part, service)
        if body not in out:
            out.append(body)
    return out


def _parts(addressee: str) -> list[str]:
    """The addressee's parts where each of them is a body of a known kind; else the whole of it."""
    text = _APPOSED.sub("", " ".join(addressee.split()))
    whole = [m.span() for m in _patterns()[0].finditer(text)]
    cuts = [m.span() for m in _CUT.finditer(text) if not any(start < m.end() and m.start() < end for start, end in whole)]
    edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
    parts = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return parts if len(parts) > 1 and all(_is_body(_words(part)) for part in parts) else [text]


def _words(text: str) -> str:
    return " ".join(word for word in plain(text).replace(",", " ").split() if word not in ("the", "together", "jointly"))


def _kind(words: str) -> Kind | None:
    return next((kind for kind in body_kinds().values() if kind.words.search(words)), None)


def _is_body(words: str) -> bool:
    """Whether words name a body on their own: "NHS Fells" in "NHS Fells and Moors Integrated Care Board" does not."""
    kind = _kind(words)
    return kind is not None and (kind.single is not None or _kind(words.removeprefix("nhs ")) is not None)


def _body(part: str, service: Service | None) -> Body:
    words, name = _words(part), re.sub(r"^the\s+", "", part, flags=re.I)
    kind = _kind(words)
    if kind is None:
        told = 0 < len(words.split()) <= _LONGEST and not all(_MANY.fullmatch(word) for word in words.split())
        return Body(f"other-{slug(words)}" if told else None, "other", name)
    if kind.single:
        return Body(kind.single, kind.id, kind.name)
    place = " ".join(_AROUND.sub(" ", kind.words.sub(" ", _patterns()[1].sub(" ", words))).split())
    if all(_MANY.fullmatch(word) for word in place.split()):
        return Body(_own(kind, service, words), kind.id, name)
    if kind.id in _OWN and _PLURAL.search(kind.words.sub(lambda m: m[0] if kind.id != "yjs_board" else " ", words)):
        return Body(None, kind.id, name)
    return Body(_of_place(kind, place), kind.id, name)


def _of_place(kind: Kind, place: str) -> str:
    of = _OWN.get(kind.id)
    found = service_of(f"{place} {_WORDS[of]}") if of else None
    if found is None or found.kind != of:
        return f"{kind.id}-{slug(place)}"
    return found.id if kind.id in _OWN and kind.id != "yjs_board" else f"yjs_board-{found.id.removeprefix('youth-')}"


def _own(kind: Kind, service: Service | None, words: str) -> str | None:
    """The id of the inspected service or its board, where the addressee names one of its kind and no place."""
    if service is None or service.kind != _OWN.get(kind.id) or (_PLURAL.search(words) and not kind.words.search(words)):
        return None
    return service.id if kind.id != "yjs_board" else f"yjs_board-{service.id.removeprefix('youth-')}"
