"""Checks: what does not add up in a report, or could not be read. A check warns; it never overwrites what is printed."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from findings_nlp.document.contexts import BlockContext
from findings_nlp.document.doc import BlockView, block_locations, report_data
from findings_nlp.families import Family, parse_family, shipped_families
from findings_nlp.families.rating_rules import POINTS, casework_rating, overall_for
from findings_nlp.families.wordings import wordings_of
from findings_nlp.record.breaks import breaks
from findings_nlp.record.losses import Warned, losses, lost_text
from findings_nlp.record.percentages import percentages
from findings_nlp.record.pictures import pictures
from findings_nlp.record.plausible import plausible
from findings_nlp.record.structure import structure

_FILE: dict[str, Warned] = {
    "cut short": ("file_cut_short", "the file is damaged: its end is missing, and pages or text may be missing with it", []),
    "repaired": ("file_repaired", "the file is damaged and was mended to be read; text may be missing", []),
}


def check(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """All warnings for a document that has been through the pipeline."""
    data = report_data(doc)
    own = data.get("own_family")
    family = parse_family(own, "") if own else next((f for f in shipped_families() if f.id == data.get("family")), None)
    out: list[Warned] = []
    if wordings_of(data.get("wordings", "")).scale.scored:
        out += _score(data, family)
        out += _casework(doc, data)
    out += _numbering(doc, data)
    out += _reading(doc, data, blocks, places, family)
    return out


def _score(data: dict[str, Any], family: Family | None) -> list[Warned]:
    out: list[Warned] = []
    ratings, score, overall = data["ratings"], data["score"], data["overall"]
    unscored = set(family.unscored) if family else set()
    counted = [r for r in ratings if r["standard"] not in unscored]
    if score:
        value, maximum = score
        total = sum(POINTS[r["value"]] for r in counted)
        if counted and (total, 3 * len(counted)) != (value, maximum):
            out.append(
                ("score_mismatch", f"the report states {value}/{maximum}; its ratings add up to {total}/{3 * len(counted)}", [])
            )
        if family and family.maxima and maximum not in family.maxima:
            usual = " or ".join(str(m) for m in family.maxima)
            out.append(
                ("score_maximum", f"the report states a score out of {maximum}; {family.name} are scored out of {usual}", [])
            )
        if overall["rating"] and overall["source"] != "score_band" and overall_for(value, maximum) != overall["rating"]:
            out.append(
                (
                    "overall_mismatch",
                    f"the overall rating is {overall['rating']}; a score of {value}/{maximum} falls in the band of {overall_for(value, maximum)}",
                    [],
                )
            )
    if overall["source"] == "score_band":
        out.append(
            (
                "overall_from_score",
                f"no overall rating is printed as text; {overall['rating']} is the band of the stated score",
                [],
            )
        )
    return out


def _casework(doc: Doc, data: dict[str, Any]) -> list[Warned]:
    out: list[Warned] = []
    lowest: dict[str, dict[str, Any]] = {}
    for question in data["key_questions"]:
        standard = question["standard"]
        if standard and (standard not in lowest or question["value"] < lowest[standard]["value"]):
            lowest[standard] = question
    for rating in data["ratings"]:
        question = lowest.get(rating["standard"])
        if question and casework_rating(question["value"]) != rating["value"]:
            message = (
                f"{rating['standard']} is rated {rating['value']}; its lowest key question, {question['value']} per cent, "
                f"falls in the band of {casework_rating(question['value'])}"
            )
            out.append(("rating_against_key_question", message, block_locations(doc, rating["blocks"])))
    return out


def _numbering(doc: Doc, data: dict[str, Any]) -> list[Warned]:
    out: list[Warned] = []
    previous: dict[str, Any] | None = None
    for item in data["recommendations"]:
        number = item["number"]
        if number is None:
            previous = None
            continue
        expected = {1} if previous is None else {previous["number"] + 1, 1}
        if number not in expected:
            after = f" after {previous['number']}" if previous else ""
            out.append(
                (
                    "recommendation_numbering",
                    f"recommendation {number} stands{after}: a number is missing",
                    block_locations(doc, item["blocks"]),
                )
            )
        previous = item
    return out


def _reading(
    doc: Doc, data: dict[str, Any], blocks: list[BlockView], places: list[BlockContext], family: Family | None
) -> list[Warned]:
    out: list[Warned] = []
    notes = data["notes"]
    for key, code, message in (
        ("blank_pages", "page_without_text", "page {} holds a picture and no text"),
        ("repaired_pages", "shifted_text_repaired", "page {} had its letters shifted; they were shifted back"),
        ("unreadable_pages", "unreadable_text", "the text layer of page {} is not readable text"),
        ("incomplete_pages", "unreadable_text", "words of page {} lacked letters; not all could be made whole for certain"),
        ("tiny_pages", "unreadable_text", "page {} holds text that is too small to be seen; it may be read wrongly"),
        ("sideways_pages", "unreadable_text", "text of page {} runs sideways; it was not read"),
        ("unprinted_pages", "unprinted_text", "page {} holds invisible text beside the printed text; it was not read"),
        ("untagged_pages", "damaged_structure", "the tags of page {} are damaged; it was read without them"),
        ("cut_pages", "text_cut", "page {} holds a line longer than any print; its end was left out"),
        ("crowded_pages", "crowded_page", "page {} holds more in one place than a page of text; its layout was not looked at"),
    ):
        for page in notes.get(key, ()):
            out.append((code, message.format(page), [(page, (0.0, 0.0, 0.0, 0.0))]))
    if state := notes.get("file"):
        out.append(_FILE[state])
    if publisher := data.get("publisher"):
        message = f"this is a report by {publisher}, not by HM Inspectorate of Probation: it was read as well as may be"
        out.append(("not_this_inspectorate", message, []))
    if data.get("language") == "cy":
        out.append(
            ("welsh_edition", "this is a Welsh edition: ratings are given in English words, no themes are put on Welsh text", [])
        )
    out += pictures(notes, blocks, places)
    out += _unread(doc, blocks, places)
    out += losses(doc, blocks, places)
    out += breaks(doc, blocks, places)
    out += percentages(doc, data, blocks, places)
    out += structure(doc, blocks, places)
    out += plausible(data, places, family)
    return out


def _unread(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> list[Warned]:
    """Text of the chapters that no part of the record and no recognised kind of passage accounts for."""
    body = [(b, p) for b, p in zip(blocks, places, strict=True) if p.part == "body" and p.role != "aside"]
    total = sum(len(b.text) for b, _ in body)
    seen = {k for item in report_data(doc).get("findings", []) for k in item["blocks"]}
    lost = [blocks[k] for k in lost_text(blocks, places) if k not in seen]
    if not total or not lost:
        return []
    share = sum(len(b.text) for b in lost) / total
    pages = sorted({b.page for b in lost}) if report_data(doc)["source"]["pages"] else []  # a web page has none
    listed = ", ".join(str(p) for p in pages[:12]) + (" ..." if len(pages) > 12 else "")
    word = "page" if len(pages) == 1 else "pages"
    where = f" ({word} {listed})" if pages else ""
    message = f"{share:.1%} of the chapters' text stands under strengths or areas for improvement but in no finding{where}"
    return [("unassigned_text", message, block_locations(doc, [b.index for b in lost]))]
