import pytest
from making import placed

from findings_nlp.pipes.facts.key_questions import find_key_questions
from findings_nlp.record.percentages import lost_percentages

HEAD = "# 2. Court work\n## 2.1. Assessment\n| Key question | Percentage |\n"
FIRST = "| Does assessment focus sufficiently on engaging the person on probation? | 67% |\n"


def lost(markup: str) -> list[str]:
    blocks, places = placed(HEAD + FIRST + markup)
    questions = [{"blocks": item.blocks} for item in find_key_questions(blocks, places)]
    return [blocks[k].text for k in lost_percentages({"key_questions": questions}, blocks, places)]


@pytest.mark.parametrize(
    "row",
    ["57%", "| 57% |", "| 2.1 | 57% |", "| Does assessment focus sufficiently on keeping other people safe? |"],
)
def test_percentage_or_question_without_the_other_is_told(row):
    assert len(lost(row)) == 1


@pytest.mark.parametrize(
    "row",
    [
        "| Does assessment focus sufficiently on keeping other people safe? | 57% |",
        "We saw good work in 57% of the cases that we read.",
        "| Number of cases | 45 |",
    ],
)
def test_what_is_whole_or_no_key_question_is_not(row):
    assert lost(row) == []


def test_percentage_far_from_any_table_is_not():
    assert lost("Text.\n" * 6 + "57%") == []
