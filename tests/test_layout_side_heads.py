from making import Paper, blocks_of, running, texts

STRENGTHS = ["The board meets monthly and its members know the service.", "Staff are well supported in all offices."]
AREAS = ["Checks were not always made before people were released.", "Plans lacked contingencies in most of the cases."]


def beside(p: Paper, head: list[str], items: list[str]) -> Paper:
    for k, text in enumerate(head):
        p.at(72, p.y + 14 * k, text, font="hebo")
    for item in items:
        p.at(190, p.y, "•")
        p.at(204, p.y, item)
        p.y += 14
    p.y += 20
    return p


def report(rows: bool = False) -> Paper:
    p = Paper().heading("1.1 Leadership").paragraph(*running(60))
    beside(p, ["Strengths"], STRENGTHS)
    if rows:
        # the stream holds the page row by row
        for k, (left, right) in enumerate(zip(["Areas for", "improvement"], AREAS, strict=True)):
            p.at(72, p.y + 14 * k, left, font="hebo")
            p.at(190, p.y + 14 * k, "•")
            p.at(204, p.y + 14 * k, right)
        p.y += 40
    else:
        beside(p, ["Areas for", "improvement"], AREAS)
    return p.heading("1.2 Staff")


def test_headings_beside_their_lists_are_headings():
    for p in (report(), report(rows=True)):
        blocks = blocks_of(p.data())
        assert texts(blocks, "heading") == ["1.1 Leadership", "Strengths", "Areas for improvement", "1.2 Staff"]
        assert texts(blocks, "bullet") == STRENGTHS + AREAS
        at = {b.text: k for k, b in enumerate(blocks)}
        assert at[STRENGTHS[1]] < at["Areas for improvement"] < at[AREAS[0]]


def test_words_of_a_table_that_name_a_side_stay_cells():
    p = Paper().heading("Ratings").paragraph(*running(60))
    for left, right in (("Strengths", "12"), ("Areas for improvement", "31"), ("Recommendations", "6")):
        p.at(72, p.y, left)
        p.at(300, p.y, right)
        p.y += 30
    assert texts(blocks_of(p.data()), "row") == ["Strengths | 12", "Areas for improvement | 31", "Recommendations | 6"]
