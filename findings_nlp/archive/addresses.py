"""Where files were had: the web addresses that a download's `manifest.jsonl` lists beside them, or a base address."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from findings_nlp.errors import ReportError

MANIFEST = "manifest.jsonl"
_WEB = re.compile(r"https?://[^\s<>\"#?]+", re.I)


class AddressError(ReportError):
    """A base address that is none."""

    stage = "input"


class Addresses:
    """The web addresses of files, by path. Lists are read once each; a line that is no entry is passed over.

    Args:
        base: the address of the folder that all files without an entry of their own lie in; None for none.

    Raises:
        AddressError: where `base` is no web address.
    """

    def __init__(self, base: str | None = None) -> None:
        if base is not None and not _WEB.fullmatch(base):
            raise AddressError(base, "is no web address: write it as https://example.org/folder/")
        self._base = base.rstrip("/") + "/" if base else None
        self._listed: dict[Path, dict[str, dict[str, Any]]] = {}

    def of(self, path: str | Path, sha256: str | None = None) -> str | None:
        """The address of a file; None where nothing tells it.

        Args:
            path: of the file.
            sha256: of its bytes: an entry for other bytes is passed over.
        """
        path = Path(path)
        entry = self._entries(path.parent).get(path.name)
        if entry and entry.get("sha256") in (None, sha256):
            return str(entry.get("final_url") or entry["url"])
        return self._base + quote(path.name.encode("utf-8", "surrogateescape")) if self._base else None

    def _entries(self, folder: Path) -> dict[str, dict[str, Any]]:
        if folder not in self._listed:
            self._listed[folder] = _read(folder / MANIFEST)
        return self._listed[folder]


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """The entries of a list by file; the last of a file counts."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except (OSError, ValueError):
        return {}
    out: dict[str, dict[str, Any]] = {}
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and isinstance(entry.get("file"), str) and isinstance(entry.get("url"), str):
            out[entry["file"]] = entry
    return out
