"""Score and overall rating: from the ratings page, else a sentence of the foreword or summary, else the score's band."""

from __future__ import annotations

import re

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.doc import BlockView
from findings_nlp.families.rating_rules import overall_for
from findings_nlp.families.wordings import Wordings, wordings_of
from findings_nlp.pipes.facts.rating_columns import columns_above, told_apart

_SCORE = re.compile(
    r"(?:(?P<of>\bscore\s*:?\s+)|\b)(?P<n>\d{1,2})(?: points)?\s*(?:/|out of(?: a)?(?: possible| total(?: of)?| maximum(?: of)?)?|(?(of)of|(?!)))\s*(?P<m>\d{1,2})\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<=[.!?’”])\s+(?=[A-Z‘“])")
# sentences that give the overall rating; `{rating}` and `{prose}` stand for the rating words
_RATED_AS = (
    r"(?:rat(?:ed|ing|es)|judg(?:ed|ement)|graded?|overall)\b(?:(?!\b(?:standard|domain|for (?:leadership|staff|services|assessment|planning))\b)[^.;]){0,110}?"
    r"(?:[‘“'\"](?P<q>{rating})[’”'\"]|\b(?:as|of|is|was|rated|rating|:)\s+(?P<p>{prose})\b)"
)
_INSPECTED = r"(?:service|region|division|organisation|partnership|PDU|CRC|YO[TS]|YJS)"
_UNQUOTED = re.compile(
    rf"\b(?:rated|judged|graded) (?:it|(?:the|this) (?:\w+ ){{0,2}}?{_INSPECTED}) (?:overall )?(?P<q>requires improvement|inadequate|outstanding)\b",
    re.I,
)
_THIS_IS = r"\b(?:is|was) an? [‘“](?P<q>{rating})[’”] " + _INSPECTED + r"\b"
_GAINED = re.compile(r"\b(?:achiev|receiv|earn|award|gain)\w* (?:\w+ ){0,3}?rating", re.I)
_QUOTED_FIRST = r"[‘“](?P<q>{rating})[’”][^.]{0,40}\boverall\b"


def find_score(blocks: list[BlockView], places: list[BlockContext], wordings: Wordings | None = None) -> tuple[int, int] | None:
    """The score that the report states, from the ratings page or the text before the first chapter."""
    order = ("ratings", "summary", "foreword", "front", "recommendations", "background", "body")
    for part in order:
        for block, place in zip(blocks, places, strict=True):
            if place.part != part or place.role == "aside" or place.polarity:
                continue
            for found in _SCORE.finditer(block.text):
                value, maximum = int(found["n"]), int(found["m"])
                about = block.text[max(0, found.start() - 90) : found.end() + 60].casefold()
                if maximum % 3 or not 6 <= maximum <= 45 or value > maximum:
                    continue
                bracketed = block.text[: found.start()].endswith("(") and block.text[found.end() :].startswith(")")
                rated = bracketed and (wordings or wordings_of()).overall.search(about) is not None
                if ("/" in found[0] and part == "ratings") or re.search(r"\bscor", about) or rated:
                    return value, maximum
    return None


def find_overall(
    blocks: list[BlockView], places: list[BlockContext], score: tuple[int, int] | None, wordings: Wordings | None = None
) -> tuple[str | None, str | None, int | None]:
    """The overall rating, where it was read (`ratings_page`, `sentence`, `score_band`) and the block."""
    wordings = wordings or wordings_of()
    scale, label = wordings.scale, wordings.overall
    for k, (block, place) in enumerate(zip(blocks, places, strict=True)):
        if place.part in ("contents", "annex", "previous") or place.role == "aside" or not label.search(block.text[:60]):
            continue
        if len(block.text) > 120:
            continue
        cells = block.cell_texts() if block.kind == "row" else [block.text]
        columns = columns_above(blocks, k, scale) if len(cells) > 1 else None
        if columns and (now := told_apart(cells, columns, scale)[0]):
            return now, "ratings_page", k
        for cell in cells:
            if rating := scale.whole(_behind_label(cell, label) or "-"):
                return rating, "ratings_page", k
        after = [b for b in blocks[k + 1 : k + 4] if b.kind not in ("furniture", "footnote")][:1]
        if (
            place.part == "ratings"
            and len(cells) == 1
            and after
            and after[0].kind != "row"
            and (rating := scale.whole(after[0].text))
        ):
            return rating, "ratings_page", after[0].index
        # large print above its label
        before = blocks[k - 1] if k else None
        if (
            place.part == "ratings"
            and len(cells) == 1
            and before
            and before.kind != "row"
            and (rating := scale.whole(before.text))
        ):
            return rating, "ratings_page", before.index
    sentence = _overall_sentence(blocks, places, wordings)
    if sentence:
        return sentence[0], "sentence", sentence[1]
    if score and scale.scored:
        return overall_for(*score), "score_band", None
    return None, None, None


def _behind_label(cell: str, label: re.Pattern[str]) -> str:
    """What stands behind the label of the overall rating."""
    found = label.search(cell)
    return re.sub(r"^(?:\s+rating)?(?:\s+is)?\s*[:–-]?\s*", "", cell[found.end() :], flags=re.I) if found else cell


def _rated(text: str, wordings: Wordings) -> re.Match[str] | None:
    """Where a sentence gives an overall rating, if it does."""
    search = wordings.scale.pattern
    own = next((m for template in wordings.sentences if (m := search(template).search(text))), None)
    return (
        own
        or search(_RATED_AS).search(text)
        or search(_QUOTED_FIRST).search(text)
        or _UNQUOTED.search(text)
        or search(_THIS_IS).search(text)
    )


def _overall_sentence(blocks: list[BlockView], places: list[BlockContext], wordings: Wordings) -> tuple[str, int] | None:
    best: tuple[int, str, int] | None = None
    for k, (block, place) in enumerate(zip(blocks, places, strict=True)):
        if place.part not in ("foreword", "summary", "ratings", "front", "background") or place.role in ("aside", "box", "quote"):
            continue
        if block.kind not in ("paragraph", "bullet"):
            continue
        for text in _SENTENCE.split(block.text):
            found = _rated(text, wordings)
            if not found:
                continue
            phrase = found.groupdict().get("q") or found.groupdict().get("p") or ""
            weight = 2 * bool(wordings.overall.search(text)) + bool(
                _GAINED.search(text) or wordings.scale.pattern(_THIS_IS).search(text)
            )
            weight += 2 * any(wordings.scale.pattern(template).search(text) for template in wordings.sentences)
            weight += bool(
                re.search(
                    r"\b(?:we have|we|is|are|was|been|therefore) (?:\w+ ){0,3}?(?:rated|given|judged|awarded)\b", text, re.I
                )
            )
            weight -= 3 * bool(re.search(r"\b(?:last|previous|earlier|then|in 20[012]\d)\b|standards?\b", text, re.I))
            if weight >= 1 and (best is None or weight > best[0]):
                best = (weight, wordings.scale.spelt(phrase), k)
    return (best[1], best[2]) if best else None
