"""From a processed `Doc` to the record. Counts in are counts out: a finding that cannot be written is an error, not a gap."""

from __future__ import annotations

from spacy.tokens import Doc

from findings_nlp.document.contexts import BlockContext, contexts_of
from findings_nlp.document.doc import BlockView, Element, block_locations, numbered, report_data, views
from findings_nlp.document.doc import Location as Place_
from findings_nlp.document.pieces import piece_locations
from findings_nlp.document.texts import finding_text, joined, recommendation_text
from findings_nlp.families.wordings import wordings_of
from findings_nlp.pipes.facts.quantities import quantities
from findings_nlp.pipes.facts.shares import share_of
from findings_nlp.record.account import account_of
from findings_nlp.record.base import Source
from findings_nlp.record.checks import check
from findings_nlp.record.facts import Fact as ReadFact
from findings_nlp.record.facts import facts_of
from findings_nlp.record.keyed import keyed
from findings_nlp.record.plan import with_plan
from findings_nlp.record.schema import (
    Account,
    Evidence,
    Fact,
    Facts,
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
    ThemeScore,
    Unread,
)


def _text_locations(
    doc: Doc, blocks: list[BlockView], indices: list[int], start: int | None = None, end: int | None = None
) -> list[Place_]:
    """Where the text of a finding or recommendation stands: in a table the cell that holds it, in prose its sentences."""
    if start is not None and end is not None:
        return piece_locations(doc, indices, start, end)
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


def _account(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> Account:
    found = account_of(doc, blocks, places)
    return Account(
        words=found.words,
        shares={role: round(share, 4) for role, share in found.shares.items()},
        outside=found.outside,
        reasons=found.reasons,
        unread=[Unread(reason=u.reason, text=u.text, locations=_where(u.locations)) for u in found.unread],
    )


def _facts(doc: Doc, blocks: list[BlockView], places: list[BlockContext]) -> Facts:
    found, addressees = facts_of(doc, blocks, places)

    def fact(read: ReadFact) -> Fact:
        return Fact(value=read.value, source=read.source, locations=_where(read.locations))

    names = list(numbered(report_data(doc)["recommendations"], "r", 2))
    of_items = {names[k]: fact(read) for k, read in addressees.items()}
    return Facts.model_validate({name: fact(read) for name, read in found.items()} | {"addressees": of_items})


def report_from_doc(doc: Doc) -> Report:
    """The record of a `Doc` that the pipeline has processed.

    Raises:
        ValueError: where the `Doc` was not made from a report, or a component is missing.
    """
    data = report_data(doc)
    blocks, places = views(doc), contexts_of(doc)
    for key in ("findings", "ratings"):
        if key not in data:
            raise ValueError(f"the pipeline has written no {key}: use findings_nlp.load()")
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
                locations=_where(_text_locations(doc, blocks, raw["blocks"], raw.get("start"), raw.get("end"))),
                evidence_of_layout=records[raw["blocks"][0]]["evidence"],
                **{key: raw[key] for key in ("basis", "basis_score", "in_summary", "question") if key in raw},
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
    scale = wordings_of(data.get("wordings", "")).scale
    linked = any("evidence" in raw for raw in data["recommendations"])
    made = Report(
        source=Source(**data["source"]),
        family=data["family"],
        document_kind=data.get("kind", "inspection_report"),
        language=data["language"],
        **data["metadata"],
        rating_words=list(scale.words) if not scale.scored else None,
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
        facts=_facts(doc, blocks, places),
        account=_account(doc, blocks, places),
        model=Model(**data.get("model", {"name": "findings_nlp_rules", "version": "0"})),
    )
    return with_plan(keyed(made), data.get("plan"))
