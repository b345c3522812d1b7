from making import Paper, blocks_of, running

from findings_nlp.layout.model import Block


def held(p: Paper) -> dict[str, int]:
    return {b.text: b.box for b in blocks_of(p.data()) if b.kind != "furniture"}


def with_box(p: Paper, *lines: str) -> float:
    top = p.y - 14
    p.paragraph(*lines)
    return top


def test_lines_on_a_shaded_panel_share_its_number():
    p = Paper().paragraph(*running())
    top = with_box(p, "Good practice example")
    with_box(p, "A mentor met the man at the gate on the day of his release.")
    p.panel(top, p.y)
    p.y += 10
    p.paragraph("Plain text goes on below the panel.")
    found = held(p)
    assert found["Good practice example"] == found["A mentor met the man at the gate on the day of his release."] >= 0
    assert found["Plain text goes on below the panel."] == -1


def test_frame_drawn_as_four_rules_is_a_box():
    p = Paper().paragraph(*running())
    top = with_box(p, "A mentor met the man at the gate on the day of his release.")
    for box in ((60, top, 535, top + 1), (60, p.y, 535, p.y + 1), (60, top, 61, p.y + 1), (534, top, 535, p.y + 1)):
        p.page.draw_rect(box, color=None, fill=(0, 0, 0))
    assert held(p)["A mentor met the man at the gate on the day of his release."] >= 0


def test_white_panel_without_a_frame_is_no_box():
    p = Paper().paragraph(*running())
    top = with_box(p, "Plain text on a white ground.")
    p.page.draw_rect((60, top, 535, p.y), color=None, fill=(1, 1, 1), overlay=False)
    assert set(held(p).values()) == {-1}


def test_panel_under_the_whole_page_is_no_box():
    p = Paper().paragraph(*running(200)).panel(40, 800)
    assert set(held(p).values()) == {-1}


def test_panel_that_runs_over_the_page_keeps_its_number():
    p = Paper().paragraph(*running())
    p.y = 690
    top = with_box(p, "A mentor met the man at the gate on the day of his release.")
    p.panel(top, 760)
    p.turn()
    top = with_box(p, "They went to the office and then to his new flat.")
    p.panel(top, p.y)
    p.y += 10
    p.paragraph(*running())
    found = held(p)
    assert (
        found["A mentor met the man at the gate on the day of his release."]
        == found["They went to the office and then to his new flat."]
        >= 0
    )


def test_two_panels_have_two_numbers():
    p = Paper().paragraph(*running())
    for text in ("The first of the two examples stands here.", "The second of the examples stands here."):
        top = with_box(p, text)
        p.panel(top, p.y - 4)
        p.y += 60
        p.paragraph(*running(40))
    found = held(p)
    numbers = {found["The first of the two examples stands here."], found["The second of the examples stands here."]}
    assert len(numbers) == 2 and -1 not in numbers


def test_bullet_on_a_panel_does_not_go_on_below_it():
    p = Paper().paragraph(*running())
    top = p.y - 14
    p.bullet("Staff use the toolkit and")
    p.panel(top, p.y - 6)
    p.line("people come to the sessions.", x=90)
    blocks: list[Block] = blocks_of(p.data())
    assert "Staff use the toolkit and" in [b.text for b in blocks]
