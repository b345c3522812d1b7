"""Safe, stable file names for pages, whatever the report or service is called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 60
# names that Windows keeps for devices, whatever the ending
_RESERVED = {"con", "prn", "aux", "nul", "index"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens; at most 60; never empty.

    >>> slug("Knowsley & St. Helens PDU"), slug("../../etc/passwd"), slug("بيت")
    ('knowsley-st-helens-pdu', 'etc-passwd', 'page')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or "page"


def _hashed(text: str) -> str:
    return f"{slug(text)}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def slugs(names: Iterable[str]) -> dict[str, str]:
    """A slug for every name, no two alike, independent of the order of the names.

    Where two names would share a slug, or one is a device's name, all of these carry part of their SHA-256.

    >>> slugs(["A b", "a-b", "c"])
    {'A b': 'a-b-a760b0e1e518', 'a-b': 'a-b-d44362d67d92', 'c': 'c'}
    """
    wanted = sorted(set(names))
    plain: dict[str, list[str]] = {}
    for name in wanted:
        plain.setdefault(slug(name), []).append(name)
    out = {}
    for short, group in plain.items():
        alone = len(group) == 1 and short not in _RESERVED and not re.search(r"-[0-9a-f]{12}$", short)
        out.update({group[0]: short} if alone else {name: _hashed(name) for name in group})
    return {name: out[name] for name in wanted}
