"""Tags that cannot stand where they stand, read as those that can: a cell in a list, anything but a cell in a row of a table."""

from __future__ import annotations

from functools import lru_cache

from findings_nlp.source.pdf import SIDEWAYS, TextLayer

_CELLS = {"TD", "TH"}
_OTHER = {SIDEWAYS, "Artifact"}


def settle_roles(layer: TextLayer) -> None:
    """Change the roles of lines in place; as many roles as tags remain."""
    for page in layer.pages:
        for line in page.lines:
            if len(line.roles) > 1:
                line.roles = _settled(line.roles)


@lru_cache(maxsize=4096)
def _settled(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Roles as ISO 32000-1, 14.8.4.3 allows them, outermost first.

    >>> _settled(("L", "LI", "TD")), _settled(("L", "TD")), _settled(("Table", "TR", "Note"))
    (('L', 'LI', 'LBody'), ('L', 'LI'), ('Table', 'TR', 'TD'))
    """
    *above, last = roles
    if last in _CELLS and above[-1] in ("L", "LI", "LBody"):
        return (*above, "LI" if above[-1] == "L" else "LBody")
    if above[-1] == "TR" and last not in _CELLS | _OTHER:
        return (*above, "TD")
    return roles
