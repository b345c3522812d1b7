import pytest
from making import Paper, placed, running

import findings_nlp as fn
from findings_nlp.record.breaks import lost_beginnings


def told(*items: str) -> list[str]:
    p = Paper().heading("1. Organisational delivery", 20).paragraph(*running()).heading("1.1. Leadership", 14).label("Strengths:")
    for item in items:
        if item.startswith("+"):
            p.y += 20
            p.line(item[1:], x=90)
            p.y += 8
        else:
            p.bullet(*item.split("/"))
    return [w.message for w in fn.read_report(p.data(), nlp=fn.load("none")).warnings if w.code == "broken_text"]


WHOLE = "Leaders meet all staff each month and listen to them."


def test_paragraph_that_begins_in_the_middle_of_a_sentence_is_told_with_its_page():
    (message,) = told(WHOLE, "+which took mothers with their babies and had a list.")
    assert "page 1" in message


def test_line_that_goes_on_within_a_sentence_behind_a_whole_one_is_told():
    assert told("Leaders meet all staff each month and listen to them./which took mothers with their babies and had a list.")


def test_item_that_begins_within_a_sentence_among_sentences_is_told():
    assert told(WHOLE, "sentences, which took mothers with their babies and had a list.")


@pytest.mark.parametrize(
    "items",
    [
        (WHOLE, "Staff are proud of their work with people."),
        ("leaders meet all staff each month", "staff are proud of their work"),
        ("leaders meet all staff each month.", "staff are proud of their work."),
        ("Help is given with housing, debt, work, etc./and with the benefits that people may claim.",),
        (WHOLE, "+They also see partners, who think well of them."),
    ],
)
def test_whole_lists_are_not(items):
    assert told(*items) == []


def test_rest_of_a_sentence_in_what_was_taken_for_a_box_is_told():
    blocks, places = placed(
        "# 1. Organisational delivery\n## 1.1. Leadership\n### Strengths:\n- After a storm the head was at the door at seven the\n"
        "@1 next morning and stayed until the last person had gone home."
    )
    records = [{"lines": [], "start": 0} for _ in blocks]
    places[-1].role = "box"
    assert lost_beginnings(records, blocks, places) == [len(blocks) - 1]
    places[-1].role = "aside"
    assert lost_beginnings(records, blocks, places) == []
