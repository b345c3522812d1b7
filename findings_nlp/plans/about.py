"""What an action plan says about itself: title, the service it is of, its date, the date of the report that it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from findings_nlp.document.dates import MONTHS
from findings_nlp.keys.services import service_of
from findings_nlp.plans.due import due
from findings_nlp.plans.grid import Grid, Sheets, one_line
from findings_nlp.plans.wording import Headings

_PLAN = re.compile(r"\b(?:action|improvement|implementation|delivery) plan\b|\bresponse to\b|\brecommendations? tracker\b", re.I)
_OWN_LINE = re.compile(
    r"^(?:name of (?:the )?)?(?P<kind>service|provider|pdu|probation delivery unit|youth justice service|yjs|region|organisation|inspected body|body|area)\s{0,3}[:|]\s{0,3}(?P<name>.+)$", re.I,
)  # fmt: skip
_OF = re.compile(r"\binspections?(?: report)? (?:of|on|into|in)\s{1,3}(.+)$", re.I)
_BEFORE = re.compile(
    r"^(.+?)\s{0,3}[-–—:,|]?\s{0,3}(?:post[- ]inspection|hmip|hmi probation|inspection)?\s{0,3}(?:action|improvement) plan\b",
    re.I,
)
_BEHIND = re.compile(r"\b(?:action|improvement) plan\s{0,3}(?:[-–—:|]|for|of)\s{0,3}(.+)$", re.I)
# what stands around a service's name and is no part of it
_AROUND = re.compile(
    r"\b(?:a |the )?(?:hmpps|moj|hmip|hm(?:i| inspectorate of) probation|(?:his|her) majesty[’']s inspectorate of probation|post[- ]inspection|inspection report|response to (?:the )?"
    r"|published|submitted|report|(?:action|improvement) plan)\b", re.I,
)  # fmt: skip
_DATES = re.compile(
    rf"\(?\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s{{1,3}})?(?:{MONTHS})?\s{{0,3}}(?:19|20)\d\d\b\)?",
    re.I,
)
_REPORTED = re.compile(
    r"\breport\b[^.;]{0,80}\bpublished\s{1,3}(?:on|in)\s{1,3}(?=\w)|\breport(?: was| date)?(?: of inspection)?\s{0,3}(?:published|publication date|date|dated)?\s{0,3}(?:on|in|of|:|\|)\s{0,3}(?=\w)",
    re.I,
)
_SPEAKS = re.compile(r"\binspect|\b(?:should|will|is|are|has|have)\b|[.;]\s|\bsubmitted\b", re.I)
_COVER, _NAME = 8, 90  # texts of a cover, and characters of a name that stands alone on one
_HEAD = 25  # texts in which a plan tells about itself
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class About:
    """What a plan says about itself; None for what it does not say. `answers` is the date of the report that it answers."""

    title: str | None
    body: str | None
    published: str | None
    answers: str | None


def about(sheets: Sheets, known: Headings, name: str) -> About:
    """What stands outside of a plan's tables and above their headings, and in the file's name.

    Args:
        sheets: the file's tables and texts.
        known: wordings of headings.
        name: of the file.
    """
    texts = [text for text in (one_line(t) for t in [*sheets.texts[:_HEAD], *_above(sheets.grids, known)]) if text]
    stem = re.sub(r"[_\W]+", " ", PurePath(name).stem).strip()
    title = next((t for t in texts if _PLAN.search(t) and len(t) < _LONGEST), None)
    body = _body([*([title] if title else []), *texts], stem)
    reported = next((told for t in texts if (m := _REPORTED.search(t)) and (told := due(t[m.end() : m.end() + 40]))), None)
    dated = next((told for t in texts if not _REPORTED.search(t) and len(t) < _LONGEST and (told := due(t))), None)
    return About(title or (texts[0] if texts and len(texts[0]) < _LONGEST else None), body, dated, reported)


def _above(grids: list[Grid], known: Headings) -> list[str]:
    """The rows above the headings of the first table, as lines."""
    out: list[str] = []
    for grid in grids[:3]:
        for row in grid.rows[:_HEAD]:
            if len({known.field_of(cell.text) for cell in row.cells} - {None}) > 2:
                break
            out.append(": ".join(cell.text.rstrip(" :") for cell in row.cells if cell.text))
    return out


def _body(texts: list[str], stem: str) -> str | None:
    """The name that a service goes by: the first that names a known kind of service, else the first at all that a title gives."""
    weak: str | None = None
    for text in [*texts, *(f"Service: {t}" for t in texts[:_COVER] if len(t) < _NAME and not _SPEAKS.search(t) and _known(t))]:
        own = _OWN_LINE.match(text)
        found = [own["name"]] if own else [m[1] for p in (_OF, _BEHIND, _BEFORE) if _PLAN.search(text) and (m := p.search(text))]
        for raw in found:
            name = _bare(raw)
            if own and name and not _known(name) and _known(f"{name} {own['kind']}"):
                name = f"{name} {own['kind']}"  # "Probation delivery unit: Ashmere"
            service = service_of(name) if name else None
            if service is not None and (service.kind != "other" or own):
                return name
            weak = weak or name
    name = _bare(stem)
    service = service_of(name) if name else None
    return name if service is not None and service.kind != "other" else weak


def _known(text: str) -> bool:
    name = _bare(text)
    service = service_of(name) if name else None
    return service is not None and service.kind != "other"


def _bare(text: str) -> str | None:
    text = _DATES.sub(" ", _AROUND.sub(" ", text))
    text = re.split(r"\s[-–—|]\s|[:;]|\bby HM\b|\bpublished\b", text.strip(" -–—:|,"))[0]
    return one_line(re.sub(r"\(\s*\)", "", text)).strip(" -–—:|,.") or None
