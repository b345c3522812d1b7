"""What frames and shaded panels hold, and which paragraphs are quotations."""

from __future__ import annotations

import re

from findings_nlp.document.contexts import standard_of
from findings_nlp.document.doc import BlockView
from findings_nlp.families import Headings
from findings_nlp.pipes.sections.learnt_headings import leads_in

_QUOTE = re.compile(r"\s*[“\"]")
_WHOLE_QUOTE = re.compile(
    r"\s*(?:“[^”]+(?:”\s*“[^”]+)*”|\"[^\"]+\"|‘[^‘]{20,}’(?=\s*(?:\(|[–—-]|$)))(?:\s*[.,])?(?:\s*(?:\([^)]{3,90}\)|[–—-]\s*[^.“”\"]{3,90}|[A-Z](?:[^.“”\"?!\s]*\s){0,7}[^.“”\"?!\s]{1,30}))?(?:\s*\.)?\s*"
)


def is_quote(text: str) -> bool:
    """Whether a paragraph is nothing but somebody's words, with or without who said them."""
    return bool(_QUOTE.match(text) or text.startswith("‘")) and len(text.split()) >= 4 and bool(_WHOLE_QUOTE.fullmatch(text))


def _heads(blocks: list[BlockView], first: BlockView, wordings: Headings, cards: set[int]) -> bool:
    """Whether a frame stands right below the heading of a side, or below another such frame."""
    above = next((b for b in reversed(blocks[: first.index]) if b.kind not in ("furniture", "footnote")), None)
    return above is not None and (above.box in cards if above.kind != "heading" else bool(wordings.polarity_of(above.text)))


def panels_of(blocks: list[BlockView], wordings: Headings) -> dict[int, str]:
    """What each frame or panel holds: `box` (an example, aside or illustration), `quote`, or nothing special."""
    inside: dict[int, list[BlockView]] = {}
    for block in blocks:
        if block.box >= 0 and block.kind not in ("furniture", "footnote"):
            inside.setdefault(block.box, []).append(block)
    out = {}
    cards: set[int] = set()
    for box, members in inside.items():
        first = members[0]
        if any(m.kind == "heading" and (wordings.polarity_of(m.text) and not wordings.is_box(m.text)) for m in members):
            continue
        if any(standard_of(m.text) and m.kind == "heading" for m in members):
            continue
        if leads_in(first.text) and any(pattern.fullmatch(first.text.strip()) for pattern in wordings.addressee):
            continue  # recommendations to one body
        if all(is_quote(m.text) or (len(m.text) < 90 and i) for i, m in enumerate(members)) and is_quote(first.text):
            out[box] = "quote"
        elif first.kind == "bullet" or all(m.kind == "heading" for m in members):
            continue
        elif first.kind == "paragraph" and not wordings.is_box(first.text) and _heads(blocks, first, wordings, cards):
            cards.add(box)  # the rows of a list in a table of one column, or each item in a frame of its own
        elif wordings.is_box(first.text) or (
            (len(members) > 1 or len(first.text) > 200) and wordings.part_of(first.text) is None
        ):
            out[box] = "box"
    return out
