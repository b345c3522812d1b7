import hashlib

import pytest
from conftest import IDS
from making import CORPUS, Paper, running

import findings_nlp as fn
from findings_nlp.document.language import language_of


@pytest.mark.parametrize("name", IDS)
def test_counts_in_are_counts_out(name, nlp):
    from findings_nlp.document.doc import report_data

    doc = nlp(fn.read_pdf(CORPUS / "reports" / f"{name}.pdf"))
    report = fn.report_from_doc(doc)
    data = report_data(doc)
    for field in ("findings", "recommendations", "quotes", "ratings", "key_questions"):
        assert len(getattr(report, field)) == len(data[field])
    assert [f.id for f in report.findings] == [f"f{k:03d}" for k in range(1, len(report.findings) + 1)]
    assert [r.id for r in report.recommendations] == [f"r{k:02d}" for k in range(1, len(report.recommendations) + 1)]
    assert all(x.text and x.locations for x in [*report.findings, *report.recommendations, *report.quotes])


def test_reading_twice_gives_the_same_record(small_pdf, small):
    assert fn.read_report(small_pdf, name="otterby.pdf", nlp=fn.load("none")).to_json() == small.to_json()


def test_source_names_the_file_without_its_folder(tmp_path, small_pdf, small):
    path = tmp_path / "folder" / "otterby.pdf"
    path.parent.mkdir()
    path.write_bytes(small_pdf)
    report = fn.read_report(path, nlp=fn.load("none"))
    assert report == small
    assert report.source.model_dump() == {"name": "otterby.pdf", "sha256": hashlib.sha256(small_pdf).hexdigest(), "pages": 3}


def test_small_report_is_read_into_every_field(small):
    assert small.model_dump(include={"title", "inspected_body", "region", "published", "fieldwork_started", "isbn"}) == {
        "title": "An inspection of probation services in: Otterby PDU",
        "inspected_body": "Otterby PDU",
        "region": "East Fells",
        "published": "2023-03",
        "fieldwork_started": "2023-01-09",
        "isbn": "978-1-915468-99-4",
    }
    assert (small.lead_inspector, small.cases_inspected, small.family) == ("Ada Quill", 46, "pdu_2021")
    assert (small.overall_rating, small.overall_rating_source) == ("Inadequate", "sentence")
    assert [(r.number, r.addressee) for r in small.recommendations] == [
        (1, "Otterby PDU"),
        (2, "Otterby PDU"),
        (3, "East Fells region"),
    ]
    assert {w.code for w in small.warnings} == {"score_maximum"}


def test_themes_and_evidence_name_things_that_exist(corpus):
    for report in corpus.values():
        ids = {f.id for f in report.findings}
        for item in [*report.findings, *report.recommendations]:
            scores = [t.score for t in item.themes]
            assert scores == sorted(scores, reverse=True) and all(0 <= s <= 1 for s in scores)
        for rec in report.recommendations:
            scores = [e.score for e in rec.evidence]
            assert scores == sorted(scores, reverse=True) and {e.finding for e in rec.evidence} <= ids


def test_pdf_that_is_no_report_gives_an_empty_record_not_an_error():
    report = fn.read_report(Paper().paragraph(*running(60)).data(), nlp=fn.load("none"))
    assert (report.findings, report.recommendations, report.ratings, report.overall_rating) == ([], [], [], None)
    assert report.family == "unknown" and report.warnings


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The service is good. " * 30, "en"),
        ("Mae yr arolygiad ac yn y gwasanaethau wrth y gwaith. " * 20, "cy"),
        ("Mae yr arolygiad", "en"),
        ("Staff at Ysbyty yr Afon spoke of many good things that they had done over the year that had passed. " * 20, "en"),
        ("", "en"),
    ],
)
def test_language_of_a_report(text, language):
    assert language_of(text) == language


def test_unknown_name_of_the_package_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        fn.nonsense  # noqa: B018
    assert {"load", "read_pdf", "read_report", "Report"} <= set(dir(fn))


def test_recommendation_in_a_table_stands_where_its_text_does(nlp):
    p = Paper().heading("1. Recommendations").paragraph(*running())
    for text, who in (("Recommendation", "Owner"), ("raise the quality of plans in every case", "Otterby PDU")):
        p.at(72, p.y, text)
        p.at(400, p.y, who)
        p.y += 30
    [found] = fn.read_report(p.data(), nlp=nlp).recommendations
    assert found.addressee == "Otterby PDU"
    assert [where.bbox[2] < 390 for where in found.locations] == [True]
