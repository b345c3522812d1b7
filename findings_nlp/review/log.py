"""`corrections.jsonl`: what reviewers found, one line each, beside the archive. Lines are added and never changed.

A line holds `batch`, `who`, `when` and `what`: `finding` (its polarity and themes, `before` and `after`), `link` (of a
recommendation to a finding) or `undo` (the batch it takes back). A finding that was checked and left as it was has the same
before and after.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from findings_nlp.errors import DataFileError

NAME = "corrections.jsonl"
Entry = dict[str, Any]
_SHARED = ("batch", "who", "when", "what")
_TEXTS = {
    "undo": (),
    "finding": ("report", "finding", "text"),
    "link": ("report", "recommendation", "recommendation_text", "finding", "finding_text"),
}
BANDS = ("reason", "possible", "unlisted")
VERDICTS = ("reason", "none")


def read_log(path: Path) -> list[Entry]:
    """The lines of a log in order; none where there is no such file.

    Raises:
        DataFileError: for a file that cannot be read, or a line that is none of ours; names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(str(path), f"cannot be read ({getattr(error, 'strerror', None) or error})") from None
    out = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                raise DataFileError(str(path), f"line {number} is not JSON") from None
            if wrong := _wrong(entry):
                raise DataFileError(str(path), f"line {number} {wrong}")
            out.append(entry)
    return out


def _wrong(entry: Any) -> str | None:
    """What is wrong with a line; None where nothing is."""
    if not isinstance(entry, dict) or entry.get("what") not in _TEXTS:
        return "is no correction"
    for name in (*_SHARED, *_TEXTS[entry["what"]]):
        if not isinstance(entry.get(name), str):
            return f"has no text '{name}'"
    if entry["what"] == "undo":
        return None
    check = _wrong_finding if entry["what"] == "finding" else _wrong_link
    for side in ("before", "after"):
        value = entry.get(side)
        if not isinstance(value, dict) or check(value, side):
            return f"has a wrong '{side}'"
    return None


def _wrong_finding(value: dict[str, Any], side: str) -> bool:
    themes = value.get("themes")
    return not (
        isinstance(value.get("polarity"), str) and isinstance(themes, list) and all(isinstance(theme, str) for theme in themes)
    )


def _wrong_link(value: dict[str, Any], side: str) -> bool:
    return value.get("link") not in (BANDS if side == "before" else VERDICTS)


def lines(entries: Iterable[Entry]) -> str:
    """Entries as lines of the log."""
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def active(entries: Sequence[Entry]) -> list[Entry]:
    """The findings and links of the batches that were not taken back, in order."""
    undone = {entry["batch"] for entry in entries if entry["what"] == "undo"}
    return [entry for entry in entries if entry["what"] != "undo" and entry["batch"] not in undone]


def in_force(entries: Sequence[Entry]) -> list[Entry]:
    """The last line on each finding and link, of the batches that were not taken back."""
    last: dict[tuple[str, ...], Entry] = {}
    for entry in active(entries):
        last.pop(key_of(entry), None)
        last[key_of(entry)] = entry
    return list(last.values())


def pinned(entries: Sequence[Entry]) -> list[tuple[Entry, dict[str, Any]]]:
    """For each finding and link that was corrected a line on it, and what its `polarity`, `themes` or `link` is to be.

    What a later review confirmed stays as an earlier one corrected it.
    """
    found: dict[tuple[str, ...], tuple[Entry, dict[str, Any]]] = {}
    for entry in active(entries):
        _, fixed = found.setdefault(key_of(entry), (entry, {}))
        fixed |= {name: entry["after"][name] for name in changed(entry)}
    return [(entry, fixed) for entry, fixed in found.values() if fixed]


def key_of(entry: Entry) -> tuple[str, ...]:
    """What an entry speaks of: kind, report, texts and ids."""
    return (entry["what"], *(entry[name] for name in _TEXTS[entry["what"]]))


def batches(entries: Sequence[Entry]) -> list[str]:
    """The batches that were not taken back, oldest first."""
    return list(dict.fromkeys(entry["batch"] for entry in active(entries)))


def changed(entry: Entry) -> list[str]:
    """What a reviewer corrected: `polarity`, `themes` or `link`; nothing where it was only confirmed."""
    before, after = entry["before"], entry["after"]
    if entry["what"] == "link":
        return ["link"] if (before["link"] == "reason") != (after["link"] == "reason") else []
    side = ["polarity"] if before["polarity"] != after["polarity"] else []
    return side + (["themes"] if set(before["themes"]) != set(after["themes"]) else [])
