import numpy as np
import pytest

from findings_nlp.pipes.themes import spans as theme_spans
from findings_nlp.pipes.themes.glossary import TermHit
from findings_nlp.pipes.themes.spans import WordShares, add_shares, words_by_clause


def carrier(text, section, made, theme, hits):
    return theme_spans.carrier(text, section, made, theme, hits, words_by_clause(text, made.spans))


def shares(text: str, weights: dict[str, float], heading: float = 0.0) -> WordShares:
    """Shares of one theme: a weight for each word named, nought for the others."""
    spans, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    words = np.array([[weights.get(text[a:b].strip(",.;"), 0.0)] for a, b in spans], dtype=np.float32).reshape(len(spans), 1)
    return WordShares(spans, words, np.array([heading], np.float32), np.zeros(1, np.float32))


TEXT = "Planning was sound, but the housing of people on release was not secured. Hostels were full."


def words_of(weights, heading=0.0, section="2.2 Planning", hits=()):
    return carrier(TEXT, section, shares(TEXT, weights, heading), 0, hits)


def test_the_words_with_the_largest_share():
    found = words_of({"housing": 2.0})
    assert found.because == ["housing"]
    assert [TEXT[a:b] for a, b in found.spans] == found.because


def test_neighbours_make_one_run_without_small_words_at_its_ends():
    assert words_of({"the": 0.3, "housing": 2.0, "of": 0.1, "people": 0.8}).because == ["housing of people"]


def test_a_second_run_that_carries_much_and_none_that_carries_little():
    assert words_of({"housing": 2.0, "Hostels": 1.5}).because == ["housing", "Hostels"]
    assert words_of({"housing": 2.0, "Hostels": 0.4}).because == ["housing"]


def test_terms_of_the_glossary_are_kept_whole_and_count_sooner():
    start = TEXT.index("Hostels")
    hit = TermHit("accommodation", start, start + len("Hostels were full"), "phrase")
    assert words_of({"housing": 2.0, "Hostels": 0.4}, hits=[hit]).because == ["housing", "Hostels were full"]


def test_a_heading_that_carries_the_theme_is_told_instead():
    found = words_of({"housing": 0.05}, heading=1.0)
    assert (found.spans, found.because) == ([], ["heading: 2.2 Planning"])
    assert words_of({"housing": 1.0}, heading=1.0).because == ["housing"]


def test_without_a_heading_the_best_words_are_told_however_little_they_carry():
    assert words_of({"housing": 0.05}, heading=1.0, section=None).because == ["housing"]


def test_a_text_without_words():
    empty = WordShares([], np.zeros((0, 1), np.float32), np.zeros(1, np.float32), np.zeros(1, np.float32))
    assert carrier("", None, empty, 0, []).because == []


def test_shares_are_added_where_words_begin_alike():
    first = shares("posts were vacant", {"posts": 1.0})
    both = add_shares(first, [(0, 5), (11, 17), (12, 13)], np.array([[0.5], [0.25], [9.0]], np.float32))
    assert both.words[:, 0].tolist() == pytest.approx([1.5, 0.0, 0.25])
    assert first.words[:, 0].tolist() == [1.0, 0.0, 0.0]


def told(text, weights, hits=()):
    return carrier(text, None, shares(text, weights), 0, hits).because


def test_a_run_goes_on_to_the_end_of_its_phrase_and_two_words_at_most():
    assert told("There was protected learning time for all.", {"protected": 1.0, "learning": 1.0}) == ["protected learning time"]
    assert told("We saw protected days off each month.", {"protected": 1.0}) == ["protected days"]
    assert told("We saw protected quiet learning days.", {"protected": 1.0}) == ["protected quiet learning"]


def test_hyphenated_words_and_brackets_are_whole():
    text = "Gaps in co-commissioned work (CRS) and in follow-up were seen."
    spans = [(8, 10), (11, 23), (24, 28), (30, 33), (42, 48), (49, 51)]
    words = np.array([[0.0], [2.0], [0.0], [0.0], [2.0], [0.0]], dtype=np.float32)
    made = WordShares(spans, words, np.zeros(1, np.float32), np.zeros(1, np.float32))
    assert carrier(text, None, made, 0, []).because == ["co-commissioned work (CRS) and in follow-up"]


def test_a_bracket_is_closed_and_one_that_was_opened_before_is_left():
    text = "We saw unpaid work (UPW) backlogs."
    assert told(text.replace("(", "( ").replace(")", " )"), {"UPW": 1.0}) == ["UPW"]
    made = WordShares(
        [(20, 23), (25, 33)], np.array([[1.0], [1.0]], np.float32), np.zeros(1, np.float32), np.zeros(1, np.float32)
    )
    assert carrier(text, None, made, 0, []).because == ["backlogs"]
    made = WordShares([(7, 13), (20, 23)], np.array([[1.0], [1.0]], np.float32), np.zeros(1, np.float32), np.zeros(1, np.float32))
    assert carrier(text, None, made, 0, []).because == ["unpaid work (UPW)"]


def test_whom_a_report_speaks_of_is_no_reason_beside_another():
    text = "Relationships were warm and close, and all of the children were glad of it."
    assert told(text, {"children": 3.0, "Relationships": 0.5}) == ["Relationships"]
    assert told(text, {"children": 3.0}) == ["children"]
    start = text.index("children")
    hit = TermHit("safeguarding", start, start + len("children"), "name")
    assert told(text, {"children": 3.0, "Relationships": 0.5}, [hit]) == ["children"]


def test_a_name_that_the_model_does_not_know_is_told_by_itself():
    text = "CPX was weak."
    hit = TermHit("unpaid_work", 0, 3, "abbreviation")
    assert told(text, {"CPX": -1.0}, [hit]) == ["CPX"]
