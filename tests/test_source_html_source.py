"""Which bytes are read as a page, in which encoding, and what is refused before it costs time."""

import json
import time
from pathlib import Path

import pytest
from making import CORPUS
from paging import blocks, headed, page, record

import findings_nlp as fn
from findings_nlp.archive.inputs import expand
from findings_nlp.errors import OpenError
from findings_nlp.source.html.source import is_html, page_of

TEXT = headed("<h4>Strengths:</h4><ul><li>Staff of the café – all of them – were trained.</li></ul>")
FINDING = "Staff of the café – all of them – were trained."
LONG = "Words enough to be a text."


def read(data: bytes | str | Path):
    return fn.read_report(data, nlp=fn.load("none"))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "utf-8"), ("", "utf-8"), ("", "cp1252"), ("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("iso-8859-1", "utf-8"),
     ("", "utf-8-sig"), ("", "utf-16"), ("", "utf-16-le"), ("nonsense", "cp1252")],
)  # fmt: skip
def test_letters_are_read_in_the_encoding_that_the_page_has(declared, encoding):
    meta = f'<meta charset="{declared}">' if declared else ""
    data = f"<!DOCTYPE html><html><head>{meta}</head><body><h1>An inspection of Otterby</h1>{TEXT}</body></html>".encode(encoding)
    assert [f.text for f in read(data).findings] == [FINDING]


@pytest.mark.parametrize(
    "data",
    [b"<!doctype html><p>x", b"\n<!-- saved from url=(0020)https://e.example/ -->\n<html>", b"<?xml version='1.0'?><html>",
     b"<!DOCTYPE x [<!ENTITY a 'b'>]><html>", b"<h2>2. Work</h2>", "<html>".encode("utf-16")],
)  # fmt: skip
def test_page_is_known_by_its_beginning(data):
    assert is_html(data)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 <html>", b"PK\x03\x04<html>", b"a < b <html>", b"<svg><text>x", b'{"a": "<html>"}', b""]
)
def test_what_is_no_page_is_not_taken_for_one(data):
    assert not is_html(data)


@pytest.mark.parametrize(
    ("data", "stage", "reason"),
    [
        (b"<html>" + b"<div>" * 100_000, "open", "nested"),
        (b"<html><body>" + b"<div>" * 400 + LONG.encode(), "open", "nested"),
        (b"<html>" + b"<p>x" * 400_000, "open", "tags"),
        (b"<html>" + b"<!--" * 290_000, "text", "without text"),
        (b"<html><p>" + b"".join(b"<b a=%d>" % k for k in range(1900)) + b"<p>x" * 1900, "open", "open"),
        (b"<html>" + b"word " * 500_000, "open", "characters"),
        (b"<html>" + b" " * (65 << 20), "open", "64 MB"),
        (b"<html><body></body></html>", "text", "without text"),
    ],
    ids=["deep", "deeper-than-read", "tags", "comments", "reopened", "text", "large", "empty"],
)
def test_hostile_page_is_refused_with_a_reason_and_soon(data, stage, reason):
    start = time.process_time()
    with pytest.raises(fn.ReportError, match=reason) as error:
        read(data)
    assert error.value.stage == stage
    assert time.process_time() - start < 20


def test_entities_of_a_document_type_are_not_expanded():
    bomb = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 9))
    data = f'<!DOCTYPE html [<!ENTITY l0 "lol">{bomb}]><html><body><p>&l8; {LONG}</p></body></html>'
    assert sum(len(b.text) for b in blocks(data)) < 2000


def test_page_that_is_no_report_is_read_with_warnings():
    found = record("<p>A short notice about an event in the town.</p>", title="News of the day")
    assert (found.title, found.findings) == ("News of the day", [])
    assert [w.code for w in found.warnings] == ["no_findings", "unknown_layout"]


def test_page_of_our_own_is_no_report():
    shown = fn.report_page(read(page(TEXT)))
    with pytest.raises(fn.ReportError, match="findings_nlp wrote"):
        read(shown.encode())


def test_saved_folder_is_read_by_its_page(tmp_path):
    (tmp_path / "Report.html").write_bytes(page(TEXT))
    (tmp_path / "Report_files").mkdir()
    (tmp_path / "Report_files" / "frame.html").write_text("<p>An advert.</p>")
    found = read(tmp_path)
    assert (found.source.name, [f.text for f in found.findings]) == ("Report.html", [FINDING])
    (tmp_path / "Other.html").write_bytes(page(TEXT))
    with pytest.raises(fn.ReportError, match="2 pages"):
        read(tmp_path)
    (tmp_path / "index.html").write_bytes(page(TEXT))
    assert read(tmp_path).source.name == "index.html"
    with pytest.raises(fn.ReportError, match="without a page"):
        read(CORPUS / "reports")


def test_folder_of_an_archive_gives_pages_but_not_the_files_saved_with_them(tmp_path):
    for name in ("a.pdf", "b.html", "b_files/frame.html", "c.HTM", "loose_files/d.xhtml", "e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [i.report for i in expand(tmp_path).items] == ["a.pdf", "b.html", "c.HTM", "d.xhtml"]


def test_archive_of_pdfs_and_pages_has_places_of_both_in_its_tables(tmp_path):
    from findings_nlp.archive.reading import read_reports
    from findings_nlp.tables.rows import report_rows

    name = "yjs-2025-tarnfell"
    paths = [CORPUS / "reports" / f"{name}.pdf", CORPUS / "editions" / f"{name}.html"]
    printed, web = [o.record for o in read_reports(paths, workers=1, model="none")]
    rows = {kind: [row for table, row in report_rows(r) if table == "findings"] for kind, r in (("pdf", printed), ("html", web))}
    assert all(row["page"] and row["path"] is None and row["fragment"] is None for row in rows["pdf"])
    assert all(row["page"] is None and row["path"] and row["fragment"] for row in rows["html"])
    assert [row["text"] for row in rows["html"]] == [row["text"] for row in rows["pdf"]]
    plain = json.loads(printed.to_json())
    assert set(plain["source"]) == {"name", "sha256", "pages"}
    assert {key for f in plain["findings"] for place in f["locations"] for key in place} == {"page", "bbox"}
    assert fn.Report.from_json(web.to_json()) == web


def test_folder_with_pdfs_beside_a_page_is_not_guessed_at(tmp_path):
    (tmp_path / "a.html").write_text("<html><body><p>x</p></body></html>", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(OpenError, match="is a folder with 1 PDF beside 1 page: name the one to read"):
        page_of(tmp_path)
