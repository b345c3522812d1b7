from making import Paper, blocks_of, texts

import findings_nlp as fn

STRENGTHS = ["The board meets monthly and", "its members know the service.", "Staff are well supported."]
AREAS = ["Checks were not always made", "before people were released.", "Plans lacked contingencies."]


def beside(p: Paper, *, head: bool = True) -> Paper:
    """Two headed lists side by side, the rows level, as in a table with two cells."""
    if head:
        p.at(72, p.y, "Strengths", font="hebo")
        p.at(320, p.y, "Areas for improvement", font="hebo")
    p.y += 18
    for left, right, label in zip(STRENGTHS, AREAS, (True, False, True), strict=True):
        for x, text in ((72, left), (320, right)):
            if label:
                p.at(x, p.y, "•")
            p.at(x + 14, p.y, text)
        p.y += 14
    p.y += 20
    return p


def sides(data: bytes) -> list[tuple[str, str]]:
    return [(f.polarity[:1], f.text.split()[0]) for f in fn.read_report(data, nlp=fn.load("none")).findings]


def test_two_headed_lists_side_by_side_are_two_lists():
    p = Paper().heading("1.1 Leadership").paragraph("The rating for leadership rests on what inspectors were told, read and saw.")
    beside(p).line("A paragraph over the whole width of the page follows, as it would in any report.")
    assert sides(p.data()) == [("s", "The"), ("s", "Staff"), ("a", "Checks"), ("a", "Plans")]
    assert texts(blocks_of(p.data()), "row") == []


def test_pair_goes_on_at_the_top_of_the_next_page():
    p = Paper().heading("1.1 Leadership").paragraph("The rating for leadership rests on what inspectors were told, read and saw.")
    beside(p).turn()
    beside(p, head=False).line("A paragraph over the whole width of the page follows, as it would in any report.")
    assert [side for side, _ in sides(p.data())] == ["s"] * 4 + ["a"] * 4


def test_level_headings_of_two_running_columns_are_no_pair():
    p = Paper()
    rows = 14
    for k in range(rows):
        p.at(60, p.y, f"Left column line {k} of running prose here")
        p.at(310, p.y, f"Right column line {k} of running prose too")
        p.y += 14
    top = p.y
    for x, first, second in ((60, "Strengths", "Areas for improvement"), (310, "Strengths", "Areas for improvement")):
        p.y = top if x == 60 else top - 60
        for head in (first, second):
            p.at(x, p.y, head, font="hebo")
            p.y += 20
            p.at(x, p.y, "•")
            p.at(x + 14, p.y, "People were seen weekly and said so.")
            p.y += 40
    report = fn.read_report(p.data(), nlp=fn.load("none"))
    assert [f.polarity[:1] for f in report.findings] == ["s", "a", "s", "a"]


def test_pair_of_headings_that_no_wording_knows_is_learnt_from_the_report():
    p = Paper()
    for number in ("1.1", "1.2", "1.3"):
        p.heading(f"{number} Leadership").paragraph(
            "The rating rests on what inspectors were told, read and saw in the weeks there."
        )
        p.at(72, p.y, "Well-made things", font="hebo")
        p.at(320, p.y, "Things done poorly", font="hebo")
        beside(p, head=False).turn()
    assert sides(p.data()) == [("s", "The"), ("s", "Staff"), ("a", "Checks"), ("a", "Plans")] * 3
