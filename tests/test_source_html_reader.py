"""What a web page's markup becomes: blocks, findings, recommendations, ratings, key questions."""

import pytest
from paging import TITLE, blocks, findings, headed, kinds, page, record

STRENGTHS, AREAS = "<h4>Strengths:</h4>", "<h4>Areas for improvement:</h4>"
ONE, TWO = "Leaders share a clear vision.", "Staff were trained in the tools."
LISTED = [("s", ONE), ("s", TWO)]


def test_what_surrounds_the_report_is_none_of_its_text():
    body = '<div class="hale-print-only"><p>or write to:</p></div><div id="toc"><ol><li><a href="#a">Part</a></li></ol></div><p>Text of it.</p>'
    data = page(body, after='<div class="cookie-note"><p>We use cookies.</p></div><script>"<p>code</p>"</script>')
    assert [b.text for b in blocks(data)] == [TITLE, "Text of it."]


@pytest.mark.parametrize(
    "markup",
    [
        '<h2>2. Work<span class="hale-jump-link"> (<a href="#t">Back to top</a>)</span></h2>',
        '<h2>2. Work (<a href="#t">Back to top</a>)</h2>',
        '<h2>2. Work</h2><p><a href="#t">(Back to top)</a></p>',
        "<h2>2. Work</h2><p>↑ Back to contents</p>",
    ],
)
def test_jump_links_are_no_text(markup):
    assert kinds(markup) == [("heading", "2. Work")]


def test_list_of_links_within_the_page_is_a_table_of_contents():
    items = "".join(f'<li><a href="#{k}">Part {k}</a></li>' for k in range(3))
    assert {kind for kind, _ in kinds(f"<ul>{items}</ul>")} == {"toc"}
    assert {kind for kind, _ in kinds(f"<ul>{items}<li>Part <a href='#4'>4</a> and more</li></ul>")} == {"bullet"}


@pytest.mark.parametrize(
    "lists",
    [
        f"<ul><li>{ONE}</li></span></div><li>{TWO}</li></ul>",
        f"<ul><li>{ONE}</p></em><br><li>{TWO}<p>&nbsp;</p></ul>",
        "<ul><li>Leaders share</li></ul><p>a clear vision.</p>" + f"<ul><li>{TWO}</li></ul>",
        f'<p class="MsoListParagraphCxSpFirst">·<span>&nbsp; &nbsp;</span>{ONE}</p><p class="MsoListParagraphCxSpLast">·&nbsp;{TWO}</p>',
        f"<p>• {ONE}<br>• {TWO}</p>",
        f"<p>– {ONE}</p><p>– {TWO}</p>",
        f"<table><tr><td><ul><li>{ONE}</li><li>{TWO}</li></ul></td></tr></table>",
        f"<ul><li><p>{ONE}</p></li><li><div>{TWO}</div></li></ul>",
        f"<ul><li>Leaders&nbsp;share a <b>clear</b> vi&shy;sion.</li><li>{TWO}</li></ul>",
        f"<!DOCTYPE html><html><head><title>x</title><style>p {{}}</style></head><body><ul><li>{ONE}</li><li>{TWO}</li></ul></body></html>",
    ],
    ids=["stray-ends", "unclosed", "cut", "word", "breaks", "dashes", "table", "inner", "spaces", "document"],
)
def test_list_is_read_however_it_is_built(lists):
    assert findings(headed(STRENGTHS + lists + AREAS + "<ul><li>Plans were poor.</li></ul>")) == [
        *LISTED,
        ("a", "Plans were poor."),
    ]


@pytest.mark.parametrize(
    "markup",
    [
        f"<details><summary>Strengths</summary><ul><li>{ONE}</li></ul></details><details><summary>Areas for improvement</summary><ul><li>{TWO}</li></ul></details>",
        f"<p><strong>Strengths:</strong><br></p><ul><li>{ONE}</li></ul><p><strong>Areas for improvement:</strong></p><ul><li>{TWO}</li></ul>",
        f"<table><tr><th>Strengths</th><th>Areas for improvement</th></tr><tr><td><ul><li>{ONE}</li></ul></td><td><ul><li>{TWO}</li></ul></td></tr></table>",
        f"<table><tr><th>Strengths</th><th>Areas for improvement</th></tr><tr><td>{ONE}</td><td>{TWO}</td></tr></table>",
        f"<table><tr><td>{STRENGTHS}<ul><li>{ONE}</li></ul></td><td>{AREAS}<ul><li>{TWO}</li></ul></td></tr></table>",
        f'<div class="wp-block-columns"><div>{STRENGTHS}<ul><li>{ONE}</li></ul></div><div>{AREAS}<ul><li>{TWO}</li></ul></div></div>',
        f'<div class="govuk-accordion"><h4><button>Strengths</button></h4><div><ul><li>{ONE}</li></ul></div></div>{AREAS}<ul><li>{TWO}</li></ul>',
    ],
    ids=["details", "bold", "heads", "plain-cells", "cells", "columns", "accordion"],
)
def test_sides_are_told_however_they_are_laid_out(markup):
    assert findings(headed(markup)) == [("s", ONE), ("a", TWO)]


def test_sub_points_and_second_paragraphs_belong_to_their_item():
    lists = f"<ul><li>Leaders share:<ul><li>a vision</li></ul><ol><li>a plan</li></ol></li><ul><li>a name.</li></ul><li><p>{TWO}</p><p>They said so.</p></li></ul>"
    assert findings(headed(STRENGTHS + lists)) == [("s", "Leaders share: a vision a plan a name."), ("s", f"{TWO} They said so.")]


def test_footnotes_and_their_marks_are_none_of_the_finding():
    mark = '<sup class="fn" data-fn="x"><a href="#x" id="x-link">1</a></sup>'
    word = '<a href="#_ftn2" name="_ftnref2">[2]</a>'
    notes = '<ol class="wp-block-footnotes"><li id="x">The words of the note. <a href="#x-link">↩︎</a></li></ol>'
    body = (
        headed(f"{STRENGTHS}<ul><li>Leaders{mark} share{word} a CO<sub>2</sub> plan on the 4<sup>th</sup> floor.</li></ul>")
        + notes
    )
    assert findings(body) == [("s", "Leaders share a CO2 plan on the 4th floor.")]
    assert kinds(body)[-1][0] == "footnote"


def test_examples_and_quotations_are_no_findings():
    box = '<div class="wp-block-group has-background"><h4>Practice example</h4><p>Ann found work.</p><ul><li>a job in a shop</li></ul></div>'
    quote = "<blockquote><p>She listens to me every single week.</p></blockquote>"
    found = record(headed(f"{STRENGTHS}<ul><li>{ONE}</li></ul>{box}{quote}<ul><li>{TWO}</li></ul>"))
    assert [f.text for f in found.findings] == [ONE, TWO]
    assert [q.text for q in found.quotes] == ["She listens to me every single week."]


def test_bold_heading_is_below_all_tagged_ones():
    lists = f"<p><strong>Strengths:</strong></p><ul><li>{ONE}</li></ul><h4>Resettlement</h4><ul><li>This is no finding.</li></ul>"
    assert findings(headed(lists)) == [("s", ONE)]


def test_recommendations_are_numbered_as_the_list_prints_them():
    body = (
        "<h2>Recommendations</h2><p>Otterby PDU should:</p><ol><li>improve its work</li><li>train its staff.</li></ol>"
        '<p>The North West region should:</p><ol start="3"><li>support it</li><li value="7">read this.</li></ol>'
        "<p><b>The board should:</b></p><p>8. meet often</p><p>9. write it down.</p>"
    )
    found = [(r.number, r.addressee, r.text) for r in record(body).recommendations]
    assert found == [
        (1, "Otterby PDU", "improve its work"), (2, "Otterby PDU", "train its staff."), (3, "The North West region", "support it"),
        (7, "The North West region", "read this."), (8, "The board", "meet often"), (9, "The board", "write it down."),
    ]  # fmt: skip


def test_tables_of_ratings_and_key_questions():
    body = (
        '<h2>Ratings</h2><table><tr><td>1.1</td><td>Leadership</td><td><img src="g.png" alt="Good"></td></tr>'
        "<tr><td>1.2</td><td>Staff</td><td><p>Requires</p><p>improvement</p></td></tr></table>"
        "<h2>2. Court work</h2><h3>2.1 Assessment</h3><table><tr><th>Key question</th><th>Percentage yes</th></tr>"
        "<tr><td>Is it safe?</td><td>56%</td></tr></table>"
    )
    found = record(body)
    assert [(r.standard, r.name, r.rating) for r in found.ratings] == [
        ("1.1", "Leadership", "Good"), ("1.2", "Staff", "Requires improvement"),
    ]  # fmt: skip
    assert [(q.standard, q.question, q.percent_yes) for q in found.key_questions] == [("2.1", "Is it safe?", 56)]


def test_text_behind_the_main_part_counts_only_where_stray_ends_have_cut_it():
    lists = f"{STRENGTHS}<ul><li>{ONE}</li></ul>"
    assert [f.text for f in record(headed(lists), after="<ul><li>Follow us on social media.</li></ul>").findings] == [ONE]
    cut = headed(lists) + f'</div></main></div><ul class="wp-block-list"><li>{TWO}</li></ul>'
    assert [f.text for f in record(cut).findings] == [ONE, TWO]


def test_page_without_a_main_part_is_read_without_its_navigation():
    data = f"<html><body><nav><ul><li>Menu</li></ul></nav><h1>{TITLE}</h1><p>Text of it.</p></body></html>"
    assert [b.text for b in blocks(data)] == [TITLE, "Text of it."]


def test_facts_come_from_the_text_and_else_from_the_head():
    head = (
        '<link rel="canonical" href="https://inspectorate.example/r/otterby/"><meta property="og:title" content="Title of the page">'
        '<script type="application/ld+json">{"datePublished": "2025-11-27T09:00:00+00:00"}</script>'
    )
    found = record("<p>The text of this report.</p>", head=head)
    assert (found.title, found.inspected_body, found.published) == (TITLE, "Otterby PDU", "2025-11-27")
    assert (found.source.address, found.source.pages) == ("https://inspectorate.example/r/otterby/", 0)
    assert record("<h2>Published: 3 March 2024</h2><p>The text.</p>", head=head).published == "2024-03-03"


def test_lead_inspector_is_found_where_thanks_are_given_at_the_end():
    long = "<p>" + "Words of the report that fill its pages. " * 80 + "</p>"
    body = "".join(f"<h2>{k}. Part</h2>{long}" for k in range(8))
    assert (
        record(body + "<h2>Acknowledgements</h2><p>Our team was led by HM Inspector Ann Example.</p>").lead_inspector
        == "Ann Example"
    )
    assert record(body + "<p>This inspection was led by HM Inspector Ann Example.</p>").lead_inspector == "Ann Example"


def test_what_may_have_been_lost_is_told_without_pages():
    lists = f"{STRENGTHS}<ul><li>{ONE}</li></ul><h4>Harvest notes</h4><ul><li>Item one.</li><li>It\ufffdem two.</li></ul>"
    told = {w.code: w for w in record(headed(lists) + "<h2>3. Recommendations</h2><p>One.</p><p>Two.</p>").warnings}
    for code in ("unassigned_list", "no_recommendations", "unreadable_text"):
        assert "page" not in told[code].message and all(where.path and not where.page for where in told[code].locations)


def test_control_characters_are_no_text():
    assert kinds("<p>One&#1;\x02 two\x7f three.</p>") == [("paragraph", "One two three.")]
