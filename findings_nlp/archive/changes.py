"""What a run changed against the last completed one: reports added, gone, renamed, changed, with the findings that differ."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings_nlp.archive.outcomes import Outcome, RunError
from findings_nlp.archive.store import Store, write_whole

_NAME = "manifest.json"
_FIELDS = ("report", "path", "sha256", "status")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the last completed run held: when it ended, its settings' key, and a few fields of each outcome, by id."""

    finished: str
    key: str
    files: dict[str, dict[str, Any]]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the last completed run; None where there is none or it cannot be read."""
    try:
        found = json.loads((folder / _NAME).read_bytes())
        return Manifest(found["finished"], found["key"], {f["report"]: f for f in found["files"]})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_manifest(store: Store, finished: str, outcomes: Sequence[Outcome]) -> None:
    """Keep what the next run compares with.

    Raises:
        OSError: where it cannot be written.
    """
    files = [{name: getattr(o, name) for name in _FIELDS} for o in outcomes]
    text = json.dumps({"finished": finished, "key": store.key, "files": files}, indent=0)
    write_whole(store.folder / _NAME, text + "\n")


def compare(before: Manifest | None, outcomes: Sequence[Outcome], store: Store) -> dict[str, Any] | None:
    """The differences as plain values for `run.json`; None for a first run."""
    if before is None:
        return None
    now = {o.report: o for o in outcomes}
    added = [name for name in now if name not in before.files]
    gone = [name for name in before.files if name not in now]
    renamed = _renamed(before, now, added, gone)
    for old, new in renamed:
        gone.remove(old)
        added.remove(new)
    earlier = Store(store.folder, before.key)
    changed = [
        change for name in before.files.keys() & now.keys() if (change := _change(before.files[name], earlier, now[name], store))
    ]
    return {
        "against": before.finished,
        "settings_changed": before.key != store.key,
        "added": added,
        "gone": gone,
        "renamed": [{"from": old, "to": new} for old, new in renamed],
        "changed": sorted(changed, key=lambda change: str(change["report"])),
    }


def _renamed(before: Manifest, now: dict[str, Outcome], added: list[str], gone: list[str]) -> list[tuple[str, str]]:
    """Files with the same bytes under another id."""
    by_hash = {before.files[name]["sha256"]: name for name in gone if before.files[name]["sha256"]}
    out = []
    for name in added:
        old = by_hash.pop(now[name].sha256, None)
        if old is not None:
            out.append((old, name))
    return out


def _change(old: dict[str, Any], earlier: Store, new: Outcome, store: Store) -> dict[str, Any] | None:
    same_bytes = old["sha256"] == new.sha256
    if same_bytes and earlier.key == store.key and old["status"] == new.status:
        return None
    past = _findings(earlier, old["sha256"] if old["status"] in ("ok", "partial") else None)
    present = _findings(store, new.sha256 if new.has_record else None)
    if past is None or present is None:
        return None if same_bytes and old["status"] == new.status else _told(old, new, [], [], same_bytes)
    fresh, vanished = sorted((present - past).elements()), sorted((past - present).elements())
    if same_bytes and not fresh and not vanished and old["status"] == new.status:
        return None
    return _told(old, new, fresh, vanished, same_bytes)


def _told(
    old: dict[str, Any], new: Outcome, fresh: list[tuple[str, str]], vanished: list[tuple[str, str]], same_bytes: bool
) -> dict[str, Any]:
    return {
        "report": new.report,
        "file_changed": not same_bytes,
        "status": [old["status"], new.status],
        "findings_new": [{"polarity": p, "text": t} for p, t in fresh],
        "findings_vanished": [{"polarity": p, "text": t} for p, t in vanished],
    }


def _findings(store: Store, sha256: str | None) -> Counter[tuple[str, str]] | None:
    """Polarity and text of a record's findings, counted; empty without a record, None where it is no longer there."""
    if sha256 is None:
        return Counter()
    try:
        return Counter((f.polarity, f.text) for f in store.record(sha256, "").findings)
    except RunError:
        return None
