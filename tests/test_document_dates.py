import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.document.dates import iso, published_in, starts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HM Inspectorate of Probation, June 2023", "2023-06"),
        ("Published: 14 October 2025", "2025-10-14"),
        ("beginning 17th April 2023", "2023-04-17"),
        ("on 06 January 2020", "2020-01-06"),
        ("MARCH 2019", "2019-03"),
        ("Sep 2022", "2022-09"),
        ("Dec. 2022", "2022-12"),
        ("Sept 2022", "2022-09"),
        ("in 2023", None),
        ("May we", None),
        ("June 1723", None),
        ("", None),
    ],
)
def test_date_is_as_precise_as_printed(text, expected):
    assert iso(text) == expected


@given(
    st.one_of(
        st.text(), st.tuples(st.integers(0, 99), st.sampled_from(["May", "june", "Dec."]), st.integers(1800, 2100)).map(str)
    )
)
def test_any_text_gives_a_date_or_none(text):
    assert iso(text) is None or re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", iso(text))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_printed_date_comes_back(day):
    assert iso(f"on {day.day} {day:%B} {day.year}, we") == day.isoformat()
    assert iso(f"{day:%B %Y}") == day.isoformat()[:7]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("between March and July 2023", ["2023-03"]),
        ("from November to February 2024", ["2023-11"]),
        ("from 12 March to 4 April 2022", ["2022-03-12"]),
        ("in May 2022 and in June 2023", ["2022-05", "2023-06"]),
    ],
)
def test_span_of_months_begins_with_its_first(text, dates):
    assert [found for _, found in starts(text)] == dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Published 03/05/2023", "2023-05-03"),
        ("Published: 2023-05-03", "2023-05-03"),
        ("Publication date: 3rd May 2023", "2023-05-03"),
        ("Published on 13.5.2023", "2023-05-13"),
        ("HM Inspectorate of Probation, May 2023", "2023-05"),
        ("Inspected 6 - 10 March 2023. Published on 3 May 2023", "2023-05-03"),
        ("Report published 3 May 2023, fieldwork began 6 March 2023", "2023-05-03"),
        ("Fieldwork began 6 March 2023, report published 3 May 2023", "2023-05-03"),
        ("Fieldwork: 6 March 2023", None),
        ("Inspection dates: 6 to 10 March 2023", None),
        ("6 to 10 March 2023", None),
        ("Ref. 30/02/19/2023", None),
        ("Version 1.5.2023.4", None),
    ],
)
def test_date_of_publication_is_the_labelled_one_and_never_one_of_the_inspection(text, date):
    assert published_in(text) == date


@pytest.mark.parametrize("text", ["3 May 2023", "03/05/2023", "2023-05-03", "3rd May 2023", "3.5.2023"])
def test_a_day_is_read_alike_in_words_and_figures(text):
    assert iso(text) == "2023-05-03"
