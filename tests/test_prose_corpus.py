import itertools

import pytest

from scripts.corpus import prose as prose_corpus
from scripts.train import prose_eval

DRAFT = """@ id: thematic-2030-otters | family: thematic | year: 2030 | title: Work with otters
# 1. Casework
## Planning
We read 46 plans. [- Few were timely. In 12 cases none had been written. -] [+ All were kind. +]

- [~ half were clear and half were not ~]
> "Nobody asked me."
"""


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "thematic-2030-otters.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_marks_become_runs_of_sentences(draft):
    head, rows, faults = prose_corpus.parse_draft(draft)
    assert (head["family"], faults) == ("thematic", [])
    assert [(row["id"], row["kind"], row["headings"]) for row in rows] == [
        ("p001", "paragraph", ["1. Casework", "Planning"]),
        ("p002", "item", ["1. Casework", "Planning"]),
        ("p003", "quote", ["1. Casework", "Planning"]),
    ]
    assert rows[0]["first"] == [[1, 2, "-"], [3, 3, "+"]] and len(rows[0]["sentences"]) == 4
    assert rows[1]["first"] == [[0, 0, "~"]] and rows[2]["first"] == []


@pytest.mark.parametrize("line", ["[+ One. -]", "[+ One. [- Two. -]", "[- One and -] half."])
def test_broken_marks_are_told_with_their_line(tmp_path, line):
    path = tmp_path / "x.txt"
    path.write_text(f"# A\n{line}\n", encoding="utf-8")
    _, _, faults = prose_corpus.parse_draft(path)
    assert faults and faults[0].startswith("x.txt:2: ")


def test_second_reader_sees_no_mark_and_is_read_back(draft, tmp_path):
    head, rows, _ = prose_corpus.parse_draft(draft)
    prose_corpus.write_blind(head, rows, tmp_path / "blind" / "x.txt")
    shown = (tmp_path / "blind" / "x.txt").read_text(encoding="utf-8")
    assert "  2 Few were timely." in shown and "[-" not in shown
    answers = tmp_path / "answers.txt"
    answers.write_text("# a remark\np001 2-3 –\np001 4 +\np001 9 +\np001 3 -\nnonsense\n", encoding="utf-8")
    runs, faults = prose_corpus.read_answers(answers, rows)
    assert runs == {"p001": [[1, 2, "-"], [3, 3, "+"]]}
    assert [fault.split(":")[1] for fault in faults] == ["4", "5", "6"]


def test_what_one_reader_alone_marked_counts_neither_way():
    row = {
        "sentences": ["Few came.", "None stayed.", "All was well."],
        "first": [[0, 1, "-"], [2, 2, "+"]],
        "second": [[0, 0, "-"]],
    }
    found = [prose_corpus.Run(0, 0, "-"), prose_corpus.Run(2, 2, "+")]
    assert prose_eval.finding_counts(found, row, 0.9) == {"right": 1, "found": 1, "wanted": 1, "sided": 1}
    assert prose_eval.sentence_counts(found, row) == {"right": 1, "found": 1, "wanted": 1}


def test_wrong_findings_and_missed_ones_count():
    row = {"sentences": ["Few came.", "None stayed."], "first": [[0, 0, "-"]], "second": [[0, 0, "-"]]}
    assert +prose_eval.finding_counts([prose_corpus.Run(1, 1, "-")], row, 0.6) == {"found": 1, "wanted": 1}
    assert prose_eval.calibration_error([0.9, 0.9], [True, False]) == pytest.approx(0.4)


def test_reports_of_the_corpus_are_marked_by_two_readers_who_agree_or_say_that_it_was_one():
    corpus = prose_corpus.read_corpus()
    assert len([head for head, _ in corpus.values() if head["readers"] == 2]) >= 12
    assert all(corpus[name][0]["readers"] == 2 for name in prose_eval.HELD_OUT)
    assert sum(len(rows) for _, rows in corpus.values()) >= 1500
    for head, rows in corpus.values():
        count = prose_corpus.agreement(rows)
        assert head["readers"] in (1, 2) and 2 * count["in_both"] / (count["in_first"] + count["in_second"]) > 0.9
        for row in rows:
            for runs in (row["first"], row["second"]):
                assert all(0 <= a <= b < len(row["sentences"]) and side in "+-~" for a, b, side in runs)
                assert all(one[1] < other[0] for one, other in itertools.pairwise(runs))
