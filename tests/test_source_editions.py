import pytest
from paging import TITLE, page

import findings_nlp as fn
from findings_nlp.record.schema import Location
from findings_nlp.source.editions import text_fragment


def test_short_text_is_quoted_whole_and_long_text_by_its_ends():
    assert (
        text_fragment("Staff, all & sundry, were re-trained.")
        == "#:~:text=Staff%2C%20all%20%26%20sundry%2C%20were%20re%2Dtrained."
    )
    words = " ".join(f"w{k}" for k in range(20))
    assert text_fragment(words) == "#:~:text=w0%20w1%20w2%20w3%20w4%20w5,w15%20w16%20w17%20w18%20w19"


def test_fragment_quotes_nothing_across_what_the_record_leaves_out():
    text = "The scheme for staff did not work in the town."
    assert text_fragment(text, [10]) == "#:~:text=The%20scheme,not%20work%20in%20the%20town."


def test_start_is_long_enough_to_stand_nowhere_before():
    text = "We found that the service was well led, and that its staff knew what to do."
    assert text_fragment(text, before="We found that the service was slow.").startswith(
        "#:~:text=We%20found%20that%20the%20service%20was%20well%20led%2C%20and%20that,"
    )
    assert text_fragment("Good", before="Good | 1.2 Staff | ") == "#:~:text=Good%201.2%20Staff-,Good"


def test_finding_with_a_footnote_mark_is_led_to_on_both_sides_of_it():
    mark = '<sup class="fn" data-fn="x"><a href="#x">1</a></sup>'
    body = f"<h2>2. Work</h2><h3>2.1 Assessment</h3><h4>Strengths:</h4><ul><li>The scheme{mark} did well for all of its people.</li></ul>"
    (finding,) = fn.read_report(page(body), nlp=fn.load("none")).findings
    assert finding.locations[0].fragment == "#:~:text=The%20scheme,for%20all%20of%20its%20people."
    assert finding.locations[0].path == "#primary > ul:nth-child(5) > li:nth-child(1)"


@pytest.mark.parametrize("wrong", [{}, {"page": 1}, {"page": 1, "bbox": (0, 0, 1, 1), "path": "p"}, {"fragment": "#"}])
def test_location_is_of_a_page_or_of_an_element(wrong):
    with pytest.raises(ValueError, match="either"):
        Location(**wrong)


def test_marks_need_a_pdf():
    with pytest.raises(fn.ReportError, match="marks need a PDF"):
        fn.annotate(page("<p>Text.</p>"), nlp=fn.load("none"))


def test_page_and_outline_of_a_web_page_name_no_pages():
    from findings_nlp.show.outline import outline

    body = "<h2>2. Work</h2><h3>2.1 Assessment</h3><h4>Strengths:</h4><ul><li>Leaders share a clear vision.</li></ul>"
    report = fn.read_report(page(body), nlp=fn.load("none"))
    shown = fn.report_page(report)
    assert "Leaders share a clear vision." in shown and "a web page" in shown and ">p. " not in shown and ">None<" not in shown
    assert "(p. " not in outline(report, pages=True) and TITLE in outline(report)
