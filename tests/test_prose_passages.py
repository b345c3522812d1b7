import pytest
from making import placed

from findings_nlp.pipes.prose.passages import is_question, pieces

BODY = "Plans were late in half of the cases that we read, and few of them had been shared with anybody who mattered. " * 3


def read(markup: str) -> list[str]:
    return [" ".join(piece.passage.sentences) for piece in pieces(*placed(markup))]


def test_only_the_body_and_the_summary_are_read():
    markup = "\n".join(
        f"# {name}\nUnder {name} plans were late."
        for name in ("Foreword", "Executive summary", "Contextual facts", "2. Casework", "Recommendations", "Annexe: methodology")
    )
    assert read(markup) == ["Under Executive summary plans were late.", "Under 2. Casework plans were late."]


def test_summary_is_told_and_its_method_is_not_read():
    markup = "# Executive summary\n## Methodology\nWe read 46 cases.\n## Key findings\n### Casework\nPlans were late.\n# 1. Casework\nPlans were late."
    found = pieces(*placed(markup))
    assert [(piece.passage.sentences, piece.where.in_summary) for piece in found] == [
        (["Plans were late."], True),
        (["Plans were late."], False),
    ]


def test_standard_with_a_headed_list_is_left_to_its_list():
    headed = f"# 1. Delivery\n## 1.1. Leadership\n{BODY}\n### Strengths:\n- The plan is known.\n## 1.2. Staff\n### Strengths:\n- Staff are proud."
    assert read(headed) == []


def test_standard_in_prose_beside_standards_with_lists_is_read():
    mixed = f"# 1. Delivery\n## 1.1. Leadership\n### Strengths:\n- The plan is known.\n# 2. Casework\nAn introduction.\n## 2.1. Assessment\n{BODY}"
    assert read(mixed) == [BODY.strip()]


def test_summary_of_a_report_with_a_list_for_every_standard_is_not_read():
    lists = "# Executive summary\nPlans were late.\n# 1. Delivery\n## 1.1. Leadership\n### Strengths:\n- The plan is known."
    assert read(lists) == []
    assert read(f"{lists}\n## 1.2. Staff\n{BODY}")[0] == "Plans were late."


def test_numbered_chapter_ends_the_part_above_it_however_large_that_is_set():
    assert read(f"# Foreword\nPlans were late.\n## 2. Casework\n{BODY}\n## 1. Introduction\n### 1.1. Background\n{BODY}") == [
        BODY.strip()
    ]


def test_conclusions_of_a_report_whose_chapters_hold_lists_are_not_read():
    lists = "# 1. Planning\n### Strengths:\n- The plan is known."
    assert read(f"{lists}\n# 2. Reviewing\n{BODY}\n# 3. Conclusions and implications\n{BODY}") == [BODY.strip()]


def test_items_of_a_neutral_list_are_passages_of_their_own_with_their_sub_points():
    markup = "# 2. Casework\nKey findings about casework were as follows:\n- plans were late\n- reviews missed:\n  - changes\n  - threats."
    found = pieces(*placed(markup))
    assert [(piece.passage.kind, " ".join(piece.passage.sentences), piece.announced) for piece in found] == [
        ("paragraph", "Key findings about casework were as follows:", False),
        ("item", "plans were late", True),
        ("item", "reviews missed: changes threats.", True),
    ]


def test_prose_answers_the_key_question_above_it_until_the_next_heading():
    asked = "Does assessment focus sufficiently on engaging the person?"
    markup = f"# 2. Casework\n## 2.1. Assessment\n### {asked}\nMost had taken part.\n## 2.2. Planning\nPlans were late."
    found = pieces(*placed(markup))
    assert [(piece.where.standard, piece.where.question) for piece in found] == [("2.1", asked), ("2.2", None)]


def test_quotations_and_practice_examples_are_not_read():
    markup = "# 2. Casework\n“They never once made me feel small in that office.”\n### Good practice example\nAn officer walked with him."
    assert read(markup) == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Is there an effective vision and strategy?", True),
        ("Does planning focus sufficiently on keeping other people safe?", True),
        ("Plans were late, but does it matter?", False),
        ("Does it? Nobody knew.", False),
    ],
)
def test_key_question(text, asked):
    assert is_question(text) is asked


def test_a_paragraph_that_is_nothing_but_a_quotation_is_not_read():
    said = '# 2. Casework\n“Nobody asked me.”\n\n"Plans were late."\n\n‘It wasn’t read’\n\n“Nobody asked me”, one said, and “few” were asked.'
    assert read(said) == ["“Nobody asked me”, one said, and “few” were asked."]
