from making import Paper, blocks_of, labelled, texts

from findings_nlp.layout.order import in_reading_order
from findings_nlp.pdf import read_text_layer

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
