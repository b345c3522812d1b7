import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.document.dates import iso, starts


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
