"""Reviews beside an archive: `OUT/reviews/ID.json` holds what a review asked, so that a returned file can be compared with it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from findings_nlp.errors import DataFileError
from findings_nlp.review.sample import Review

FOLDER = "reviews"
_ID = re.compile(r"[0-9a-f]{12}")
_FIELDS = ("id", "by", "themes", "polarities", "findings", "links")


def path_of(out: Path, name: str) -> Path:
    """Where the review with this id is stored."""
    return out / FOLDER / f"{name}.json"


def stored_review(out: Path, name: Any, given: str) -> Review:
    """The review that a returned file belongs to.

    Args:
        out: the archive's folder.
        name: the id that the file tells.
        given: the file, for messages.

    Raises:
        DataFileError: where the file tells no id, or the archive has no such review.
    """
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise DataFileError(given, "is no review made by findings-nlp: it tells no review's id")
    path = path_of(out, name)
    try:
        found = json.loads(path.read_bytes())
        return Review(**{field: found[field] for field in _FIELDS}, recommendations=found.get("recommendations", []))
    except FileNotFoundError:
        raise DataFileError(
            given, f"belongs to the review {name}, which {out} does not have: name the archive it was made from"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataFileError(str(path), f"is damaged ({type(error).__name__}): make the review again") from None
