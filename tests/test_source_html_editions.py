"""Corpus reports as web pages and as a browser's print of them, against the PDFs of the same reports."""

import re
import time
from functools import cache

import pytest
from making import CORPUS, normal
from selectolax.lexbor import LexborHTMLParser

import findings_nlp as fn
from findings_nlp.record.schema import Report

EDITIONS = CORPUS / "editions"
NAMES = sorted(path.stem for path in EDITIONS.glob("*.html"))
FORMS = ("html", "pdf")


@cache
def edition(name: str, form: str) -> Report:
    return fn.read_report(EDITIONS / f"{name}.{form}", nlp=fn.load("none"))


def heading(text: str | None) -> str:
    """A heading without the chapter's number that the site prints before it; some PDFs print capitals."""
    return re.sub(r"^\d+\. (?=\D)", "", normal(text or "")).casefold()


both = pytest.mark.parametrize(("name", "form"), [(n, f) for n in NAMES for f in FORMS])


def test_at_least_six_reports_are_there_in_both_forms():
    assert len(NAMES) >= 6
    assert sorted(path.stem for path in EDITIONS.glob("*.pdf")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_those_that_the_script_writes(name):
    pytest.importorskip("yaml")
    from scripts.corpus import edition

    assert edition.edition(name) == (EDITIONS / f"{name}.html").read_text(encoding="utf-8")


@both
def test_findings_are_the_pdfs(name, form, corpus):
    def told(report):
        return [(f.id, f.polarity, f.standard, heading(f.section), normal(f.text)) for f in report.findings]

    assert told(edition(name, form)) == told(corpus[name])


@both
def test_recommendations_are_the_pdfs(name, form, corpus):
    def told(report):
        return [(r.number, normal(r.addressee or ""), normal(r.text)) for r in report.recommendations]

    assert told(edition(name, form)) == told(corpus[name])


@both
def test_ratings_and_key_questions_are_the_pdfs(name, form, corpus):
    def told(report):
        ratings = [(r.standard, normal(r.name), r.rating) for r in report.ratings]
        questions = [(q.standard, normal(q.question), q.percent_yes) for q in report.key_questions]
        return ratings, questions, report.overall_rating, report.score

    assert told(edition(name, form)) == told(corpus[name])


@both
def test_facts_and_quotes_are_the_pdfs(name, form, corpus):
    found, printed = edition(name, form), corpus[name]
    for field in ("family", "inspected_body", "region", "fieldwork_started", "isbn", "lead_inspector", "cases_inspected"):
        assert getattr(found, field) == getattr(printed, field), field
    assert normal(found.title or "") == normal(printed.title or "")
    assert (found.published or "")[:7] == (printed.published or "")[:7]
    assert [normal(q.text) for q in found.quotes] == [normal(q.text) for q in printed.quotes]
    assert [w.code for w in found.warnings] == [w.code for w in printed.warnings]


@pytest.mark.parametrize("name", NAMES)
def test_paths_lead_to_the_elements_that_hold_the_text(name):
    report = edition(name, "html")
    tree = LexborHTMLParser((EDITIONS / f"{name}.html").read_text(encoding="utf-8"))
    for item in [*report.findings, *report.recommendations, *report.quotes]:
        held = "".join(tree.css_first(where.path).text() for where in item.locations)
        letters = re.sub(r"[\W\d_]+", "", normal(item.text))
        assert letters in re.sub(r"[\W\d_]+", "", normal(held)), item.text
        assert all(where.page is None and where.fragment.startswith("#:~:text=") for where in item.locations)
    for row in [*report.ratings, *report.key_questions]:
        assert tree.css_first(row.locations[0].path).tag == "tr"


def test_page_is_read_no_slower_than_its_pdf():
    nlp = fn.load("none")

    def best(path):
        took = []
        for _ in range(3):
            start = time.process_time()
            fn.read_report(path, nlp=nlp)
            took.append(time.process_time() - start)
        return min(took)

    assert sum(best(EDITIONS / f"{n}.html") for n in NAMES[:4]) < sum(best(CORPUS / "reports" / f"{n}.pdf") for n in NAMES[:4])
