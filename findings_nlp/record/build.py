"""From a processed `Doc` to the record. Counts in are counts out: a finding that cannot be written is an error, not a gap."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from findings_nlp.document.doc import Element, View, block_locations, data_of, numbered, views
from findings_nlp.document.doc import Location as Place_
from findings_nlp.document.places import places_of
from findings_nlp.document.texts import finding_text, joined, recommendation_text
from findings_nlp.pipes.facts.quantities import quantities
from findings_nlp.pipes.facts.shares import share_of
from findings_nlp.record.checks import check
from findings_nlp.record.keyed import keyed
from findings_nlp.record.schema import (
    Evidence,
    Finding,
    KeyQuestion,
    Location,
    Model,
    NoneStated,
    Notice,
    PreviousRating,
    Quantity,
    Quote,
    RatingRow,
    Recommendation,
    Report,
    Score,
    Source,
    ThemeScore,
)

_WELSH = re.compile(r"\b(?:yr|yn|wrth|gwasanaethau|arolygiad|ac|mae|oedd)\b", re.I)


def _text_locations(doc: Doc, blocks: list[View], indices: list[int]) -> list[Place_]:
    """Where the text of a finding or recommendation stands: in a table, only the cell that holds it."""
    first = blocks[indices[0]]
    if first.kind != "row":
        return block_locations(doc, indices)
    start, end = max(first.cells, key=lambda cell: cell[1] - cell[0])
    return block_locations(doc, indices[:1], start, end) + block_locations(doc, indices[1:])


def _where(found: list[Place_]) -> list[Location]:
    return [
        Location(path=place.path, fragment=place.fragment or None)
        if isinstance(place, Element)
        else Location(page=place[0], bbox=place[1])
        for place in found
    ]


def _quantities(text: str) -> list[Quantity]:
    found = quantities(text)
    ends, starts = [0, *(q.end for q in found)], [*(q.start for q in found[1:]), None]
    shares = [share_of(text, q, before, after) for q, before, after in zip(found, ends, starts, strict=False)]
    return [
        Quantity(text=q.text, value=q.value, unit=q.unit, of=q.of, share=s.value, bound=s.bound, direction=s.direction)
        for q, s in zip(found, shares, strict=True)
    ]


def _unanswered(findings: list[Finding], recommendations: list[Recommendation]) -> list[str]:
    answered = {link.finding for r in recommendations for link in r.reasons}
    return [f.id for f in findings if f.polarity == "area_for_improvement" and f.id not in answered]


def language_of(text: str) -> str:
    """`cy` for a Welsh edition, else `en`."""
    words = len(text.split())
    return "cy" if words > 50 and len(_WELSH.findall(text)) > 0.06 * words else "en"


def report_from_doc(doc: Doc) -> Report:
    """The record of a `Doc` that the pipeline has processed.

    Raises:
        ValueError: where the `Doc` was not made from a report, or a component is missing.
    """
    data = data_of(doc)
    blocks, places = views(doc), places_of(doc)
    for key in ("findings", "ratings"):
        if key not in data:
            raise ValueError(f"the pipeline has written no {key}: use findings_nlp.load()")
    data["language"] = language_of(" ".join(block.text for block in blocks))
    records = data["blocks"]
    findings = []
    for name, raw in zip(numbered(data["findings"], "f", 3), data["findings"], strict=True):
        text = finding_text(blocks, raw)
        findings.append(
            Finding(
                id=name,
                polarity=raw["polarity"],
                text=text,
                standard=raw["standard"],
                section=raw["section"],
                headings=raw["headings"],
                themes=ThemeScore.of(raw.get("themes", [])),
                quantities=_quantities(text),
                locations=_where(_text_locations(doc, blocks, raw["blocks"])),
                evidence_of_layout=records[raw["blocks"][0]]["evidence"],
            )
        )
    recommendations = []
    for name, raw in zip(numbered(data["recommendations"], "r", 2), data["recommendations"], strict=True):
        recommendations.append(
            Recommendation(
                id=name,
                number=raw["number"],
                addressee=raw["addressee"],
                text=recommendation_text(blocks, raw),
                section=places[raw["blocks"][0]].section,
                title=raw.get("title"),
                themes=ThemeScore.of(raw.get("themes", [])),
                evidence=[
                    Evidence(finding=findings[k].id, score=round(score, 4), because=because, band=band)
                    for k, score, because, band in raw.get("evidence", [])
                ],
                locations=_where(_text_locations(doc, blocks, raw["blocks"])),
            )
        )
    score = data["score"]
    linked = any("evidence" in raw for raw in data["recommendations"])
    made = Report(
        source=Source(**data["source"]),
        family=data["family"],
        language=data["language"],
        **data["metadata"],
        overall_rating=data["overall"]["rating"],
        overall_rating_source=data["overall"]["source"],
        score=Score(value=score[0], maximum=score[1]) if score else None,
        ratings=[
            RatingRow(
                standard=r["standard"],
                name=r["name"],
                rating=r["value"],
                locations=_where(block_locations(doc, r["blocks"])),
            )
            for r in data["ratings"]
        ],
        key_questions=[
            KeyQuestion(
                standard=q["standard"],
                question=q["name"],
                percent_yes=q["value"],
                locations=_where(block_locations(doc, q["blocks"])),
            )
            for q in data["key_questions"]
        ],
        findings=findings,
        recommendations=recommendations,
        unsupported_recommendations=[r.id for r in recommendations if not r.reasons] if linked else [],
        unanswered_findings=_unanswered(findings, recommendations) if linked else [],
        quotes=[
            Quote(text=joined(blocks, q["blocks"]), section=q["section"], locations=_where(block_locations(doc, q["blocks"])))
            for q in data["quotes"]
        ],
        none_stated=[
            NoneStated(standard=n["standard"], polarity=n["polarity"], locations=_where(block_locations(doc, n["blocks"])))
            for n in data.get("none_stated", [])
        ],
        previous_ratings=[
            PreviousRating(
                standard=r["standard"], rating=r["value"], year=r["year"], locations=_where(block_locations(doc, r["blocks"]))
            )
            for r in data.get("previous_ratings", [])
        ],
        warnings=[
            Notice(code=code, message=message, locations=_where([w for w in where if w[1] != (0.0, 0.0, 0.0, 0.0)]))
            for code, message, where in check(doc, blocks, places)
        ],
        model=Model(**data.get("model", {"name": "findings_nlp_rules", "version": "0"})),
    )
    return keyed(made)
