import pytest
from making import CORPUS, small_report

import findings_nlp as fn
from findings_nlp.archive.names import escape
from findings_nlp.assure.proof import letters, prove
from findings_nlp.source.pdf.letters import Letters

EDITION = CORPUS / "editions" / "yjs-2025-tarnfell.html"


@pytest.fixture
def found(tmp_path, small_pdf, small):
    path = tmp_path / "ott\nerby.pdf"
    path.write_bytes(small_pdf)
    return escape(str(path)), small


def changed(report, text):
    findings = [report.findings[0].model_copy(update={"text": text}), *report.findings[1:]]
    return report.model_copy(update={"findings": findings})


def test_every_text_of_a_report_stands_at_its_place(found):
    path, report = found
    proof = prove([("a", path, report)])
    assert proof.texts == len(report.findings) + len(report.recommendations) + len(report.quotes)
    assert proof.missing == [] and proof.unread == [] and proof.verbatim + proof.joined == proof.texts


def test_word_that_is_not_there_is_told_with_its_place(found):
    path, report = found
    [missing] = prove([("a", path, changed(report, report.findings[0].text + " Nonsense stood here."))]).missing
    assert (missing.report, missing.item, missing.page) == ("a", "f001", report.findings[0].locations[0].page)
    assert "Nonsense" in missing.words


def test_text_at_another_place_of_the_file_does_not_count(found):
    path, report = found
    other = report.findings[-1].text
    [missing] = prove([("a", path, changed(report, other))]).missing
    assert missing.item == "f001"


def test_file_that_changed_or_is_gone_is_told(found, tmp_path):
    _, report = found
    other = tmp_path / "other.pdf"
    other.write_bytes(small_report().paragraph("more").data())
    proof = prove([("a", str(other), report), ("b", str(tmp_path / "none.pdf"), report)])
    assert [name for name, _ in proof.unread] == ["a", "b"] and proof.texts == 0
    assert "bytes differ" in proof.unread[0][1]


def test_web_page_is_compared_by_its_words():
    report = fn.read_report(EDITION, nlp=fn.load("none"))
    proof = prove([("a", str(EDITION), report)])
    assert proof.missing == [] and proof.texts > 50
    [missing] = prove([("a", str(EDITION), changed(report, "Flapdoodle."))]).missing
    assert missing.words == ("Flapdoodle",)


def test_letters_leave_out_all_but_letters_and_digits():
    assert letters("E\ufb03cient – 24 per cent’s") == "efficient24percents"


def test_what_is_no_pdf_is_a_value_error():
    with pytest.raises(ValueError, match="pen"), Letters(b"%PDF-1.4 no more"):
        pass
