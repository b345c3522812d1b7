from making import Paper, blocks_of, running, text_line, vocabulary

from findings_nlp.geometry import Shapes
from findings_nlp.layout.tables import mark_cells, rows_of


def rows(p: Paper) -> list[list[str]]:
    out = []
    for block in blocks_of(p.data()):
        if block.kind == "row":
            out.append([block.text[a:b] for a, b in block.cells])
    return out


def table(p: Paper, *cells: tuple[list[str], ...], columns: tuple[float, ...] = (72, 320), gap: float = 10) -> Paper:
    for row in cells:
        for x, lines in zip(columns, row, strict=True):
            for k, text in enumerate(lines):
                p.at(x, p.y + 14 * k, text)
        p.y += 14 * max(len(lines) for lines in row) + gap
    return p


def test_rows_of_two_cells():
    p = table(Paper().paragraph(*running()), (["1.1 Leadership"], ["Good"]), (["1.2 Staff"], ["Inadequate"]))
    assert rows(p) == [["1.1 Leadership", "Good"], ["1.2 Staff", "Inadequate"]]


def test_wrapped_name_and_wrapped_rating_stay_in_their_cells():
    p = table(
        Paper().paragraph(*running()),
        (["1.1 Leadership"], ["Good"]),
        (["1.4 Information and", "facilities"], ["Requires", "improvement"]),
        (["2.1 Assessment"], ["Requires", "improvement"]),
    )
    assert rows(p) == [
        ["1.1 Leadership", "Good"],
        ["1.4 Information and facilities", "Requires improvement"],
        ["2.1 Assessment", "Requires improvement"],
    ]


def test_tight_rows_of_standards_stay_apart():
    p = table(Paper().paragraph(*running()), (["1.1 Leadership"], ["Good"]), (["1.2 Staff"], ["Inadequate"]), gap=4)
    assert rows(p) == [["1.1 Leadership", "Good"], ["1.2 Staff", "Inadequate"]]


def test_three_columns():
    p = table(
        Paper().paragraph(*running()),
        (["2.1"], ["Assessment"], ["Good"]),
        (["2.2"], ["Planning"], ["Inadequate"]),
        columns=(72, 120, 320),
    )
    assert [r[1:] for r in rows(p)] == [["Assessment", "Good"], ["Planning", "Inadequate"]]
    assert [r[0] for r in rows(p)] == ["2.1", "2.2"]


def test_heading_row_with_one_cell_stands_among_the_rows():
    p = table(Paper().paragraph(*running()), (["1.1 Leadership"], ["Good"]), (["1.2 Staff"], ["Good"]), gap=8)
    p.line("2. Case supervision", font="hebo", lead=22)
    table(p, (["2.1 Assessment"], ["Good"]))
    assert rows(p) == [["1.1 Leadership", "Good"], ["1.2 Staff", "Good"], ["2. Case supervision"], ["2.1 Assessment", "Good"]]


def test_question_of_several_lines_beside_its_percentage():
    p = table(
        Paper().paragraph(*running()),
        (["Key question"], ["Percentage ‘Yes’"]),
        (["Does assessment focus sufficiently on", "keeping other people safe?"], ["24%"]),
    )
    assert rows(p)[-1] == ["Does assessment focus sufficiently on keeping other people safe?", "24%"]


def test_running_text_makes_no_rows():
    assert rows(Paper().paragraph(*running()).paragraph(*running(40))) == []


def test_rule_between_two_near_pieces_parts_them():
    left, right = text_line("Leadership", x=72), text_line("Good", x=129)
    mark_cells([left, right], 14, Shapes())
    assert left.kind == ""
    mark_cells([left, right], 14, Shapes(vertical_rules=[(127.5, 90, 128.5, 120)]))
    assert (left.kind, right.kind) == ("cell", "cell")


def test_tagged_cells_are_cells_and_a_lone_one_is_not():
    tagged = [
        text_line(t, y=y, roles=("Table", "TR", "TD"), tag=(k,)) for k, (t, y) in enumerate([("a", 100), ("b", 115), ("c", 400)])
    ]
    mark_cells(tagged, 14, Shapes())
    assert [line.kind for line in tagged] == ["cell", "cell", ""]


def test_cells_of_a_row_lead_back_to_their_lines():
    lines = [text_line("1.4 Information and"), text_line("Good", x=320), text_line("facilities", y=112)]
    (block,) = rows_of(lines, 14, vocabulary(), {})
    assert block.text == "1.4 Information and facilities | Good"
    assert [(block.text[a:b], block.lines[k].text) for a, b, k in block.offsets] == [
        ("1.4 Information and", "1.4 Information and"),
        ("facilities", "facilities"),
        ("Good", "Good"),
    ]


def test_share_half_way_down_a_question_stands_in_its_row():
    p = Paper()
    for question in ("Does the plan address", "Does the work address"):
        p.line(question, "the needs that matter?")
        p.at(320, p.y - 21, "54%")
        p.y += 10
    assert rows(p) == [[f"Does the {word} address the needs that matter?", "54%"] for word in ("plan", "work")]


def test_head_of_a_column_takes_no_question_in():
    p = Paper().paragraph(*running(), lead=17)
    for left, right in (("Key question", "Percentage"), ("Does the plan help?", "54%"), ("Does the work help?", "62%")):
        p.at(320, p.y, right)
        p.line(left)
    assert [row[-1] for row in rows(p)] == ["Percentage", "54%", "62%"]


def test_heading_with_a_note_in_the_margin_stays_a_heading():
    p = Paper().paragraph(*running())
    p.at(400, p.y + 18, "See our website.", 9)
    p.heading("1.2 Staffing")
    assert "1.2 Staffing" in [block.text for block in blocks_of(p.data()) if block.kind == "heading"]


def test_numbered_text_beside_a_ruled_cell_that_is_centred_is_a_row():
    p = Paper().paragraph(*running())
    for number, top in enumerate((p.y, p.y + 40), 1):
        p.at(72, top + 14, f"{number}. raise the quality of plans and of")
        p.at(72, top + 28, "their reviews in every case")
        p.at(330, top + 21, "Otterby PDU")
        for x in (66, 320, 500):
            p.page.draw_line((x, top), (x, top + 36))
    assert rows(p) == [[f"{k}. raise the quality of plans and of their reviews in every case", "Otterby PDU"] for k in (1, 2)]


def grid(p: Paper, columns: tuple[float, ...], *heights: float) -> Paper:
    """Rules round the cells of a table that begins at `p.y`, rows of the given heights."""
    top = p.y
    for bottom in (top, *(top + sum(heights[: k + 1]) for k in range(len(heights)))):
        p.page.draw_line((columns[0], bottom), (columns[-1], bottom))
    for x in columns:
        p.page.draw_line((x, top), (x, top + sum(heights)))
    return p


def test_number_half_way_down_a_ruled_row_stands_in_it():
    p = grid(Paper().paragraph(*running()), (66, 96, 400, 530), 50, 50)
    for k, number in enumerate(("1", "2")):
        y = p.y + 50 * k
        p.at(72, y + 29, number)
        for n, text in enumerate(
            ("improve the quality of the assessments,", "so that what the police know is heard", "in every case")
        ):
            p.at(102, y + 15 + 14 * n, text)
        p.at(410, y + 29, "Otterby PDU")
    text = "improve the quality of the assessments, so that what the police know is heard in every case"
    assert rows(p) == [["1", text, "Otterby PDU"], ["2", text, "Otterby PDU"]]


def test_figures_in_narrow_cells_are_parted_at_the_rule_between_them():
    p = grid(Paper().paragraph(*running()), (66, 480, 506, 532), 22, 22)
    for k, (yes, no) in enumerate((("87%", "13%"), ("66%", "34%"))):
        p.at(72, p.y + 15 + 22 * k, "Does planning focus on keeping other people safe?")
        p.at(482, p.y + 15 + 22 * k, f"{yes} {no}")
    assert [r[1:] for r in rows(p)] == [["87%", "13%"], ["66%", "34%"]]


def test_rating_on_a_line_of_its_own_is_no_part_of_the_text_below_it():
    p = (
        Paper()
        .paragraph(*running())
        .line("Requires improvement", "We looked at whether the arrangements help the staff", "to do well.")
    )
    assert "Requires improvement" in [b.text for b in blocks_of(p.data())]


def test_texts_with_tags_of_their_own_side_by_side_are_cells_only_where_tables_go_untagged():
    def pair():
        left, right = text_line("Left column of the page", tag=(1,)), text_line("Right column", x=320, tag=(2,))
        return [left, right]

    for tags_tables, kinds in ((False, ["cell", "cell"]), (True, ["", ""])):
        lines = pair()
        mark_cells(lines, 14, Shapes(), tags_tables)
        assert [line.kind for line in lines] == kinds
    same = [text_line("Fieldwork", tag=(1,)), text_line("March 2023", x=320, tag=(1,))]
    mark_cells(same, 14, Shapes(), True)
    assert [line.kind for line in same] == ["cell", "cell"]
