"""What a report's cover tells: title, inspected body and region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

from findings_nlp.document.dates import MONTHS, iso
from findings_nlp.document.doc import BlockView

PUBLISHER = re.compile(r"\b(?:HM Inspectorate of Probation|HMI Probation|HMIP|Arolygiaeth)\b", re.I)
# names of a series, not of what was inspected
_SERIES = (
    r"(?:(?:an?|the)\s+)?(?:(?:criminal justice|joint|youth justice|youth offending|probation|youth justice services|probation services|thematic|core case|full|short|routine)\s+){0,8}"
    r"(?:quality (?:and|&) impact\s+)?inspection(?:\s+report)?"
)
_INTRODUCTION = re.compile(
    r"^(?:report (?:of|on)\s+)?(?:(?:an?|the)\s+)?(?:(?:joint|core case|full joint|thematic|short|regional|dynamic)\s+)*"
    r"inspections?\s+(?:of|into)\s+(?:the\s+)?|^(?:an?\s+)?(?:independent\s+)?serious further offence reviews?\s+(?:of|into)\s+(?:the case of\s+)?|"
    r"^joint targeted area inspections?\s+of\s+(?:the\s+)?(?:multi-agency response to .{3,140}\s+in\s+(?:the\s+)?)?",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?:the\s+)?(?:(?:quality|effectiveness|delivery|impact)\s+of\s+)*(?:(?:effective\s+)?public protection|probation|youth offending|youth justice|youth)"
    r"(?:\s+(?:services?|work|teams?|delivery|practice))?(?:\s+with children(?: and victims)?)?(?:\s+delivered by)?"
    r"(?:\s+(?:in|by|at|for|of|–|—|-)\s*:?\s+|\s*:\s*)(?:in\s+)?(?:the\s+)?(?=\S)",
    re.I,
)
_WORK_OF = re.compile(r"^(?:the\s+)?(?:work|quality|effectiveness|delivery) of (?:the\s+)?", re.I)
# what stands behind a name: the kind of publication, the publisher, the date
_TAIL = re.compile(
    rf"(?:(?<!\s)\s*[:–—-]\s*(?:an?\s+)?(?:(?:joint|thematic|short|full)\s+)*inspection(?: report)?(?:\s+by\b.*)?|"
    rf"(?<!\s)(?:\s*[,:–—-])?\s*{PUBLISHER.pattern}.*|(?<!\s)(?:\s*[,:–—-])?\s*(?:\d{{1,2}}\s+)?(?:{MONTHS})\s+20\d\d|(?<=\w)\s+20\d\d)$",
    re.I,
)
# "Oxendale PDU: inspection of probation services"
_NAME_FIRST = re.compile(
    r"(?!(?:an?|the|our|report|joint|core case|full|thematic|short|regional|dynamic|national|routine)\b)(?P<b>.{3,70}?)\s+(?:an?\s+)?"
    r"inspections?\s+(?:of|into)\s+(?:probation|youth)\b",
    re.I,
)
_REGION = (
    re.compile(r"probation service\s*[–—:-]\s*(?P<r>[A-Z][\w,&’' -]+?)\s+region\b", re.I),
    re.compile(r"probation services?\s*[–—:,-]\s*(?P<r>[A-Z][\w,&’' -]+?)\s+(?:probation\s+)?region\b", re.I),
    re.compile(r"^(?!.*\binspection\b)(?P<r>[A-Z][\w,&’' -]{2,50}?)\s+(?:probation\s+)?region$", re.I),
    re.compile(r"(?i:probation services?\s+in\s+(?:the\s+)?)(?P<r>[A-Z][\w,&’' -]+?)\s+(?:probation\s+)?region\b"),
    re.compile(
        r"(?i:public protection|probation|inspection)\s+(?:in|of)\s+(?:the\s+)?(?!(?i:public protection|probation)\b)(?P<r>[A-Z][\w,&’' -]+?)\s+(?:probation\s+)?region\b"
    ),
)

# the service that was inspected, in print as large as the title above it
_SERVICE = re.compile(r"\bregion$|probation service\b", re.I)


def cover_of(blocks: list[BlockView]) -> list[BlockView]:
    """The blocks of the first page; in a browser's print, whose first page tells the licence, of the title's page from there on."""
    first = [b for b in blocks if b.page <= 1]
    if not any(b.kind == "furniture" and "Open Government Licence" in b.text for b in first):
        return [b for b in first if b.kind != "furniture"]
    if any(b.kind != "furniture" for b in first):
        return [b for b in first if b.kind != "furniture"]
    title = next((b for b in blocks if b.kind == "paragraph" and b.large and b.page <= 5), None)
    if title is None:
        return [b for b in blocks if b.page == 2 and b.kind != "furniture"]
    return [b for b in blocks[title.index :] if b.page == title.page and b.kind not in ("furniture", "heading")]


def title_of(blocks: list[BlockView], cover: list[BlockView]) -> str | None:
    """The largest print on the cover; a garbled or missing cover falls back on the running footer."""
    lines = [
        b
        for b in cover
        if b.kind in ("heading", "paragraph") and re.search(r"\binspection|arolygiad|report\b|offence reviews?\b", b.text, re.I)
    ]
    titled = [b for b in lines if b.large and not PUBLISHER.fullmatch(b.text.strip())] or [b for b in lines if len(b.text) < 220]
    large = [b for b in cover if b.large and not PUBLISHER.search(b.text) and not iso(b.text)]
    if titled and not (large and re.fullmatch(_SERIES, titled[0].text.strip(), re.I)):
        first = titled[0]
        at = cover.index(first)
        above = list(takewhile(lambda b: b in large, reversed(cover[:at])))
        below = takewhile(lambda b: b in large and not _SERVICE.search(b.text), cover[at + 1 :])
        return _one_line([*reversed(above), first, *below])
    footer = _footer(blocks)
    if large and (footer is None or len(" ".join(b.text for b in large)) > 15):
        rest = cover[cover.index(large[0]) :]
        return _one_line(takewhile(lambda b: b in large, rest) if titled else large)
    return footer


def _one_line(blocks: Iterable[BlockView]) -> str:
    return " ".join(" ".join(b.text for b in blocks).split())


def _footer(blocks: list[BlockView]) -> str | None:
    counts = Counter(re.sub(r"\s{0,4}\d{1,3}$", "", b.text) for b in blocks if b.kind == "furniture")
    named = [(n, text) for text, n in counts.items() if re.search(r"inspection|arolygiad", text, re.I)]
    return max(named)[1] if named else None


def body_of(title: str | None) -> str | None:
    """Who was inspected: the title without the boilerplate and the name of the series."""
    if not title:
        return None
    if re.match(r"national inspection", title, re.I):
        return "The Probation Service"
    body = re.sub(rf"^{_SERIES}(?:\s*[:–—-])?\s+(?!of\b|into\b|in\b|by\b)(?=\S)|(?<!\s)\s+{_SERIES}$", "", title, flags=re.I)
    if named := _NAME_FIRST.match(body):
        return named["b"].strip(" :–—-")
    for pattern in (_INTRODUCTION, _TAIL, _TAIL, _SUBJECT, _WORK_OF):
        body = pattern.sub("", body).strip(" :–—-")
    body = re.sub(r"^(?:the )?national probation service\s{0,4}[:–—/-]?\s{1,4}(?=\S)", "", body, flags=re.I)
    if not re.search(r"\bsupporting the\b", body, re.I):
        body = re.sub(r"\s{0,4}/?\s{0,4}(?:of the\s{1,4})?national probation service$", "", body, flags=re.I) or body
    body = re.sub(r"^the probation service\s*[–—:-]\s*", "", body, flags=re.I)
    body = re.sub(r"^(?:in|of|by|at)\s+(?=\S)", "", body)
    return body.strip(" :–—-") or None


def region_of(title: str | None, blocks: list[BlockView]) -> str | None:
    """The probation region, from the cover, the first pages or the title."""
    for text in [b.text for b in blocks] + [title or ""]:
        if len(text) > 250:
            continue
        for pattern in _REGION:
            if (found := pattern.search(text)) and not re.match(r"(?:the|in|this|each|a|every)\b", found["r"], re.I):
                return found["r"].strip(" –—-")
    return None
