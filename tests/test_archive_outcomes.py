import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.archive.outcomes import Outcome, RunError, check_accounts, same_reports


def outcome(report: str, status: str = "ok", words: str | None = None) -> Outcome:
    return Outcome(report, f"in/{report}", status, words_sha256=words)


def test_second_report_with_the_same_words_is_a_duplicate_of_the_first():
    found = same_reports([outcome("a", words="1"), outcome("b", words="2"), outcome("c", "partial", "1")])
    assert [(o.report, o.status, o.duplicate_of) for o in found] == [("a", "ok", None), ("b", "ok", None), ("c", "skipped", "a")]
    assert found[2].stage == "duplicate" and found[2].reason.endswith("as a")


def test_copy_of_a_duplicate_points_to_the_report_that_counts():
    copy = Outcome("c", "in/c", "skipped", duplicate_of="b")
    found = same_reports([outcome("a", words="1"), outcome("b", words="1"), copy])
    assert [o.duplicate_of for o in found] == [None, "a", "a"]


def test_files_without_words_or_record_are_no_duplicates():
    given_ = [outcome("a"), outcome("b"), outcome("c", "failed", "1"), outcome("d", words="1")]
    assert same_reports(given_) == given_


def test_outcome_as_plain_values_has_all_but_the_record():
    found = outcome("a").as_dict()
    assert "record" not in found
    assert Outcome(**found) == outcome("a")


@given(st.lists(st.sampled_from("abcde"), unique=True), st.lists(st.sampled_from("abcde")))
def test_accounts_balance_only_where_each_id_comes_back_once(ids, back):
    outcomes = [outcome(name) for name in back]
    if sorted(ids) == sorted(back):
        check_accounts(ids, outcomes)
        return
    with pytest.raises(RunError) as caught:
        check_accounts(ids, outcomes)
    for name in set(ids) ^ set(back):
        assert name in str(caught.value)
