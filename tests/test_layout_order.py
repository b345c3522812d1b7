import pymupdf
from making import Paper, blocks_of, labelled, running, text_line, texts

from findings_nlp.layout.order import in_reading_order
from findings_nlp.source.pdf import Page, read_text_layer

LEFT = ["Leaders know the area", "well and have worked", "with the council for", "years to open a new", "office in the town,"]
RIGHT = [
    "which staff and people",
    "on probation asked for",
    "again and again, since",
    "the old one could not",
    "be reached by bus.",
]


def order(p: Paper) -> list[str]:
    page = read_text_layer(p.data()).pages[0]
    return [line.text for line in in_reading_order(page, labelled(page.lines))]


def test_two_columns_written_column_by_column_are_followed():
    p = Paper()
    for side, words in ((0, LEFT), (1, RIGHT)):
        for i, text in enumerate(words * 4):
            p.at(60 + 250 * side, 100 + 18 * i, text, 15.5)
    assert order(p) == LEFT * 4 + RIGHT * 4


def test_two_columns_written_out_of_order_are_put_in_order_by_their_places():
    p = Paper()
    rows = [(side, i, text) for side, words in ((0, LEFT), (1, RIGHT)) for i, text in enumerate(words * 4)]
    for side, i, text in sorted(rows, key=lambda r: (-(r[1] // 5), r[0], r[1])):
        p.at(60 + 250 * side, 100 + 18 * i, text, 15.5)
    assert order(p) == LEFT * 4 + RIGHT * 4


def test_bullet_goes_on_at_the_head_of_the_next_column():
    p = Paper()
    p.at(60, 80, "Strengths:", 11, "hebo")
    words = ["The plan is known", *["and staff have read it and talk about it"] * 30]
    p.at(60, 100, "•")
    for i, text in enumerate(words):
        p.at(75, 100 + 14 * i, text)
    p.at(325, 100, "with the people whom they supervise each week.")
    p.at(310, 128, "•")
    for i in range(8):
        p.at(325, 128 + 14 * i, "Another thing that went well is the work")
    found = texts(blocks_of(p.data()), "bullet")
    assert found[0].endswith("talk about it with the people whom they supervise each week.")
    assert len(found) == 2


def test_lines_written_bottom_up_are_read_top_down():
    p = Paper()
    for i in range(8, -1, -1):
        p.at(72, 100 + 14 * i, f"This is the line that stands in place {i} of the page")
    assert order(p) == [f"This is the line that stands in place {i} of the page" for i in range(9)]


def flowing(p: Paper) -> Paper:
    """Two bullets whose first lines are short, for a panel beside them."""
    p.paragraph(*running(60))
    top = p.y
    p.bullet("Each of the forces applies a different", "rule to enquiries, and the region has known", "of it since the spring.")
    p.bullet("Level 1 cases are another matter, as the required reviews by managers had been held in", "six of 29.")
    return p.shade(top)


class Floating(Paper):
    """A paper with a panel at the right, written before all else, as browsers write floats."""

    def shade(self, top: float) -> Paper:
        self.page.draw_rect(pymupdf.Rect(340, top - 14, 530, top + 36), fill=(0.85, 0.9, 1), overlay=False)
        self.at(350, top, "At a glance", font="hebo")
        self.at(350, top + 14, "56 per cent of all staff answered")
        self.at(350, top + 28, "our survey this time.")
        return self


def test_text_round_a_floating_panel_stays_together():
    found = [b.text for b in blocks_of(flowing(Floating().heading("1.1 Leadership")).data())]
    assert any(t.startswith("Each of the forces") and t.endswith("since the spring.") for t in found)
    assert "56 per cent of all staff answered our survey this time." in found


def test_panel_between_rows_of_a_jumping_stream_is_kept_together():
    p = Floating().heading("1.1 Leadership")
    p.paragraph(*running(60))
    top = p.y
    p.shade(top)
    later = ["Level 1 cases are another matter, as reviews by managers had been held in", "six of 29."]
    for y, text in ((top + 56, later[0]), (top + 70, later[1])):
        p.at(90, y, text)
    p.at(72, top + 56, "•")
    p.y = top
    p.bullet("Each of the forces applies a different", "rule to enquiries, and the region has known", "of it since the spring.")
    found = texts(blocks_of(p.data()), "bullet")
    assert found == [
        "Each of the forces applies a different rule to enquiries, and the region has known of it since the spring.",
        " ".join(later),
    ]


def sides(crossing: int) -> set[int]:
    """Sides given to a page of six lines in each of two columns, below lines that run across both."""
    lines = [text_line("x" * 80, y=60 + 14 * k, x=60) for k in range(crossing)]
    for x in (60, 310):
        lines += [text_line("x" * 40, y=400 + 14 * k, x=x) for k in range(6)]
    return {line.side for line in in_reading_order(Page(1, 595, 842, lines), lines)}


def test_page_most_of_whose_lines_run_across_has_no_columns():
    assert sides(3) == {0, 1}
    assert sides(8) == {0}
