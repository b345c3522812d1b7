import pytest
from making import Paper, blocks_of, running, texts

from findings_nlp.layout.blocks import build_blocks
from findings_nlp.source.pdf import read_text_layer


def page() -> Paper:
    return Paper().paragraph(*running())


def bullets(p: Paper) -> list[str]:
    return texts(blocks_of(p.data()), "bullet")


def test_bullet_of_several_lines_is_one_block():
    p = page().bullet("Leaders meet all staff each month and act on what they", "hear, so that ideas are not lost.")
    assert bullets(p) == ["Leaders meet all staff each month and act on what they hear, so that ideas are not lost."]


def test_bullet_over_a_page_break_is_one_block_with_a_place_on_both_pages():
    p = page()
    p.y = 740
    p.bullet("The level of risk information was low. As a").footer("Inspection of Otterby 1")
    p.turn().line("result, keeping people safe was a concern.", x=90).footer("Inspection of Otterby 2")
    (block,) = [b for b in blocks_of(p.data()) if b.kind == "bullet"]
    assert block.text == "The level of risk information was low. As a result, keeping people safe was a concern."
    assert [line.page for line in block.lines] == [1, 2]


def test_new_bullet_at_the_head_of_a_page_stays_a_bullet_of_its_own():
    p = page()
    p.y = 740
    p.bullet("Staff are proud of their work.")
    p.turn().bullet("Managers are, too.")
    assert bullets(p) == ["Staff are proud of their work.", "Managers are, too."]


def test_list_split_by_a_footnote_keeps_its_bullets_whole():
    p = page()
    p.y = 700
    p.bullet("Work with the police goes well, and", "letters are answered.")
    p.bullet("Staff know whom to ask when they are unsure and")
    p.at(72, 800, "4 Cases are chosen by lot from those that began in the week.", 8)
    p.turn().line("do ask, as a rule.", x=90)
    p.y += 8
    p.bullet("Managers answer at once.")
    assert bullets(p) == [
        "Work with the police goes well, and letters are answered.",
        "Staff know whom to ask when they are unsure and do ask, as a rule.",
        "Managers answer at once.",
    ]
    assert texts(blocks_of(p.data()), "footnote") == ["4 Cases are chosen by lot from those that began in the week."]


def test_sub_bullets_are_nested_by_their_indent():
    p = page().bullet("Offices need:")
    p.bullet("chairs", x=100, glyph="–").bullet("lamps", x=100, glyph="–")
    p.bullet("Staff need rest.")
    found = [(b.depth, b.text) for b in blocks_of(p.data()) if b.kind == "bullet"]
    assert found == [(0, "Offices need:"), (1, "chairs"), (1, "lamps"), (0, "Staff need rest.")]


def test_second_paragraph_of_a_bullet_belongs_to_it():
    p = page().bullet("Staff are proud of their work.")
    p.paragraph("They said so again and again to us.", x=90)
    p.paragraph("This is the text of the chapter, no bullet.")
    blocks = [b for b in blocks_of(p.data()) if b.kind == "paragraph"]
    assert [b.owned for b in blocks[-2:]] == [True, False]


def test_numbered_item_keeps_its_number_as_label():
    blocks = blocks_of(page().bullet("ensure that all offices have Wi-Fi", glyph="9.").data())
    assert [(b.label, b.text) for b in blocks if b.kind == "bullet"] == [("9.", "ensure that all offices have Wi-Fi")]


@pytest.mark.parametrize("font", ["helv", "symb"])
def test_symbol_font_bullets_are_bullets(font):
    assert bullets(page().bullet("Staff are proud of it.", font=font)) == ["Staff are proud of it."]


def test_hyphen_at_the_line_end_is_joined_by_what_the_report_knows():
    p = page().paragraph("Good supervision is at the heart of the multi-agency work of this team.")
    p.paragraph("We saw much super-", "vision and multi-", "agency meetings.")
    assert texts(blocks_of(p.data()), "paragraph")[-1] == "We saw much supervision and multi-agency meetings."


def test_raised_mark_in_a_bullet_is_no_part_of_its_text():
    p = page()
    p.at(72, p.y, "•")
    end = p.at(90, p.y, "Staff use the toolkit")
    end = p.at(end, p.y - 4, "2", 6)
    p.at(end, p.y, " in most cases.")
    assert bullets(p) == ["Staff use the toolkit in most cases."]


def test_quotation_behind_a_bullet_is_a_paragraph_of_its_own():
    p = page().bullet("People said that calls go unanswered.")
    p.paragraph("“I ring and ring. Nobody is ever there.”").bullet("Letters do, too.")
    blocks = [b for b in blocks_of(p.data()) if b.kind in ("bullet", "paragraph")][1:]
    assert [(b.kind, b.owned) for b in blocks] == [("bullet", False), ("paragraph", False), ("bullet", False)]


def test_contents_page_is_kept_apart():
    p = page().line("Foreword ............................ 3").line("Delivery ......................... 7")
    assert texts(blocks_of(p.data()), "toc") == ["Foreword 3", "Delivery 7"]


def test_run_in_heading_of_a_section_opens_a_block_by_itself():
    p = page().line("Strengths:").line("Staff are proud of it and have every reason to be.")
    blocks = blocks_of(p.data())
    assert [(b.kind, b.text) for b in blocks[-2:]] == [
        ("heading", "Strengths:"),
        ("paragraph", "Staff are proud of it and have every reason to be."),
    ]


def test_tags_of_a_word_processor_are_evidence(corpus):
    assert {f.evidence_of_layout for f in corpus["pdu-2021-ashmere"].findings} == {"tagged"}
    assert {f.evidence_of_layout for f in corpus["yjs-2025-estrand"].findings} == {"inferred"}


def test_every_line_is_in_exactly_one_block(small_pdf):
    layer = read_text_layer(small_pdf)
    blocks = build_blocks(layer, lambda text: False, frozenset())
    held = [id(line) for block in blocks for line in block.lines]
    assert len(held) == len(set(held))
    words = " ".join(block.text for block in blocks).split()
    printed = [word for page in layer.pages for line in page.lines for word in line.text.split()]
    assert {word for word in printed if word not in words} == {"2.", "3.", "•"}


def test_many_short_lines_set_apart_stay_apart():
    p = Paper().paragraph(*running(140))
    lines = [f"1.{k} Standard of this number: Good" for k in range(1, 10)] + [
        f"plan number {k} for the coming year" for k in range(13)
    ]
    for text in lines:
        p.line(text, lead=24)
    assert texts(blocks_of(p.data()), "paragraph")[1:] == lines


def test_rest_of_a_frame_behind_a_pages_end_goes_on_with_its_text():
    p = Paper().heading("1.1 Leadership").paragraph(*running(60)).label("Strengths:")
    p.y = 740
    top = p.y - 20
    p.line(
        "Assurance is plentiful: three teams undertake it, against three definitions of",
        "a good case, and managers understandably act on",
    )
    p.panel(top, p.y + 6, fill=None).turn()
    p.line("those which are easiest to deal with.")
    assert any(b.text.endswith("act on those which are easiest to deal with.") for b in blocks_of(p.data()))
