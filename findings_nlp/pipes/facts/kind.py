"""What a publication is: its family, and whether it is an inspection report at all."""

from __future__ import annotations

from typing import Any

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.cover import cover_of
from findings_nlp.document.doc import BlockView
from findings_nlp.families import Family, identify, parse_family, shipped_families
from findings_nlp.families.family import kind_of


def family_of(
    blocks: list[BlockView], places: list[BlockContext], metadata: dict[str, Any], data: dict[str, Any] | None = None
) -> Family | None:
    """The report's family, None where none fits; a family of the user's own was chosen with the sections."""
    if data and data.get("own_family"):
        return parse_family(data["own_family"], "the family's file")
    cover = " ".join(b.text for b in cover_of(blocks))
    text = "\n".join(b.text for b, p in zip(blocks, places, strict=True) if b.kind in ("heading", "row") or p.part == "ratings")
    families = shipped_families()
    # the cover also names the region or the parent body, so it only speaks where the title does not
    found = identify(metadata["title"] or "", text, metadata["published"], families)
    if found is None:
        found = identify(f"{metadata['title'] or ''} {cover}", text, metadata["published"], families)
    return found


def document_kind(blocks: list[BlockView], title: str | None, family: Family | None) -> str:
    """`inspection_report`, or what its title, a line such as "Notes to editors" or its family says that it is instead."""
    lines = [
        text.strip(" :") for b in blocks if b.kind != "furniture" for text in (b.cell_texts() or [b.text]) if len(text) < 100
    ]
    return kind_of(title, lines, family)
