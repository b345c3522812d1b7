import pytest
from making import Paper, blocks_of, running, text_line, texts

import findings_nlp as fn
from findings_nlp.layout.footnotes import lift_marks, mark_footnotes

BODY = [text_line("Text of the chapter as it runs on.", y=100 + 14 * k) for k in range(5)]


def kinds(*lines) -> list[str]:
    everything = [*BODY, *lines]
    for line in everything:
        line.kind = ""
    mark_footnotes(everything, 11, lambda text: text == "STRENGTHS")
    return [line.kind for line in lines]


def test_small_print_with_a_mark_below_the_text_is_a_footnote():
    note = [text_line("3 Cases are chosen by lot", y=700, size=8), text_line("from those of a week.", y=710, size=8)]
    assert kinds(*note) == ["footnote", "footnote"]


def test_line_behind_a_raised_mark_is_a_footnote():
    assert kinds(text_line("Cases are chosen by lot", y=300, size=9, mark="3")) == ["footnote"]


def test_tagged_note_is_a_footnote():
    assert kinds(text_line("Cases are chosen by lot", y=300, roles=("Note",))) == ["footnote"]


def test_text_of_usual_size_is_none():
    assert kinds(text_line("24 cases were chosen by lot", y=700)) == [""]


def test_unmarked_note_below_the_text_is_short():
    assert kinds(text_line("Source: staff survey", y=700, size=8)) == ["footnote"]
    assert set(kinds(*(text_line("Text in small print goes on", y=600 + 10 * k, size=8) for k in range(12)))) == {""}


@pytest.mark.parametrize(("lines", "kind"), [(5, "footnote"), (8, "footnote"), (9, "")])
def test_unmarked_note_may_have_eight_lines(lines, kind):
    assert set(kinds(*(text_line("Source: our survey of staff", y=600 + 10 * k, size=8) for k in range(lines)))) == {kind}


def test_list_in_small_print_is_none():
    listed = [text_line("fill the posts", y=700, size=8, label="•"), text_line("see to plans", y=710, size=8, label="•")]
    assert kinds(*listed) == ["", ""]


def test_small_print_above_text_is_none():
    assert kinds(text_line("Source: staff survey", y=80, size=8)) == [""]


@pytest.mark.parametrize(
    ("printed", "lifted"),
    [
        ("Our rating4 is based on three questions", "Our rating is based on three questions"),
        ("Leaders had read it.4 They", "Leaders had read it. They"),
        ("It was ‘poor’4 in part", "It was ‘poor’ in part"),
        ("Standard 1.4 was met in 24 cases", "Standard 1.4 was met in 24 cases"),
        ("A call with C4 in May", "A call with C4 in May"),
        ("The scheme5 did", "The scheme5 did"),
    ],
)
def test_figure_glued_to_a_word_is_lifted_where_a_footnote_has_it(printed, lifted):
    line = text_line(printed)
    note = text_line("4 Cases are chosen by lot", y=700, size=8, kind="footnote")
    lift_marks([line, note])
    assert line.text == lifted


def test_footnote_of_two_lines_is_one_block_of_its_own():
    p = Paper().paragraph(*running())
    p.at(72, 760, "1 Cases are chosen by lot from those that began in the week", 8)
    p.at(72, 770, "before our visit.", 8)
    p.turn().paragraph(*running(30))
    blocks = blocks_of(p.data())
    assert texts(blocks, "footnote") == ["1 Cases are chosen by lot from those that began in the week before our visit."]
    assert not any("chosen by lot" in text for text in texts(blocks, "paragraph"))


def test_two_footnotes_are_two_blocks():
    p = Paper().paragraph(*running())
    p.at(72, 760, "1 Cases are chosen by lot.", 8)
    p.at(72, 770, "2 By letter.", 8)
    assert texts(blocks_of(p.data()), "footnote") == ["1 Cases are chosen by lot.", "2 By letter."]


def test_mark_that_a_lines_end_parts_from_its_word_is_no_text():
    p = Paper().heading("1.1 Leadership").paragraph(*running(60)).label("Strengths:")
    p.bullet("Plans are short, clear and written with the child, and some keep a copy on the wall.")
    p.at(90, p.y - 10, "22", 7)
    p.bullet("The board meets every month.")
    p.at(72, 760, "22 Data supplied by the service; see the annexe.", 8)
    assert texts(blocks_of(p.data()), "bullet")[0].endswith("keep a copy on the wall.")


def test_small_heading_of_a_list_at_the_foot_of_a_page_is_none():
    assert kinds(text_line("STRENGTHS", y=700, size=9)) == [""]


def small_list(p: Paper, size: float, first: int = 1) -> Paper:
    """Eight numbered items in a size, in two groups under bold lines."""
    for who, start in (("Otterby PDU should:", first), ("East Fells region should:", first + 4)):
        p.line(who, size=size, font="hebo")
        for number in range(start, start + 4):
            p.at(80, p.y, f"{number}.", size)
            p.line(f"improve the quality of its plans for people in group {number}.", x=98, size=size)
        p.y += 8
    return p


def recommended(p: Paper) -> list[str]:
    report = fn.read_report(p.data(), nlp=fn.load("none"))
    return [r.text for r in report.recommendations]


def chapter() -> Paper:
    p = Paper().heading("1. Delivery").paragraph(*running()).paragraph(*running())
    return p.turn().heading("Recommendations")


@pytest.mark.parametrize("size", [8, 9, 10])
def test_numbered_list_in_small_print_under_a_heading_is_text(size):
    assert len(recommended(small_list(chapter(), size))) == 8


def test_numbered_list_in_small_print_goes_on_over_pages():
    p = small_list(chapter(), 9)
    assert len(recommended(small_list(p.turn(), 9, first=9))) == 16


def test_numbered_list_in_small_print_below_a_lead_in_of_the_usual_size_is_text():
    p = chapter().paragraph(*running(30)).line("Otterby PDU should:")
    for number in (1, 2, 3):
        p.at(80, p.y, f"{number}.", 9)
        p.line(f"improve the quality of its plans for people in group {number}.", x=98, size=9)
    assert len(recommended(p)) == 3


def test_notes_below_a_list_in_small_print_are_notes():
    p = small_list(chapter(), 10)
    p.y = 760
    p.line("1 HM Inspectorate of Probation counts what it sees.", "2 Cases are chosen by lot.", size=7)
    assert len(recommended(p)) == 8
    assert [t for t in texts(blocks_of(p.data()), "footnote") if "by lot" in t] == ["2 Cases are chosen by lot."]


def test_list_tagged_as_one_is_text_in_any_size():
    listed = [text_line("fill the posts", y=700, size=8, label="1.", roles=("L", "LI", "LBody"))]
    assert kinds(*listed) == [""]
    assert kinds(text_line("1 Cases are chosen", y=700, size=8, roles=("L", "LI", "LBody"), mark="1")) == ["footnote"]


def test_text_tagged_as_a_note_by_mistake_is_text():
    lines = [text_line("Cases are chosen by lot", y=300, roles=("Note",)), text_line("They are read by two inspectors", y=340)]
    assert kinds(*lines) == ["", ""]


def test_number_that_a_sentence_in_small_print_goes_on_with_opens_no_note():
    head = text_line("Strengths", y=200, size=14, bold=True)
    lines = [
        text_line(t, y=220 + 11 * k, size=9) for k, t in enumerate(("The plan was used in 41 of the", "44 hearings that we saw."))
    ]
    assert kinds(head, *lines) == ["", "", ""]
    assert kinds(head, lines[0], text_line("44 Cases are chosen by lot", y=700, size=9))[-1] == "footnote"
