"""Title, inspected body, region, dates, ISBN, lead inspector, number of cases and report family, as far as printed."""

from __future__ import annotations

import re
from typing import Any

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.cover import PUBLISHER, body_of, cover_of, region_of, title_of
from findings_nlp.document.dates import published_in, starts
from findings_nlp.document.doc import BlockView
from findings_nlp.families.wordings import Wordings, wordings_of
from findings_nlp.pipes.facts.quantities import number_of

_ISBN = re.compile(r"ISBN(?:-1[03])?\s{0,4}:?\s{0,4}((?:97[89][\s-]?)?\d[\d\s-]{8,16}[\dX])", re.I)
_NAME = r"[A-Z][\w’'.-]*(?:\s+(?:[A-Z][\w’'.-]*|de|van|von|der|la|el|bin|ap)){1,4}"
_LEAD = (
    re.compile(
        rf"\bled by (?:(?:HM|His Majesty[’']s|Her Majesty[’']s|Lead|lead|Senior|Assistant Chief|our|the)\s+)*(?:[Ii]nspectors?(?: of [Pp]robation)?,?\s+)?(?P<n>{_NAME})"
    ),
    re.compile(rf"(?i:lead inspector)(?:\s*(?:was|:|–|-))?\s*(?P<n>{_NAME})"),
    re.compile(rf"(?<![\w’'.-])(?P<n>{_NAME}),? (?:HM Inspector,? )?(?:led|was (?:the )?lead inspector)"),
)
_DATES = re.compile(r"(?:inspection|fieldwork) dates?\s*[:–-]", re.I)
_LED = re.compile(r"this inspection was led by\b", re.I)
_FIELDWORK = re.compile(
    r"\b(?:fieldwork|inspection|week|visit)\b[^.]{0,90}?\b(?:started|began|begins|beginning|commenced|starting|commencing|took place|carried out|conducted|dates?|ran|was|undertaken|in|between|from|during)\b[^.]{0,40}?$",
    re.I,
)
_CASES = (
    re.compile(
        r"\b(?:in all|in total|altogether),? (?:we|inspectors) (?:\w+ ){0,2}?(?:inspected|examined|reviewed|assessed|read|looked at)(?: \w+){0,2}? (?P<n>[\d,]+|[a-z-]{1,40}) (?:\w+ ){0,3}?cases\b",
        re.I,
    ),
    re.compile(
        r"\b(?:we|inspectors|our inspectors) (?:have )?(?:inspected|examined|reviewed|assessed|read|looked at|considered|looked in detail at|looked closely at)(?: a total of| in detail| the files of| closely| the| records of)* (?P<n>[\d,]+|[a-z-]{1,40}) (?:\w+ ){0,3}?(?:cases|case files|files|people|children)\b",
        re.I,
    ),
    re.compile(r"\b(?:a total of|total of) (?P<n>[\d,]+|[a-z-]{1,40}) (?:\w+ ){0,3}?(?:cases|case files)\b", re.I),
    re.compile(
        r"\b(?P<n>\d{1,3}|[a-z-]{1,40}) (?:\w+ ){0,2}?(?:cases|case files) (?:were (?:inspected|examined|read|looked at|reviewed)|in (?:all|total)|inspected)",
        re.I,
    ),
    re.compile(r"\b(?:inspected|examined) (?:a total of )?(?P<n>\d{1,3}) (?:\w+ ){0,3}?cases\b", re.I),
    re.compile(
        r"\bsample (?:of|(?:was |is )?(?:made up of|consisted of|comprised|contained|included)) (?P<n>\d{1,3}) (?:\w+ ){0,3}?cases\b",
        re.I,
    ),
    re.compile(r"\bcases inspected(?:\s*[:|])?\s*(?P<n>\d{1,3})\b", re.I),
    re.compile(r"\b(?P<n>\d{1,3})\s*\|\s*(?:\w+ ){0,2}cases inspected\b", re.I),
)
# what a text must hold for each of them, in small letters: cheaper to look for
_VERBS = ("inspected", "examined", "reviewed", "assessed", "read", "looked", "considered")
_NEEDED = (("cases",), _VERBS, ("total of",), ("cases", "case files"), ("cases",), ("sample",), ("inspected",), ("inspected",))
# what follows a number that counts the sample of one domain or kind of case, not all cases
_SAMPLE = re.compile(
    r"^[^.;:]{0,60}\b(?:under|for|in) domain (?:one|two|three|four)|^[^.;:]{0,60}\bthat had received an out-of-court|"
    r"^[^.;:,]{0,30},? and (?:a further )?(?:\d+|[a-z-]{1,40}) (?:\w+ ){0,4}cases\b|"
    r"^[^.;:]{0,90}, (?:\d+|[a-z]+) (?:\w+ ){0,2}(?:reports|cases)\b[^.;]{0,60},? and (?:\d+|[a-z]+) (?:\w+ ){0,2}(?:reports|cases)\b",
    re.I,
)


def read_metadata(
    blocks: list[BlockView], places: list[BlockContext], edition: dict[str, Any] | None = None, wordings: Wordings | None = None
) -> dict[str, Any]:
    """The record's metadata fields; None where the report does not say.

    Args:
        blocks: of the report.
        places: of the blocks.
        edition: what the head of a web page says: it speaks where the page's text does not.
        wordings: of a family or a language: what its patterns find goes before what the shipped ones do.
    """
    edition, wordings = edition or {}, wordings or wordings_of()
    cover = cover_of(blocks)
    front = [
        b
        for b, p in zip(blocks, places, strict=True)
        if p.part in ("front", "contents") and b.page <= 6 and b.kind != "furniture"
    ]
    prose = [
        b
        for b, p in zip(blocks, places, strict=True)
        if b.kind != "furniture" and p.part not in ("annex", "contents", "previous")
    ]
    lines = [line for b in cover + front for line in (b.text, " ".join(b.cell_texts())) if line]
    title = wordings.first("title", lines) or title_of(blocks, cover) or edition.get("title")
    told = [b.text for b in prose]
    cases = wordings.first("cases", told)
    return {
        "title": title,
        "inspected_body": wordings.first("body", [title or "", *lines]) or body_of(title),
        "region": wordings.first("region", [title or "", *lines]) or region_of(title, cover + front),
        "published": _labelled(wordings, "published", lines) or _published(cover, front, wordings) or edition.get("published"),
        "fieldwork_started": _labelled(wordings, "fieldwork", [*lines, *told]) or _fieldwork(prose) or _on_cover(lines),
        "isbn": wordings.first("isbn", lines) or _first(_ISBN, blocks),
        "lead_inspector": wordings.first("lead", [*lines, *told]) or _lead(blocks, places),
        "cases_inspected": (_count(cases) if cases else None) or _cases(blocks, places),
    }


def _labelled(wordings: Wordings, fact: str, lines: list[str]) -> str | None:
    """The first date behind one of a family's labels, within 60 characters of it; of a span of dates the first."""
    for pattern in wordings.facts.get(fact, ()):
        for line in lines:
            if found := pattern.search(line):
                dates = starts(wordings.in_english(line[found.end() : found.end() + 60]))
                if dates:
                    return dates[0][1]
    return None


def _on_cover(lines: list[str]) -> str | None:
    """The first of the dates that a cover gives of the inspection: "Inspection dates: 8 to 19 July 2024"."""
    dated = next((starts(line) for line in lines if _DATES.match(line) and len(line) < 120), [])
    return dated[0][1] if dated else None


def _published(cover: list[BlockView], front: list[BlockView], wordings: Wordings) -> str | None:
    for group in (cover, front):
        for wanted in (True, False):
            for b in group:
                named = bool(PUBLISHER.search(b.text) or re.search("publish", b.text, re.I))
                if len(b.text) < 120 and named == wanted and (found := published_in(wordings.in_english(b.text))):
                    return found
    for b in front:
        if re.search(r"\bpublished\b", b.text, re.I) and (found := published_in(wordings.in_english(b.text))):
            return found
    return None


def _fieldwork(prose: list[BlockView]) -> str | None:
    best: tuple[int, str] | None = None
    for b in prose:
        for position, date in starts(b.text):
            before = b.text[max(0, position - 150) : position]
            before = re.split(r"(?<=[.!?])\s+(?=[A-Z])", before)[-1]
            if not re.search(
                r"\bfieldwork\b|\bour (?:inspection|visit) (?:began|started|took place)|\binspection (?:began|started)",
                before,
                re.I,
            ):
                continue
            if not (
                _FIELDWORK.search(before)
                or re.search(
                    r"fieldwork(?: dates?| period| weeks?)?\s{0,4}[:|]?\s{0,4}(?:weeks? (?:of|beginning|commencing|from)\s{0,4})?$",
                    before,
                    re.I,
                )
            ):
                continue
            stated = bool(
                re.search(r"\b(?:fieldwork|inspection)(?: for this inspection)? (?:started|began|commenced)", before, re.I)
            )
            weight = 2 * stated + (len(date) > 7) + 1
            if best is None or weight > best[0]:
                best = (weight, date)
    return best[1] if best else None


def _first(pattern: re.Pattern[str], blocks: list[BlockView]) -> str | None:
    for b in blocks:
        if found := pattern.search(b.text):
            return " ".join(found[1].split())
    return None


def _lead(blocks: list[BlockView], places: list[BlockContext]) -> str | None:
    # on the first pages, or where thanks are given, which a web page does at its end
    thanks = [re.match(r"(?:\d+\.\s*)?acknowledgements?\b", p.section or "", re.I) for p in places]
    near = [b for b, thanked in zip(blocks, thanks, strict=True) if b.kind != "furniture" and (b.page <= 6 or thanked)]
    for pattern in _LEAD:
        for b in near:
            if found := pattern.search(b.text):
                name = found["n"].rstrip(".,’'")
                if not re.search(r"\b(?:HM|Inspectorate|Inspector|Probation|Team)\b", name):
                    return name
    stated = (_LEAD[0].search(b.text) for b in blocks if b.kind != "furniture" and _LED.match(b.text))
    return next((found["n"].rstrip(".,’'") for found in stated if found), None)


def _cases(blocks: list[BlockView], places: list[BlockContext]) -> int | None:
    order = ("background", "body", "front", "ratings", "summary", "foreword", "annex", "recommendations")
    passages = [
        (p.part, b.text, b.text.casefold())
        for b, p in zip(blocks, places, strict=True)
        if not p.polarity and p.role not in ("aside", "box", "quote")
    ]
    # a stated total first; then the part that describes the inspection
    known = [*zip(_CASES, _NEEDED, strict=True)]
    for patterns, parts in [(known[:1], order), *((known[1:], (part,)) for part in order)]:
        texts = [(text, small) for part, text, small in passages if part in parts]
        for pattern, needed in patterns:
            numbers = [
                n
                for text, small in texts
                if any(word in small for word in needed)
                for m in pattern.finditer(text)
                if (n := _count(m["n"])) and n >= 2
            ]
            if numbers:
                least = _largest_sample(passages)
                numbers = [n for n in numbers if n > least]
            # chapters tell of the sample of each domain: several numbers are no total
            if numbers and (parts != ("body",) or len(set(numbers)) == 1):
                return numbers[0]
    return None


def _largest_sample(passages: list[tuple[str, str, str]]) -> int:
    """The largest number that counts the sample of one domain: beside it only a larger one can be the total."""
    counts = (
        _count(m["n"]) or 0
        for pattern, needed in zip(_CASES[1:], _NEEDED[1:], strict=True)
        for _, text, small in passages
        if any(word in small for word in needed)
        for m in pattern.finditer(text)
        if _SAMPLE.search(text[m.end() :])
    )
    return max(counts, default=0)


def _count(text: str) -> int | None:
    bare = text.replace(",", "").casefold()
    if bare.isdigit():
        # Python refuses thousands of digits, and no inspection has a billion cases
        return int(bare) if len(bare) < 10 else None
    try:
        return int(number_of(bare))
    except ValueError:
        return None
