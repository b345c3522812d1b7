from making import placed

from findings_nlp.pipes.facts.key_questions import find_key_questions

SAFE = "Does assessment focus sufficiently on keeping other people safe?"
ENGAGE = "Does assessment focus sufficiently on engaging the person on probation?"
HEAD = "# 2. Case supervision\n## 2.2. Assessment\n"


def questions(markup: str) -> list[tuple[str | None, str, int | str]]:
    return [(q.standard, q.name, q.value) for q in find_key_questions(*placed(markup))]


def test_rows_of_a_table():
    markup = HEAD + f"| Key question | Percentage ‘Yes’ |\n| {ENGAGE} | 67% |\n| {SAFE} | 24% |"
    assert questions(markup) == [("2.2", ENGAGE, 67), ("2.2", SAFE, 24)]


def test_line_that_ends_in_its_percentage():
    assert questions(HEAD + f"{SAFE} 24%") == [("2.2", SAFE, 24)]


def test_standard_named_in_a_row_counts_for_the_rows_below():
    markup = f"# 2. Case supervision\n| 2.2 Assessment | |\n| {SAFE} | 24% |\n| 2.3 Planning | |\n| {ENGAGE} | 61% |"
    assert [(s, v) for s, _, v in questions(markup)] == [("2.2", 24), ("2.3", 61)]


def test_outcome_under_a_header_need_not_be_a_question():
    markup = "# 2. Case supervision\n## 2.6 Outcomes\n| Outcome | Percentage ‘Yes’ |\n| Improvements in factors linked to offending | 33% |"
    assert questions(markup) == [("2.6", "Improvements in factors linked to offending", 33)]


def test_percentages_of_findings_and_prose_are_none():
    markup = HEAD + "Only 24 per cent of cases were good.\n### Strengths:\n- Plans were good in 69 per cent of cases."
    assert questions(markup) == []


def test_table_in_the_annex_counts_only_where_the_chapters_have_none():
    annex = f"\n# Annex 2: Inspection results\n| 2.2 Assessment | |\n| {SAFE} | 30% |"
    assert questions(HEAD + f"| {SAFE} | 24% |" + annex) == [("2.2", SAFE, 24)]
    assert questions(HEAD + "Text." + annex) == [("2.2", SAFE, 30)]


def test_same_question_printed_twice_counts_once():
    assert len(questions(HEAD + f"| {SAFE} | 24% |\n| {SAFE} | 24% |")) == 1


def test_figure_beyond_a_hundred_is_no_percentage():
    assert questions(HEAD + f"| {SAFE} | 240% |") == []


def test_share_of_yes_is_told_from_that_of_no_by_the_head():
    first = HEAD + f"| Question | Yes | No |\n| {SAFE} | 24% | 76% |"
    second = HEAD + f"| Question | % no | % yes |\n| {SAFE} | 24% | 76% |"
    assert [v for _, _, v in questions(first)] == [24]
    assert [v for _, _, v in questions(second)] == [76]


def test_two_shares_without_a_head_are_none():
    assert questions(HEAD + f"| {SAFE} | 24% | 76% |") == []


def test_question_that_a_pages_end_cut_is_whole():
    head, tail = ENGAGE.split(" on engaging ")
    rest = f"on engaging {tail}"
    markup = f"{HEAD}| Key question | Percentage ‘Yes’ |\n| {head} | 67% |\n~ Page 7\n=\n{rest}\n| Is it safe? | 24% |"
    assert questions(markup) == [("2.2", ENGAGE, 67), ("2.2", "Is it safe?", 24)]
    # so is one whose rest was read as a paragraph of its own
    assert questions(markup.replace("=\n", ""))[0] == ("2.2", ENGAGE, 67)
    assert questions(markup.replace("=\n", "").replace(rest, "What do people say?"))[0] == ("2.2", head, 67)
