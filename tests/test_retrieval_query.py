import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.retrieval.index import NEEDED, expression, glossary_compounds, key, shipped_synonyms, write_index
from findings_nlp.retrieval.query import MOST_PARTS, Language, parse
from findings_nlp.retrieval.words import LONGEST_WORD
from findings_nlp.tables.schema import tables
from findings_nlp.tables.sqlite import create_table

SAME = shipped_synonyms()
LANGUAGE = Language(SAME, glossary_compounds())


def read(text: str) -> list[object]:
    return [part.plain() for part in parse(text, LANGUAGE).wanted]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("staff plans", [["stem", "staff"], ["stem", "plans"]]),
        ("the staff", [["stem", "staff"]]),
        ('"the staff"', [["exact", "the", "staff"]]),
        ("“the staff”", [["exact", "the", "staff"]]),
        ('"left open', [["exact", "left", "open"]]),
        ("superv*", [["start", "superv"]]),
        ("one-off", [["or", ["stem", "one", "off"], ["stem", "oneoff"]]]),
        ("wifi", [["or", ["stem", "wifi"], ["stem", "wi", "fi"]]]),
        ("wi fi", [["or", ["stem", "wi"], ["stem", "wifi"]], ["or", ["stem", "fi"], ["stem", "wifi"]]]),
        ('"a wifi"', [["or", ["exact", "a", "wifi"], ["exact", "a", "wi", "fi"]]]),
        ("cat OR dog bird", [["or", ["stem", "cat"], ["stem", "dog"]], ["stem", "bird"]]),
        ("cat or dog", [["stem", "cat"], ["stem", "dog"]]),
        ("OR cat OR", [["stem", "cat"]]),
        ("- cat", [["stem", "cat"]]),
        ("", []), ("the", []), ('""', []), ("*", []),
    ],
)  # fmt: skip
def test_a_query_is_read(text, parts):
    assert read(text) == parts


def test_what_is_left_out_is_not_wanted():
    query = parse('cat -dog -"grey horse" -Wi-Fi', LANGUAGE)
    assert [p.plain() for p in query.wanted] == [["stem", "cat"]]
    assert [p.plain() for p in query.unwanted] == [
        ["stem", "dog"], ["exact", "grey", "horse"], ["or", ["stem", "wi", "fi"], ["stem", "wifi"]],
    ]  # fmt: skip


def test_capitals_are_an_abbreviation_and_nothing_else():
    place = next(k for k, one in enumerate(SAME) if one.long == "approved premises")
    assert ["same", place] in read("AP")[0] and ["exact", "ap"] in read("AP")[0]
    assert read("ap") == [["stem", "ap"]]
    assert parse("AP approved", LANGUAGE).same == (place,)


def test_a_long_query_is_cut():
    assert len(parse("word " * 99, LANGUAGE).wanted) == 99 if MOST_PARTS > 99 else MOST_PARTS
    assert read("x" * 99) == [["stem", "x" * LONGEST_WORD]]


def test_every_long_form_has_a_key_of_its_own():
    assert len({key(one.long) for one in SAME}) == len(SAME)


@pytest.fixture(scope="module")
def base():
    with closing(sqlite3.connect(":memory:")) as made:
        for name in NEEDED:
            made.execute(create_table(tables()[name]))
        write_index(made)
        yield made


@given(st.text() | st.text(alphabet="ab-\"*OR Wi'^:(){}+,."))
def test_every_text_is_a_query_that_sqlite_takes(base, text):
    match = expression(parse(text, LANGUAGE), SAME)
    assert base.execute("SELECT count(*) FROM search_fts WHERE search_fts MATCH ?", [match]).fetchone() == (0,)
