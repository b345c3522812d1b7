"""The service that a report is about, by the key of the tables (docs/keys.md)."""

from __future__ import annotations

from dataclasses import dataclass

from findings_nlp.keys.services import kinds
from findings_nlp.keys.texts import slug

KINDS = {kind.id: kind.name for kind in kinds().values()}
OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Service:
    """The identity of a service: its id over names and frameworks, and its kind."""

    id: str
    kind: str

    @property
    def place(self) -> str:
        """The place alone, as services of several kinds may share it."""
        return self.id.partition("-")[2]


def service_of_row(service_id: str, kind: str, body: str) -> Service:
    """The service of a row of `reports`; a report without one stands for itself, under what it is called.

    >>> service_of_row("pdu-ashmere", "pdu", "Ashmere PDU").place, service_of_row("", "", "A thematic review").id
    ('ashmere', 'none-a-thematic-review')
    """
    if service_id:
        return Service(service_id, kind if kind in KINDS else OTHER)
    return Service(f"none-{slug(body)}", OTHER)
