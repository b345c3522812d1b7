"""A browser's print of a report's page: what it has that a report has not."""

from making import Paper, blocks_of, texts

import findings_nlp as fn
from findings_nlp.layout.prints import mark_prints
from findings_nlp.source.pdf import read_text_layer


def licence(paper: Paper) -> Paper:
    paper.line("All content is available under the Open Government Licence v3.0.").paragraph("To view this licence, visit:")
    paper.paragraph("https://nationalarchives.example/licence").line("or write to:", "Information Policy Team, Kew")
    return paper.turn()


def body(paper: Paper) -> Paper:
    paper.heading("An inspection of probation in Otterby PDU", 22)
    paper.paragraph("Published: 3 March 2024")
    paper.heading("2. Court work").heading("2.1 Assessment", 14).label("Strengths:")
    paper.bullet("Leaders share a clear vision of the work with", "all of their staff.").bullet(
        "Staff were trained in the tools."
    )
    for _ in range(12):
        paper.line("Running text of the report that fills the page and tells what the body's size is.")
    return paper


def test_licence_page_is_no_cover_and_nobodys_address():
    report = fn.read_report(body(licence(Paper())).data(), nlp=fn.load("none"))
    assert (report.title, report.published) == ("An inspection of probation in Otterby PDU", "2024-03-03")
    assert (report.inspected_body, report.recommendations, len(report.findings)) == ("Otterby PDU", [], 2)


def test_imprint_with_a_title_above_is_kept():
    paper = Paper().heading("An inspection of Otterby PDU", 26)
    paper.line("All content is available under the Open Government Licence v3.0.").paragraph("To view this licence, visit:")
    assert "An inspection of Otterby PDU" in [b.text for b in blocks_of(body(paper.turn()).data()) if b.kind != "furniture"]


def test_jump_link_is_no_text_on_the_headings_line_or_below():
    paper = Paper()
    for k, name in enumerate(("Court work", "Release", "Leadership")):
        paper.y += 20
        end = paper.at(72, paper.y, f"{k + 2}. {name}", 18, "hebo")
        if k == 0:
            paper.at(end + 5, paper.y, "(Back to top)", 11)
        paper.y += 24
        if k == 1:
            paper.line("(Back to top)")
        if k == 2:
            paper.line("(Back to", "top)")
        paper.paragraph("Running text of the report that fills the page.", "It tells what the body's size is.", "And more.")
    blocks = blocks_of(paper.data())
    assert texts(blocks, "heading") == ["2. Court work", "3. Release", "4. Leadership"]
    assert not any("top" in b.text for b in blocks if b.kind != "furniture")


def test_sentence_about_going_back_is_kept():
    layer = read_text_layer(Paper().line("Managers went back to top", "of the list and to the contents.").data())
    mark_prints(layer)
    assert [line.kind for line in layer.pages[0].lines] == ["", ""]


def test_remainder_that_a_pages_end_cut_off_goes_first():
    layer = read_text_layer(Paper().line("First line of the page.", "Second line.", "Third line.", "Fourth line.").data())
    first, *rest = layer.pages[0].lines
    for k, line in enumerate(rest):
        line.tag = (k,)
    layer.pages[0].lines = [rest[0], first, *rest[1:]]
    mark_prints(layer)
    assert layer.pages[0].lines == [first, *rest]
