from making import Paper, blocks_of, texts

import findings_nlp as fn


def report_of(p: Paper):
    return fn.read_report(p.data(), nlp=fn.load("none"))


def test_hanging_indent_tells_items_without_bullets():
    p = Paper().heading("1.1 Leadership").label("Strengths")
    p.line("The board meets every month and its members know what the service does.")
    p.line("They visit the offices in turn.", x=86)
    p.line("Staff are well supported.")
    p.line("Plans are short, and they are written with the people who must carry them.")
    p.line("They are reviewed.", x=86)
    p.line("Courts are well served.")
    found = [f.text.split()[0] for f in report_of(p).findings]
    assert found == ["The", "Staff", "Plans", "Courts"]


def test_label_above_its_line_is_a_label():
    p = Paper().heading("1.1 Leadership").label("Strengths:")
    for letter, text in (("(a)", "The board meets often."), ("(b)", "Staff are well supported.")):
        p.line(letter).line(text, x=88)
        p.y += 8
    assert [f.text for f in report_of(p).findings] == ["The board meets often.", "Staff are well supported."]


def test_plain_heading_behind_a_bullet_is_no_part_of_it():
    p = Paper().heading("1.1 Leadership").line("Strengths")
    p.line("• The board meets often.", "• Staff are well supported.").line("Areas for improvement")
    p.line("• Checks were not made.")
    assert [(f.polarity[:1], f.text) for f in report_of(p).findings][-1] == ("a", "Checks were not made.")


def test_wrapped_line_that_reads_like_a_heading_stays_in_its_bullet():
    p = Paper().heading("1.1 Leadership").label("Strengths:")
    p.bullet("Managers audit cases, talk about what they see and close", "gaps in casework: they had signed off", "most plans.")
    assert [f.text[-11:] for f in report_of(p).findings] == ["most plans."]


def test_quotation_set_further_in_is_no_part_of_the_bullet():
    p = Paper().heading("1.1 Leadership").label("Strengths:")
    p.bullet("People were heard in full.")
    p.y -= 8
    p.line("“She listened to me from the first day and it helped.”", x=112)
    report = report_of(p)
    assert [f.text for f in report.findings] == ["People were heard in full."] and len(report.quotes) == 1


def test_rules_part_the_rows_of_a_table_of_one_column():
    p = Paper().heading("1.1 Leadership").label("Strengths")
    for first, second in (
        ("The board meets every month and its members know what the", "service does well"),
        ("Staff are supported by", "managers whom they like"),
    ):
        p.page.draw_line((60, p.y - 11), (530, p.y - 11))
        p.line(first, second)
    p.page.draw_line((60, p.y - 11), (530, p.y - 11))
    assert [text.split()[0] for text in texts(blocks_of(p.data()), "paragraph")] == ["The", "Staff"]
