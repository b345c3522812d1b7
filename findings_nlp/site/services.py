"""Which reports are about the same service, for the pages: the service of `keys.services`, and a page for every other report too."""

from __future__ import annotations

from findings_nlp.keys.services import Service, kinds
from findings_nlp.keys.services import service_of as known_service_of
from findings_nlp.keys.texts import plain, slug

KINDS = {kind.id: kind.name for kind in kinds().values()}


def service_of(name: str, family: str) -> Service:
    """The service that a report's inspected body is; a report that is about none stands under its own name.

    >>> service_of("St. Helens & Knowsley YOS", "yos_2018") == service_of("Knowsley and St Helens youth justice service", "yjs_2021")
    True
    """
    place = plain(name) or "unnamed"
    return known_service_of(name, family) or Service(f"other-{slug(place)}", "other", "other", place, None)
