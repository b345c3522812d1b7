import pytest
from making import Paper, running

import findings_nlp as fn


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
