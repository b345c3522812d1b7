import pytest
from making import Paper, blocks_of, labelled, running, text_line, texts


@pytest.mark.parametrize("glyph", "•·●▪■□○‣➢✓–")
def test_bullet_glyph_is_a_label_and_no_text(glyph):
    (line,) = labelled([text_line(glyph, x=72), text_line("Staff are proud of their work.", x=90)])
    assert (line.label != "", line.text) == (True, "Staff are proud of their work.")


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("• Staff are proud", "•", "Staff are proud"),
        ("\uf0b7 Staff are proud", "•", "Staff are proud"),
        ("o staff are proud of it", "•", "staff are proud of it"),
        ("– staff are proud of it all", "•", "staff are proud of it all"),
        ("7. ensure that police information is good", "7.", "ensure that police information is good"),
        ("(b) the second of the points", "(b)", "the second of the points"),
        ("(iv) the fourth of the points", "(iv)", "the fourth of the points"),
        ("2023 was a hard year", "", "2023 was a hard year"),
        ("1.5 posts stood empty", "", "1.5 posts stood empty"),
        ("A team of three", "", "A team of three"),
        ("- no", "", "- no"),
    ],
)
def test_label_in_the_line_is_told_from_its_text(text, label, rest):
    (line,) = labelled([text_line(text)])
    assert (line.label, line.text) == (label, rest)


def test_number_at_the_start_of_a_line_that_goes_on_is_no_label():
    above = text_line("Each arises from evidence set out in chapters 2 to", y=100)
    line = text_line("6. We shall return to them in our programme", y=100 + above.y1 - above.y0 + 2)
    assert [(x.label, x.text) for x in labelled([above, line])][1] == ("", line.text)


@pytest.mark.parametrize(
    ("above", "number"), [("The service should take steps to", "1."), ("Plans were late.", "6."), ("review the offer", "6.")]
)
def test_number_behind_a_whole_sentence_or_of_a_first_item_is_a_label(above, number):
    first = text_line(above, y=100)
    line = text_line(f"{number} ensure that plans are read", y=100 + first.y1 - first.y0 + 2)
    assert labelled([first, line])[1].label == number


def test_number_of_a_large_heading_stays_in_the_heading():
    lines = [text_line("1.", size=20, x=60), text_line("Organisational delivery", size=20, x=90)]
    assert not any(line.label for line in labelled(lines))


def test_pieces_of_one_printed_line_become_one_line():
    (line,) = labelled([text_line("They had read the", x=72), text_line("guidance with care", x=72 + 5.5 * 17 + 3)])
    assert line.text == "They had read the guidance with care"


def test_stray_reference_mark_behind_a_line_is_dropped():
    words = text_line("They had read the guidance")
    mark = text_line("4", x=words.x1 + 1, y=99, size=6)
    (line,) = labelled([words, mark])
    assert line.text == "They had read the guidance"


def test_drawn_dot_is_a_label():
    p = Paper().paragraph(*running())
    p.page.draw_circle((78, p.y - 4), 2, fill=(0, 0, 0))
    p.line("Staff are proud of their work.", x=90)
    assert texts(blocks_of(p.data()), "bullet") == ["Staff are proud of their work."]


def test_sign_that_the_document_uses_for_its_lists_is_a_bullet():
    p = Paper().paragraph(*running())
    for text in ("Staff are proud.", "The plan is known.", "Audits are done."):
        p.bullet(text, glyph="¤")
    assert texts(blocks_of(p.data()), "bullet") == ["Staff are proud.", "The plan is known.", "Audits are done."]


def test_sign_that_stands_once_is_text():
    p = Paper().paragraph(*running()).paragraph("¤ is the sign of a currency that nobody names.")
    assert texts(blocks_of(p.data()), "bullet") == []


def test_justified_line_with_wide_spaces_is_one_line():
    p = Paper()
    for _ in range(5):
        end = p.at(72, p.y, "A full line of justified print that ends at the edge")
        p.y += 14
    p.at(72, p.y, "Where")
    last = p.at(130, p.y, "the words are few")
    p.at(end - (p.at(0, -50, "they stand apart")), p.y, "they stand apart")
    assert last < end
    assert any("Where the words are few they stand apart" in b.text for b in blocks_of(p.data()))


def test_bullet_alone_at_the_foot_of_a_page_belongs_to_the_next():
    p = Paper().heading("1.1 Leadership").paragraph(*running(60)).label("Strengths:")
    p.bullet("The board meets every month.").at(72, 780, "•")
    p.turn().line("Staff are well supported in all of the offices.", x=90)
    assert texts(blocks_of(p.data()), "bullet") == [
        "The board meets every month.",
        "Staff are well supported in all of the offices.",
    ]


@pytest.mark.parametrize("label", ["R4", "R4.", "Rec 4", "Rec. 4:"])
def test_letter_of_a_recommendation_is_a_label(label):
    [line] = labelled([text_line(f"{label} fill the posts that stand empty")])
    assert (line.label, line.text) == ("4", "fill the posts that stand empty")


def test_number_of_a_regional_standard_is_no_label():
    [line] = labelled([text_line("R 1.1 Leadership of the region")])
    assert line.label == ""


def test_title_of_a_recommendation_in_bold_keeps_its_words():
    [line] = labelled([text_line("Recommendation 1: Housing for all", bold=True)])
    assert (line.label, line.text) == ("", "Recommendation 1: Housing for all")
    [line] = labelled([text_line("Recommendation 1: find homes for all")])
    assert (line.label, line.text) == ("1", "find homes for all")


def test_sign_directly_behind_text_on_its_line_is_no_label():
    word = text_line("well", x=72)
    signs = [text_line("-", x=word.x1), text_line("being of staff", x=word.x1 + 5.5)]
    [line] = labelled([word, *signs])
    assert (line.label, line.text) == ("", "well-being of staff")
    far = [text_line("o", x=300), text_line("Staff are proud.", x=318)]
    assert [o.label for o in labelled([word, *far])] == ["", "•"]
