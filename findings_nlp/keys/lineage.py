"""What became of a service: its predecessors and successors, from `lineage.toml`, where each change names its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Change:
    """A dated change: services, or kinds of service where it was one for the whole country, and what came in their place."""

    date: str
    source: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    kinds_before: tuple[str, ...] = ()
    kinds_after: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def changes() -> tuple[Change, ...]:
    """Every change, by date."""
    raw = tomllib.loads(files("findings_nlp.keys").joinpath("lineage.toml").read_text(encoding="utf-8"))
    found = (
        Change(
            entry["date"],
            entry["source"],
            tuple(entry.get("from", ())),
            tuple(entry.get("to", ())),
            tuple(entry.get("from_kinds", ())),
            tuple(entry.get("to_kinds", ())),
        )
        for entry in raw["change"]
    )
    return tuple(sorted(found, key=lambda change: change.date))


def predecessors(service_id: str) -> tuple[str, ...]:
    """Ids of the services that this one came in the place of.

    >>> predecessors("youth-cumberland")
    ('youth-cumbria',)
    """
    return tuple(before for change in changes() if service_id in change.after for before in change.before)


def successors(service_id: str) -> tuple[str, ...]:
    """Ids of the services that came in its place."""
    return tuple(after for change in changes() if service_id in change.before for after in change.after)


def kind_changes(kind: str) -> tuple[Change, ...]:
    """The changes that ended a kind of service, or began it, everywhere at once."""
    return tuple(change for change in changes() if kind in change.kinds_before or kind in change.kinds_after)
