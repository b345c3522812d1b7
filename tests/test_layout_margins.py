"""Numbers that count the lines and raised marks of notes are no text."""

import pytest
from making import Paper, blocks_of, running, texts

LINES = running()


def numbered(step: int, per_page: list[int]) -> Paper:
    """Pages of running text whose lines are counted in the margin from 1 on each page."""
    p = Paper()
    for k, count in enumerate(per_page):
        if k:
            p.turn()
        for number in range(1, count + 1):
            if number % step == 0:
                p.at(45, p.y, str(number), 8)
            p.line(LINES[number % len(LINES)])
    return p


@pytest.mark.parametrize("step", [1, 5])
def test_line_numbers_are_no_text_on_short_pages_too(step):
    found = " ".join(b.text for b in blocks_of(numbered(step, [40, 40, 12]).data()) if b.kind not in ("furniture",))
    assert not any(word.isdigit() for word in found.split())


def test_few_figures_beside_the_text_are_text():
    p = Paper().paragraph(*LINES)
    p.at(45, p.y, "24", 11)
    p.line("cases were inspected in the year, and most of them in May.")
    assert "24" in " ".join(b.text for b in blocks_of(p.data()))


@pytest.mark.parametrize("mark", ["3,4", "2-4", "5, 6", "a", "ii", "**", "12"])
def test_raised_marks_of_notes_are_no_text(mark):
    p = Paper().paragraph(*LINES)
    end = p.at(72, p.y, "The plan is known in every office of the service.")
    p.at(end + 0.3, p.y - 4, mark, 6.5)
    p.y += 14
    p.line("Staff are proud of it and of one another, and say so in the yearly survey.")
    assert texts(blocks_of(p.data()), "paragraph")[-1] == (
        "The plan is known in every office of the service. Staff are proud of it and of one another, and say so in the yearly survey."
    )


def test_few_counts_on_a_page_are_told_by_the_other_pages_and_not_by_a_table_of_figures():
    p = numbered(5, [40, 40, 40, 12])
    p.turn()
    for k, figure in enumerate((44, 21, 13, 9, 8, 8, 9, 10, 10, 12)):
        p.at(540, 130 + 14 * k, str(figure))
    found = [b for b in blocks_of(p.data()) if b.kind != "furniture"]
    assert not any(word.isdigit() for b in found if b.page < 5 for word in b.text.split())
    assert "44" in " ".join(b.text for b in found)
