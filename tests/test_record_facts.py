"""Each fact of a record has the place where it is printed."""

import re

import pymupdf
import pytest
from conftest import IDS
from making import CORPUS, Paper, running, wider

import findings_nlp as fn

FIELDS = ("title", "inspected_body", "region", "published", "fieldwork_started", "isbn", "lead_inspector", "cases_inspected")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl")).casefold()


@pytest.mark.parametrize("name", IDS)
def test_facts_stand_in_their_boxes(name, corpus):
    report = corpus[name]
    with pymupdf.open(CORPUS / "reports" / f"{name}.pdf") as document:
        for field in FIELDS:
            value, fact = getattr(report, field), getattr(report.facts, field)
            if value is None:
                assert fact is None
                continue
            assert fact.value == value and fact.locations, field
            boxes = [(w.page, wider(w.bbox, 1)) for w in fact.locations]
            inside = squeezed("".join(document[page - 1].get_text("text", clip=box) for page, box in boxes))
            if field in ("published", "fieldwork_started"):
                assert squeezed(MONTHS[int(value[5:7]) - 1]) in inside, field
            elif field != "cases_inspected" and fact.source != "implied_by_title":
                assert squeezed(str(value)) in inside, field


@pytest.mark.parametrize("name", IDS)
def test_ratings_and_addressees_have_their_places(name, corpus):
    report = corpus[name]
    assert {rec.id for rec in report.recommendations if rec.addressee} == set(report.facts.addressees)
    for rec in report.recommendations:
        if rec.addressee:
            fact = report.facts.addressees[rec.id]
            assert fact.value == rec.addressee and fact.locations
    if report.overall_rating:
        assert report.facts.overall_rating.value == report.overall_rating and report.facts.overall_rating.locations
    if report.score:
        assert report.facts.score.value == f"{report.score.value}/{report.score.maximum}" and report.facts.score.locations


def test_addressee_that_the_recommendation_names_itself_is_its_own_words():
    p = Paper().heading("1. Delivery").paragraph(*running()).turn().heading("Recommendations")
    p.paragraph("4.1 Otterby PDU should fill its posts and keep the staff that it has.")
    p.paragraph("4.2 The North region should give every office the same access to drug treatment.")
    report = fn.read_report(p.data(), nlp=fn.load("none"))
    assert [fact.source for fact in report.facts.addressees.values()] == ["own_words", "own_words"]


def test_title_of_the_running_header_is_told_as_such():
    p = Paper()
    for number in range(1, 6):
        p.paragraph(*running()).footer(f"An inspection of probation services in Otterby PDU {number}")
        p.turn()
    report = fn.read_report(p.data(), nlp=fn.load("none"))
    assert report.title and report.facts.title.source == "running_header"
