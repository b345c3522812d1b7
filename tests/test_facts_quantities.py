import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.facts.quantities import number_of, quantities

# <q unit value [of]>words</q>: all that is marked must be found, and nothing else
SENTENCES = [
    "Only <q percent 24>24 per cent</q> of cases were sufficient.",
    "Row: <q percent 54>54%</q>",
    "Vacancies stood at <q percent 22.5>22.5 percent</q>.",
    "In <q cases 6 21>six of 21 cases</q> nobody had asked.",
    "In <q cases 6 21>6 out of the 21 inspected cases</q> nobody had asked.",
    "We saw it in <q count 7 8>seven of the eight</q>.",
    "<q percent 91>About 91 per cent</q> of staff agreed.".replace("<q percent 91>About ", "About <q percent 91>"),
    "A backlog of <q requests 1350>1,350 domestic abuse follow-up requests</q> had built up.",
    "It took <q weeks 12>12 weeks</q> to hear back.",
    "A <q weeks 12>12-week</q> delay is long.".replace("</q> delay", "</q> delay"),
    "Sickness stood at <q days 7.1>7.1 days</q> a year.",
    "There were <q full_time_equivalent 98>98 full-time equivalent</q> staff.",
    "<q share 0.5>Half</q> of the staff and <q share 0.6667>two-thirds</q> of managers agreed.",
    "People waited <q months 1>one month</q> or <q months 24>twenty-four months</q>.",
    "Each had been moved <q times 3>three times</q>.",
    "<q awards 18>18 awards</q> were made in 2023.",
    "The inspection took place in June 2023 under standard 1.1.",
    "One manager and one office were seen.",
    "No numbers stand here at all.",
    "There were <q officers 30>thirty probation officers</q> and <q vacancies 12>12 vacancies</q>.",
    "Of the <q people 12 40>40 people we met, 12</q> were unhappy.",
]
_MARK = re.compile(r"<q (\w+) ([\d.]+)(?: ([\d.]+))?>(.*?)</q>")


@pytest.mark.parametrize("marked", SENTENCES)
def test_quantities_of_a_sentence(marked):
    plain = _MARK.sub(r"\4", marked)
    expected = [(m[4], m[1], float(m[2]), float(m[3]) if m[3] else None) for m in _MARK.finditer(marked)]
    assert [(q.text, q.unit, q.value, q.of) for q in quantities(plain)] == expected


TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                "six",
                "24",
                "of",
                "21",
                "cases",
                "per cent",
                "%",
                "half",
                "1,350",
                "out of",
                "the",
                "weeks",
                "2023",
                "twenty-one",
                ",",
                ".",
            ]
        ),
        max_size=14,
    ).map(" ".join),
)


@given(TEXTS)
def test_spans_match_the_text_and_do_not_overlap(text):
    found = quantities(text)
    assert all(text[q.start : q.end] == q.text and q.text for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(q.of is None or q.value <= q.of for q in found)


@pytest.mark.parametrize(("text", "value"), [("1,350", 1350), ("7.1", 7.1), ("Twenty-one", 21), ("a hundred", 100), ("zero", 0)])
def test_number_in_figures_or_words(text, value):
    assert number_of(text) == value


def test_words_that_are_no_number_are_refused():
    with pytest.raises(ValueError, match="not a number: 'several'"):
        number_of("several")


@pytest.mark.parametrize("digits", ["9" * 400, "9" * 5000])
def test_number_of_hundreds_of_digits_is_none(digits):
    assert quantities(f"In {digits} cases and {digits} per cent of files, and 5 of {digits} plans.") == []
