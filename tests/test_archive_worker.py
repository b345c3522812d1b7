import json
import pickle
from types import SimpleNamespace

import pytest
from making import CORPUS, Paper, running, small_report

import findings_nlp as fn
from findings_nlp.archive import worker
from findings_nlp.archive.settings import Settings
from findings_nlp.archive.worker import process
from findings_nlp.errors import NoTextError
from findings_nlp.record.schema import Notice, Report

NONE = Settings("none")


def test_good_file_gives_outcome_and_record(tmp_path, small_pdf, small):
    path = tmp_path / "otterby.pdf"
    path.write_bytes(small_pdf)
    outcome, record = process(str(path), NONE)
    assert (outcome.report, outcome.status, outcome.stage, outcome.reason) == ("otterby.pdf", "ok", None, None)
    assert (outcome.pages, outcome.sha256, outcome.path) == (small.source.pages, small.source.sha256, str(path))
    assert Report.from_json(record) == small
    assert outcome.seconds > 0


def test_bytes_may_be_given_instead_of_a_file(small_pdf, small):
    outcome, record = process("store://reports/otterby.pdf", NONE, data=small_pdf)
    assert (outcome.report, outcome.path) == ("otterby.pdf", "store://reports/otterby.pdf")
    assert Report.from_json(record) == small


def test_many_reports_in_one_process_read_as_one_would(corpus):
    for name in list(corpus)[:4]:
        _, record = process(str(CORPUS / "reports" / f"{name}.pdf"), NONE)
        assert Report.from_json(record) == corpus[name]


def test_missing_file_is_an_outcome(tmp_path):
    outcome, record = process(str(tmp_path / "no.pdf"), NONE)
    assert (outcome.status, outcome.stage, outcome.reason, record) == (
        "failed", "open", "cannot be read (No such file or directory)", None
    )  # fmt: skip
    assert process("a\0b", NONE)[0].status == "failed"


def test_bad_file_has_its_hash_and_one_line_of_reason():
    outcome, record = process("x.pdf", NONE, data=b"PK")
    assert (outcome.status, outcome.stage, outcome.reason, record) == ("failed", "open", "is not a PDF", None)
    assert len(outcome.sha256) == 64


def test_name_that_is_no_text_is_escaped(small_pdf):
    outcome, record = process("in/\udcff\n.pdf", NONE, data=small_pdf)
    assert outcome.report == "\\udcff\\n.pdf"
    assert json.loads(record)["source"]["name"] == outcome.report


def test_defect_costs_the_file_and_says_where_it_is(monkeypatch, small_pdf):
    monkeypatch.setattr("findings_nlp.record.build.check", lambda *a: {}["no such\nkey"])
    outcome, record = process("x.pdf", NONE, data=small_pdf)
    assert (outcome.status, outcome.stage, record) == ("failed", "pipeline", None)
    assert outcome.reason.startswith("unexpected KeyError at build.py:")
    monkeypatch.undo()
    # the vocabulary has outlived it
    assert process("x.pdf", NONE, data=small_pdf)[0].status == "ok"


def test_findings_are_kept_where_only_the_themes_fail(monkeypatch, small_pdf, small):
    def broken(self, doc):
        raise ValueError("no such layer")

    monkeypatch.setattr("findings_nlp.pipes.themes.component.Themes.__call__", broken)
    outcome, record = process("otterby.pdf", Settings("lite"), data=small_pdf)
    assert (outcome.status, outcome.stage) == ("partial", "pipeline")
    assert "no themes and no evidence: unexpected ValueError" in outcome.reason
    assert [f.text for f in Report.from_json(record).findings] == [f.text for f in small.findings]


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("std::bad_alloc"), NoTextError("x", "is damaged (code=2: malloc (9 bytes) failed)")]
)
def test_lack_of_memory_is_told_as_such_whoever_notices(monkeypatch, small_pdf, error):
    def starved(*args):
        raise error

    monkeypatch.setattr("findings_nlp.pipeline.read_doc", starved)
    outcome, _ = process("x.pdf", NONE, data=small_pdf)
    assert (outcome.status, outcome.stage, outcome.reason) == ("failed", "worker", worker.OUT_OF_MEMORY)


@pytest.mark.parametrize(
    ("codes", "status", "stage", "reason"),
    [
        ([], "ok", None, None),
        (["score_mismatch", "welsh_edition"], "ok", None, None),
        (["page_without_text"] * 2, "partial", "text", "2 pages without text"),
        (["no_ratings"], "partial", "layout", "no rating read"),
        (["unprinted_text"], "partial", "text", "1 page with invisible text that was not read"),
        (["one_sided", "one_sided"], "partial", "layout", "strengths or areas for improvement missing"),
        (["unknown_layout", "unreadable_text"], "partial", "text", "1 page with unreadable text; a layout like none of the known families"),
    ],
)  # fmt: skip
def test_partial_is_what_warnings_say_is_missing(codes, status, stage, reason):
    report = SimpleNamespace(warnings=[Notice(code=code, message="") for code in codes])
    assert worker.judged(report) == (status, stage, reason)


def words(paper: Paper) -> str | None:
    return process("x.pdf", NONE, data=paper.data())[0].words_sha256


def test_same_words_are_told_from_others_whatever_the_bytes():
    again = small_report()
    again.doc.set_metadata({"title": "Another title"})
    assert words(small_report()) == words(again) is not None
    assert words(small_report().paragraph("One more line of text that stands at the end.")) != words(again)


def test_few_words_are_no_report():
    assert words(Paper().paragraph("This report has been withdrawn by the inspectorate.")) is None
    assert words(Paper().paragraph(*running(150))) is not None


def test_function_and_settings_can_be_sent_to_another_process():
    assert pickle.loads(pickle.dumps((process, NONE))) == (process, NONE)


def test_record_is_the_one_that_read_report_gives(tmp_path, small_pdf):
    path = tmp_path / "a.pdf"
    path.write_bytes(small_pdf)
    assert Report.from_json(process(str(path), Settings("lite"))[1]) == fn.read_report(path, nlp=fn.load("lite"))
