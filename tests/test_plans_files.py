import io
import json
import zipfile

import openpyxl
import pytest
from making import ROOT

import findings_nlp as fn
from findings_nlp.record.plan import plan_report
from findings_nlp.record.schema import Report

PLANS = ROOT / "corpus" / "plans"
GOLD = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((PLANS / "gold").glob("*.json"))]
FILES = [(name, plan) for plan in GOLD for name in plan["files"]]


def plain(text):
    return "".join((text or "").split())


@pytest.mark.parametrize(("name", "plan"), FILES, ids=[name for name, _ in FILES])
def test_every_row_of_a_plan_is_read_with_its_state_and_date(name, plan):
    if name.endswith(".docx"):
        pytest.importorskip("docx")
    found = plan_report((PLANS / "files" / name).read_bytes(), name)
    told = [(plain(r.response), r.status, r.target_date, r.progress_status, r.number, plain(r.owner)) for r in found.responses]
    wanted = [
        (plain(g["response"]), g["status"], g["iso"], g["progress_gold"], g["number"], plain(g["owner"]))
        for g in plan["responses"]
    ]
    # narrow columns of some PDFs break words
    assert [row[1:] for row in told] == [row[1:] for row in wanted]
    assert [row[0] for row in told] == [row[0] for row in wanted]
    assert found.document_kind == "action_plan"
    for response in found.responses:
        assert response.locations if name.endswith(".pdf") else response.row


def test_a_plan_in_the_pipeline_has_responses_and_no_findings():
    report = fn.read_report(PLANS / "files" / "fenwick-vale-1.pdf", nlp=fn.load("none"))
    assert (report.document_kind, report.service.id) == ("action_plan", "pdu-fenwick-vale")
    assert (len(report.responses), report.findings, report.recommendations) == (4, [], [])
    assert (report.published, report.answers_published) == ("2022-05-20", "2022-04-12")
    assert Report.from_json(report.to_json()) == report


def test_a_report_on_an_inspection_has_no_responses():
    report = fn.read_report(ROOT / "corpus" / "reports" / "pdu-2021-ashmere.pdf", nlp=fn.load("none"))
    assert (report.document_kind, report.responses) == ("inspection_report", [])


def workbook(*rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xlsx", workbook(["Name", "Age"], ["x", 3]), "has no table with a column of recommendations"),
        ("a.xlsx", workbook(["Recommendation", "Action", "Owner"], ["improve", "=A1", "x"]), "is a formula without its value"),
        ("a.docx", zipped(word__document_xml=b"<w"), "is damaged"),
        ("a.xlsx", zipped(xl__workbook_xml=b"<x"), "is damaged"),
        ("a.odt", zipped(content_xml=b""), "is no Word document and no Excel workbook"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "older Office file"),
        ("a.csv", b"Recommendation,Action\nx,\xff\n", "is not UTF-8"),
        ("a.csv", b"", "has no table"),
        ("a.pdf", b"no", "is not a PDF"),
        ("a.html", b"<!doctype html><p>x", "is a web page"),
    ],
)
def test_what_is_no_plan_is_one_line_that_names_the_file(name, data, reason):
    if name == "a.docx":
        pytest.importorskip("docx")
    with pytest.raises(fn.ReportError) as error:
        plan_report(data, name)
    assert reason in str(error.value) and name in str(error.value) and "\n" not in str(error.value)


def test_a_file_that_would_unpack_without_end_is_refused():
    with pytest.raises(fn.ReportError, match="unpacks to more"):
        plan_report(zipped(word__document_xml=b"\0" * 200_000_001), "bomb.docx")
