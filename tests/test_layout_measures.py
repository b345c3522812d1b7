import pytest
from making import text_line

from findings_nlp.layout.measures import body_style, measure
from findings_nlp.source.pdf import Page, TextLayer

LONG = "the service covers a wide area of towns and villages and its staff travel far"


def column(count: int, lead: float, text: str = LONG, y: float = 100, **more: object) -> list:
    return [text_line(text, y=y + lead * k, **more) for k in range(count)]


@pytest.mark.parametrize("lead", [12.0, 14.0, 18.0])
def test_distance_of_lines_is_that_within_paragraphs(lead):
    paragraphs = column(12, lead)
    items = column(12, lead + 5, "Staff are proud.", y=400)
    assert measure(paragraphs + items, 11, False).lead == pytest.approx(lead)


def test_distance_of_lines_of_items_alone_is_theirs_and_without_lines_usual():
    assert measure(column(6, 17, "Staff are proud."), 11, False).lead == pytest.approx(17)
    assert measure([], 10, False).lead == 12.5


def test_lines_of_another_page_or_size_do_not_count():
    lines = [text_line(LONG, y=100), text_line(LONG, y=114, page=2), *column(3, 10, y=300, size=8), *column(3, 15, y=500, page=3)]
    assert measure(lines, 11, False).lead == pytest.approx(15)


def test_margin_is_the_leftmost_usual_start_and_reach_is_counted_from_it():
    lines = [*column(20, 14), text_line("x", y=600, x=20), text_line("half of it all", y=620)]
    measures = measure(lines, 11, False)
    assert measures.margins[0] == 72
    assert measures.reach(lines[0]) == pytest.approx(1)
    assert measures.reach(lines[-1]) < 0.3


def test_body_style_is_that_of_most_of_the_text_and_not_of_running_heads():
    heads = [text_line(LONG * 4, y=10 + k, size=9, bold=True, kind="furniture") for k in range(9)]
    lines = [*column(5, 14), text_line("Chapter", size=20, bold=True), *heads]
    assert body_style(TextLayer("a.pdf", "0", [Page(1, 595, 842, lines)], [])) == (11, False)
    assert body_style(TextLayer("a.pdf", "0", [], [])) == (11, False)
