from html import escape
from types import SimpleNamespace
from typing import Any

import pytest
from making import CORPUS, Paper

import findings_nlp as fn
from findings_nlp.document.doc import report_data
from findings_nlp.pipes.prose.component import Prose
from findings_nlp.pipes.prose.detector import Found
from scripts.corpus.prose import read_corpus
from scripts.corpus.prose_pdf import SHOWN, body_of

HEAD = "<html lang='en'><head><title>A thematic inspection of work in Otterby</title></head><body><main><h1>A thematic inspection of work in Otterby</h1>"


class Fixed:
    """A detector that takes every passage with the word "late" for one area for improvement, from that sentence on."""

    def find(self, passages: list[Any]) -> list[list[Found]]:
        out = []
        for passage in passages:
            first = next((k for k, text in enumerate(passage.sentences) if "late" in text), None)
            last = len(passage.sentences) - 1
            out.append([] if first is None else [Found(first, last, "area_for_improvement", 0.9)])
        return out


def read(source: bytes) -> fn.Report:
    nlp = fn.load("none")
    doc = fn.read_doc(source, nlp)
    for name, stage in nlp.pipeline:
        doc = stage(doc)
        if name == "findings_extract":
            doc = Prose(Fixed())(doc)
    return fn.report_from_doc(doc)


def page(body: str) -> bytes:
    return f"{HEAD}{body}</main></body></html>".encode()


def test_finding_in_prose_has_its_sentences_basis_and_place():
    report = read(page("<h2>2. Casework</h2><h3>2.1 Planning</h3><p>We read 46 cases. Plans were late. Few were read.</p>"))
    [finding] = report.findings
    assert (finding.text, finding.basis, finding.basis_score) == ("Plans were late. Few were read.", "model", 0.9)
    assert (finding.standard, finding.section, finding.polarity) == ("2.1", "2.1 Planning", "area_for_improvement")
    assert "Plans%20were%20late.%20Few" in finding.locations[0].fragment


def test_box_of_a_finding_holds_its_sentences_only():
    paper = Paper().heading("A thematic inspection of work in Otterby", 24).heading("2. Casework")
    paper.paragraph(
        "In all of the offices we read cases and spoke to staff. In too many of them plans were late",
        "and had not been shared with anybody who needed to know, which mattered most where there",
        "was a child. The weather in that week was very fine.",
    )
    data = paper.data()
    nlp = fn.load("none")

    class Second:
        def find(self, passages: list[Any]) -> list[list[Found]]:
            return [[Found(1, 1, "mixed", 0.7)] if "late" in " ".join(p.sentences) else [] for p in passages]

    doc = fn.read_pdf(data, nlp.vocab)
    for name, stage in nlp.pipeline:
        doc = stage(doc)
        if name == "findings_extract":
            doc = Prose(Second())(doc)
    [finding] = fn.report_from_doc(doc).findings
    assert finding.text.startswith("In too many") and finding.text.endswith("a child.") and finding.polarity == "mixed"
    import pymupdf

    sheet = pymupdf.open(stream=data)[0]
    found = " ".join(sheet.get_text("text", clip=pymupdf.Rect(loc.bbox)) for loc in finding.locations).split()
    assert found[1:-1] == finding.text.split()[1:-1] or found == finding.text.split()
    assert len(found) - len(finding.text.split()) in (-1, 0, 1)


def test_headed_findings_stay_as_they_are_and_ids_follow_the_order():
    body = (
        "<h2>1. Delivery</h2><h3>1.1 Leadership</h3><h4>Strengths</h4><ul><li>The plan is never late and is known.</li></ul>"
        f"<h2>2. Casework</h2><h3>2.1 Planning</h3><p>Plans were late. {'Few of them had been read by anybody. ' * 8}</p>"
    )
    report = read(page(body))
    assert [(f.id, f.basis, f.polarity) for f in report.findings] == [
        ("f001", "heading", "strength"),
        ("f002", "model", "area_for_improvement"),
    ]
    assert report.findings[0].basis_score is None


def test_item_of_a_list_is_one_finding_as_a_whole():
    report = read(page("<h2>2. Casework</h2><p>We found that:</p><ul><li>Plans had been made. They were late.</li></ul>"))
    assert [f.text for f in report.findings] == ["Plans had been made. They were late."]


def test_sentence_that_a_finding_points_back_to_is_its_context():
    nlp = fn.load("none")
    doc = nlp(fn.read_doc(page("<h2>2. Casework</h2><p>Two courts sent reports. The other two were late.</p>"), nlp))
    doc = Prose(Fixed())(doc)
    [raw] = report_data(doc)["findings"]
    assert raw["context"] == "Two courts sent reports."


def test_component_says_what_it_lacks():
    nlp = fn.load("none")
    doc = fn.read_doc(page("<p>Plans were late.</p>"), nlp)
    with pytest.raises(ValueError, match="findings_extract"):
        Prose(Fixed())(doc)


def test_plain_text_passes_through():
    doc = fn.load("none").make_doc("Plans were late.")
    assert Prose(SimpleNamespace())(doc) is doc


def as_page(name: str) -> tuple[bytes, list[dict[str, Any]]]:
    """A report of corpus/prose as a web page."""
    head, rows = read_corpus(CORPUS / "prose")[name]
    return page(f"<h1>{escape(head['title'])}</h1>{body_of(rows)}"), rows


@pytest.mark.parametrize(("model", "least"), [("lite", 0.6), ("full", 0.7)])
def test_report_in_prose_that_was_never_learnt_from_yields_its_findings(model, least):
    data, rows = as_page("crc-2019-holmeshire")
    report = fn.read_report(data, name="holmeshire.html", nlp=fn.load(model))
    silent = ("Foreword", "Background", "Recommendations", "Progress since the previous inspection")
    wanted = {s for r in rows if r["headings"][0] not in silent for a, b, _ in r["first"] for s in r["sentences"][a : b + 1]}
    every = {s for r in rows for s in r["sentences"]}
    found = {s for s in every if any(s in f.text for f in report.findings)}
    assert 2 * len(found & wanted) / (len(found) + len(wanted)) >= least
    assert {f.basis for f in report.findings} == {"model"}
    assert any(f.question for f in report.findings) and any(f.in_summary for f in report.findings)


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_prose_over_columns_and_pages_of_a_pdf_yields_the_findings_of_its_web_page(name):
    nlp = fn.load("lite")
    printed = fn.read_report(CORPUS / "prose" / f"{name}.pdf", nlp=nlp)
    web = fn.read_report(as_page(name)[0], name=f"{name}.html", nlp=nlp)
    told = [[(" ".join(f.text.split()), f.polarity) for f in report.findings] for report in (printed, web)]
    assert len(told[0]) > 50 and told[0] == told[1]
    assert all(f.locations for f in printed.findings) and len({f.locations[0].page for f in printed.findings}) > 5


@pytest.fixture
def judged() -> fn.Report:
    """A report with a strength of a heading and two findings of the model, one of them mixed, one in a summary."""
    report = read(page("<h2>2. Casework</h2><p>Plans were late.</p><h2>3. Courts</h2><p>Reports were late.</p>"))
    first, second = report.findings
    report.findings = [
        first.model_copy(update={"in_summary": True, "question": "Are plans timely?"}),
        second.model_copy(update={"polarity": "mixed"}),
    ]
    return report


def test_readers_are_told_what_the_model_found_and_how_sure_it_is(judged):
    from findings_nlp.show.outline import outline
    from findings_nlp.show.page import report_page

    told = " ".join(outline(judged).split())
    assert "0 strengths, 1 areas for improvement, 1 mixed" in told
    assert "Plans were late. [read in prose, 90%]" in told and "Mixed findings ~ f002" in told
    shown = report_page(judged)
    assert "Read in prose by the model, 90%" in shown and "In a summary" in shown and "Are plans timely?" in shown
    assert "Mixed findings" in shown


def test_tables_tell_basis_score_summary_and_question(judged):
    from findings_nlp.tables.rows import report_rows

    first, second = [row for table, row in report_rows(judged) if table == "findings"]
    assert (first["basis"], first["basis_score"], first["in_summary"], first["question"]) == (
        "model",
        0.9,
        True,
        "Are plans timely?",
    )
    assert (second["polarity"], second["in_summary"], second["question"]) == ("mixed", False, None)
    [head] = [row for table, row in report_rows(judged) if table == "reports"]
    assert (head["strengths"], head["areas_for_improvement"]) == (0, 1)
