"""Which language a report is in and, among the families of a user's own, which it belongs to: what decides its wordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from findings_nlp.document.cover import cover_of, title_of
from findings_nlp.document.dates import iso
from findings_nlp.document.doc import BlockView
from findings_nlp.document.language import language_of
from findings_nlp.families import Family, identify


def manner_of(blocks: list[BlockView], families: Sequence[Family]) -> dict[str, str]:
    """What later components read: `language`, `own_family` (its file's text) and `wordings` (see `wordings_of`)."""
    language = language_of(" ".join(block.text for block in blocks))
    own = _own(blocks, families) if families else None
    text = own.source if own else ""
    return {"language": language, "own_family": text, "wordings": own.text if own else "" if language == "en" else language}


def _own(blocks: list[BlockView], families: Sequence[Family]) -> Family | None:
    """The family whose title fits the cover's title, the whole cover or the running foot, in this order."""
    cover = cover_of(blocks)
    lines = [b.text for b in cover]
    published = next((found for line in lines if len(line) < 120 and (found := iso(line))), None)
    headed = "\n".join(b.text for b in blocks if b.kind in ("heading", "row"))
    feet = Counter(b.text for b in blocks if b.kind == "furniture")
    foot = max(feet, key=lambda text: feet[text], default="")
    for title in (title_of(blocks, cover) or "", " ".join(lines), foot):
        if family := identify(title, headed, published, families):
            return family
    return None
