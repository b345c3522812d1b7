from findings_nlp.plans.answers import answers_of
from findings_nlp.plans.grid import Cell, Grid, GridRow, Sheets
from findings_nlp.plans.wording import shipped_headings

HEAD = ["No.", "Recommendation", "Agreed?", "Action", "Owner", "Date"]


def grid(rows, paged=False, caption=""):
    made = [row if isinstance(row, GridRow) else GridRow([Cell(text) for text in row], k) for k, row in enumerate(rows, 1)]
    return Grid(made, "Sheet", caption, paged)


def read(*grids):
    return answers_of(Sheets(list(grids), []), shipped_headings())


def test_columns_are_told_by_their_headings_in_any_order():
    found = read(
        grid([["By when", "Action", "Recommendation", "Lead", "Ref"], ["May 2024", "Train staff", "improve skills", "Head", "2"]])
    )
    assert [(a.number, a.recommendation, a.response, a.owner, a.target_date) for a in found] == [
        ("2", "improve skills", "Train staff", "Head", "2024-05")
    ]


def test_a_table_that_is_no_plan_is_passed_over():
    assert read(grid([["Term", "Definition", "Additional comment"], ["Agreed", "All of it", "Say how"]])) == []


def test_further_actions_belong_to_the_recommendation_above_them():
    rows = [HEAD, ["1", "improve skills", "Yes", "Train", "A", "May 2024"], ["", "", "", "Test", "B", "June 2024"]]
    found = read(grid(rows))
    assert [(a.number, a.recommendation, a.status, a.response, a.owner) for a in found] == [
        ("1", "improve skills", "agreed", "Train", "A"),
        ("1", "improve skills", "agreed", "Test", "B"),
    ]
    assert [a.row for a in found] == [2, 3]


def test_an_owner_is_inherited_from_a_merged_cell_and_not_from_one_left_empty():
    merged = GridRow([Cell(above=True), Cell(above=True), Cell(above=True), Cell("Test"), Cell(above=True), Cell("")], 3)
    rows = [HEAD, ["1", "improve skills", "Yes", "Train", "A", "May 2024"]]
    assert [a.owner for a in read(grid([*rows, merged]))] == ["A", "A"]
    assert [a.owner for a in read(grid([*rows, ["", "", "", "Test", "", ""]]))] == ["A", None]


def test_a_row_over_the_whole_width_names_who_should_act():
    group = GridRow([Cell("The PDU should:"), *(Cell(left=True) for _ in range(5))], 2)
    found = read(grid([HEAD, group, ["1", "improve skills", "Yes", "Train", "A", ""]]))
    assert [a.addressee for a in found] == ["The PDU"]


def test_a_row_that_a_page_ends_is_made_whole_and_repeated_headings_are_no_answer():
    first = grid([HEAD, ["1", "improve the", "Yes", "Train all staff in", "A", "May 2024"]], paged=True)
    second = grid(
        [HEAD, ["", "skills of staff", "", "the new tool.", "", ""], ["2", "fill posts", "No", "None.", "B", ""]], paged=True
    )
    for page in (first, second):
        page.rows[0].first = True
    found = read(first, second)
    assert [(a.recommendation, a.response, a.status) for a in found] == [
        ("improve the skills of staff", "Train all staff in the new tool.", "agreed"),
        ("fill posts", "None.", "not_agreed"),
    ]


def test_a_recommendation_may_stand_above_a_table_of_its_actions():
    rows = [["Action", "Lead", "Date"], ["Train", "A", "May 2024"]]
    found = read(grid(rows, caption="Recommendation 3: improve skills"))
    assert [(a.number, a.recommendation, a.response) for a in found] == [("3", "improve skills", "Train")]


def test_status_is_agreement_or_progress_by_what_its_cells_say():
    head = ["Recommendation", "Action", "Owner", "Status"]
    agreed = read(grid([head, ["improve", "Train", "A", "Accepted"], ["fill", "Hire", "B", "Rejected"]]))
    done = read(grid([head, ["improve", "Train", "A", "Complete"], ["fill", "Hire", "B", "Not started"]]))
    assert [a.status for a in agreed] == ["agreed", "not_agreed"]
    assert [(a.status, a.progress_status) for a in done] == [(None, "complete"), (None, "not_started")]


def test_columns_without_a_known_heading_are_told_by_their_cells():
    rows = [
        ["Recommendation", "Owner", "Progress", "Zeit"],
        ["improve", "A", "Done", "May 2024"],
        ["fill", "B", "Done", "1 June 2024"],
    ]
    assert [a.target_date for a in read(grid(rows))] == ["2024-05", "2024-06-01"]


def test_a_row_without_any_recommendation_is_none():
    assert read(grid([HEAD, ["", "", "Yes", "Train", "A", "May 2024"]])) == []
