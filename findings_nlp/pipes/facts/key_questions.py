"""Key questions: the percentage tables of casework standards, in tables or in lines of text."""

from __future__ import annotations

import re

from findings_nlp.document.contexts import BlockContext, standard_of
from findings_nlp.document.doc import BlockView
from findings_nlp.families.rating_words import RatedItem
from findings_nlp.families.wordings import Wordings, wordings_of

_SHARE = re.compile(r"(\d{1,3})\s?(?:%|per cent)")
_CODED = re.compile(r"^([CA]\d{1,2})[.:]?(?:\s+(?=[A-Z])|$)")
_QUESTION = re.compile(r"^(?:do|does|is|are|was|were|did|has|have|can|how)\b", re.I)
_INLINE_QUESTION = re.compile(
    r"^(?P<q>(?:do|does|is|are|was|were|did|has|have)\b.{15,260}\?)(?:\s*[:–—])?\s*(?P<n>\d{1,3})\s?(?:%|per cent)$", re.I
)
_HEADER = re.compile(r"key question|percent|per cent|% ?yes|outcome|yes", re.I)
_ANSWER = re.compile(r"\W{0,9}(?:%|per ?cent(?:age)?)?\W{0,9}(yes|no)\W{0,9}(?:%|\(%\)|per ?cent)?\W{0,9}", re.I)


def _questions(cell: str) -> list[str]:
    """The questions of a cell, each with its mark, without the code before it ("C1")."""
    parts = (_CODED.sub("", q.strip()) for q in cell.split("?")[:-1])
    return [f"{q}?" for q in parts if _QUESTION.match(q)]


def _code_of(cells: list[str]) -> str | None:
    """The code of a question that a dynamic inspection asks of a case: `C1` (core), `A2` (contact suspended)."""
    return next((found[1] for c in cells if (found := _CODED.match(c))), None)


def find_key_questions(blocks: list[BlockView], places: list[BlockContext], wordings: Wordings | None = None) -> list[RatedItem]:
    """The percentages of key questions, those of annexes only where the chapters have none."""
    for parts in (("body",), ("ratings", "summary", "body", "front"), ("annex",)):
        chosen = [k for k, p in enumerate(places) if p.part in parts]
        found = _key_questions(blocks, chosen, places, wordings or wordings_of())
        if found:
            return found
    return []


def _key_questions(
    blocks: list[BlockView], indices: list[int], places: list[BlockContext], wordings: Wordings
) -> list[RatedItem]:
    out: list[RatedItem] = []
    seen: set[tuple[str | None, str]] = set()
    row_standard: str | None = None
    header, last = False, -9
    yes: int | None = None  # which of two figures is the share of yes
    for k in indices:
        block, place = blocks[k], places[k]
        if place.role in ("aside", "box", "quote", "finding"):
            continue
        pairs: list[tuple[str, int]] = []
        spread = [k]
        if block.kind == "row":
            cells = block.cell_texts()
            if k - last > 3:
                header, row_standard, yes = False, None, None
            last = k
            row_standard = next((s for c in cells if (s := standard_of(c))), row_standard)
            shares = [int(m[1]) for c in cells if (m := _SHARE.fullmatch(c.strip()))]
            texts = [c for c in cells if not _SHARE.fullmatch(c.strip()) and not wordings.scale.whole(c)]
            if len(shares) == 1 and texts and (rest := _cut_off(blocks, k, texts[-1])) is not None:
                texts[-1] = f"{texts[-1]} {blocks[rest].text}"
                spread.append(rest)
            questions = [q for c in texts for q in _questions(c)]
            if not shares and any(_HEADER.search(c) for c in cells):
                header = True
                answers = [found[1].casefold() for c in cells if (found := _ANSWER.fullmatch(c))]
                yes = answers.index("yes") if sorted(answers) == ["no", "yes"] else None
            if yes is not None and len(questions) == 1 and len(shares) == 2:
                shares = [shares[yes]]
            if questions and len(questions) == len(shares):
                pairs = list(zip(questions, shares, strict=True))
            elif header and len(shares) == 1 and texts and len(texts[-1].split()) > 3 and not standard_of(texts[-1]):
                pairs = [(texts[-1], shares[0])]
        elif found := _INLINE_QUESTION.match(block.text):
            pairs, row_standard = [(found["q"], int(found["n"]))], None
        elif place.role == "heading":
            row_standard = None
        for question, share in pairs:
            standard = (_code_of(cells) or row_standard if block.kind == "row" else None) or place.standard
            key = (standard, re.sub(r"\W+", "", question).casefold())
            if share <= 100 and key not in seen:
                seen.add(key)
                out.append(RatedItem(standard, question, share, spread, block.start, blocks[spread[-1]].end))
    return out


def _cut_off(blocks: list[BlockView], k: int, text: str) -> int | None:
    """The block that ends a question which is cut in its row: by a page's end, or where the rest of it was read as text below."""
    if not _QUESTION.match(text) or text.rstrip()[-1:] in ".?!":
        return None
    after = next((b for b in blocks[k + 1 :] if b.kind not in ("furniture", "footnote")), None)
    if after is None or after.kind not in ("paragraph", "row") or len(after.cells) > 1:
        return None
    if after.page == blocks[k].page and not after.text[:1].islower():
        return None
    return after.index if after.text.endswith("?") and not _QUESTION.match(after.text) else None
