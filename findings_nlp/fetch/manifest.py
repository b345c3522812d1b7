"""The manifest: one JSON object a line for each address, the last line of an address counts."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

NAME = "manifest.jsonl"


@dataclass(frozen=True)
class Entry:
    """What is known of one address.

    `kind` is what the publication is by its title (`inspection_report`, `annual_report`, `guidance` ...) or the file by its name
    (`data_file`, `other_file`), `form` is `pdf`, `html` (a page that is itself the publication) or `other`. `status`: `fetched` (new
    or changed), `unchanged` (the server says so), `missing` (HTTP 404 or 410), `refused` (robots.txt or another host), `passed_over`
    (a file that is no report), `failed`. `file` is the name in the folder, `sha256` and `bytes` are of that file: they stay where a later
    run finds the address missing or failing, and so does the file. `fetched_at`, `checked_at`: UTC, ISO 8601.
    """

    url: str
    title: str | None = None
    link: str | None = None
    date: str | None = None
    page: str | None = None
    kind: str | None = None
    form: str = "pdf"
    final_url: str | None = None
    file: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    status: str = "failed"
    reason: str | None = None
    fetched_at: str | None = None
    checked_at: str | None = None

    def told(self, status: str, reason: str | None = None) -> Entry:
        """The entry after a check, now."""
        return replace(self, status=status, reason=reason, checked_at=now())


_FIELDS = {f.name for f in fields(Entry)}


def now() -> str:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Manifest:
    """The entries of a folder. Each `put` is on disk before it returns; `save` writes each address once, at one stroke."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.entries: dict[str, Entry] = {}
        self.broken = 0
        lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines() if self.path.exists() else []
        for line in lines:
            try:
                raw = json.loads(line)
                entry = Entry(**{k: v for k, v in raw.items() if k in _FIELDS})
                self.entries[entry.url] = entry
            except (ValueError, TypeError, AttributeError):
                # a run that was killed while writing leaves half a line: that address is asked for again
                self.broken += 1
        if self.broken:
            self.save()

    def put(self, entry: Entry) -> None:
        """Add or replace an address's entry."""
        self.entries[entry.url] = entry
        with self.path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(entry), ensure_ascii=True) + "\n")

    def save(self) -> None:
        """Write the manifest anew, one line for each address."""
        part = self.path.with_name(NAME + ".part")
        with part.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(asdict(entry), ensure_ascii=True) + "\n" for entry in self.entries.values())
            out.flush()
            os.fsync(out.fileno())
        part.replace(self.path)
