import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.facts.quantities import quantities
from findings_nlp.pipes.facts.shares import share_of
from findings_nlp.record.build import _quantities

SENTENCES = [
    # share, bound, direction of each quantity
    ("In six of 21 cases planning was sufficient.", [(28.57, None, "sufficient")]),
    ("Planning was sufficient in just under half of the cases.", [(50, "under", "sufficient")]),
    ("A third of the files lacked a plan.", [(33.33, None, None)]),
    ("Assessment was insufficient in over a quarter of cases.", [(25, "over", "insufficient")]),
    ("In 43 per cent of cases, enough attention was given to the victim.", [(43, None, "sufficient")]),
    ("In 57 per cent of cases, not enough attention was given to the victim.", [(57, None, "insufficient")]),
    ("Reviewing was not sufficient in seven of the 12 cases we looked at.", [(58.33, None, "insufficient")]),
    ("None of the cases had an adequate contingency plan.", [(0, None, "sufficient")]),
    ("Checks were made in 91% of cases but were used effectively in only 38%.", [(91, None, None), (38, None, "sufficient")]),
    ("At least 80 per cent of plans were good enough; up to 10 per cent were inadequate.", [(80, "at_least", "sufficient"), (10, "at_most", "insufficient")]),
    ("About two thirds of children had not been seen often enough.", [(66.67, "about", "insufficient")]),
    ("Caseloads had risen by 20 per cent.", [(None, None, None)]),
    ("There were 12 per cent fewer referrals than planned.", [(None, None, None)]),
    ("They had 12 vacancies and waited three weeks.", [(None, None, None), (None, None, None)]),
    ("It had worked under three managers in under four weeks.", [(None, None, None), (None, "under", None)]),
    ("Work was sufficient. In 24 per cent of cases the file was late.", [(24, None, None)]),
    ("More than 15 of 20 managers felt that supervision was ineffective.", [(75, "over", "insufficient")]),
    ("The work in four of the ten cases fell short.", [(40, None, "insufficient")]),
    ("Nearly three-quarters of staff said that their training was sufficient.", [(75, "under", "sufficient")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SENTENCES, ids=[text[:40] for text, _ in SENTENCES])
def test_shares_of_a_sentence(text, wanted):
    assert [(q.share, q.bound, q.direction) for q in _quantities(text)] == wanted


def test_words_stay_as_printed_and_none_alone_is_no_number():
    [found] = _quantities("Just under half of them agreed.")
    assert (found.text, found.unit, found.value) == ("half", "share", 0.5)
    assert _quantities("Strengths: none. None was seen.") == []


def test_a_judgement_on_another_number_is_not_this_ones():
    first, second = _quantities("Sufficient work was seen in 30 per cent of cases and 70 per cent had a plan.")
    assert (first.direction, second.direction) == ("sufficient", None)


@given(st.lists(st.sampled_from(["six", "of", "21", "cases", "24", "per cent", "not", "sufficient", "inadequate", "half", ".", "by", "under", "none", "the"]), max_size=16).map(" ".join))  # fmt: skip
def test_any_text_gives_shares_that_are_numbers(text):
    for q in quantities(text):
        found = share_of(text, q)
        assert found.value is None or found.value >= 0
        assert found.direction is None or found.value is not None
