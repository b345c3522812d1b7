import json
import re

from hypothesis import given
from hypothesis import strategies as st
from siting import HOSTILE, finding, report, tables

from findings_nlp.pipes.themes.glossary import shipped_glossary
from findings_nlp.retrieval.synonyms import listed, synonyms
from findings_nlp.site.archive import archive_of
from findings_nlp.site.search_data import ALPHABET, Words, facets, numbered, packed, same_files, script, text_files, written


def unpacked(text: str) -> list[int]:
    out, gap, last = [], 0, -1
    for character in text:
        digit = ALPHABET.index(character)
        gap = gap * 32 + (digit & 31)
        if digit < 32:
            last += gap + 1
            out.append(last)
            gap = 0
    return out


@given(st.sets(st.integers(0, 2**22)))
def test_packed_numbers_come_back(numbers):
    assert unpacked(packed(sorted(numbers))) == sorted(numbers)


def value_of(text: str):
    return json.loads(json.loads(re.fullmatch(r'archive\.take\("[^"]*",JSON\.parse\((".*")\)\);\n', text)[1]))


@given(st.one_of(st.text(), st.just(HOSTILE)))
def test_data_files_are_plain_ascii_that_no_text_can_break(text):
    written = script("texts/0", [text])
    assert value_of(written) == [text]
    assert written.isascii()
    assert written.count("\n") == 1
    assert "<" not in written


def raw(text: str) -> list[int]:
    out, number = [], 0
    for character in text:
        digit = ALPHABET.index(character)
        number = number * 32 + (digit & 31)
        if digit < 32:
            out.append(number)
            number = 0
    return out


@given(st.lists(st.integers(0, 2**22)))
def test_written_numbers_come_back(numbers):
    assert raw(written(numbers)) == numbers


def test_every_word_of_every_text_is_in_the_index_and_every_text_in_its_place():
    archive = archive_of(tables())
    items = numbered(archive)
    made = Words(items)
    index = {word: unpacked(p) for _, (found, lists) in made.terms() for word, p in zip(found, lists, strict=True)}
    assert [items[n].text for n in index["plans"]] == [i.text for i in items if "lans" in i.text]
    assert "the" not in index
    assert [row[1] for _, rows in text_files(archive, items) for row in rows] == [i.text for i in items]
    counts = {word: count for _, (found, many) in made.counts() for word, count in zip(found, many, strict=True)}
    assert counts["plans"] == len(index["plans"])


def test_where_a_word_stands_is_told_common_words_too():
    archive = archive_of(
        tables([report("x.pdf", "X", "pdu_2021", "2022-01", [finding(1, "It is as it is."), finding(2, "So it was.")])])
    )
    places = {w: raw(p) for _, (found, lists) in Words(numbered(archive)).places() for w, p in zip(found, lists, strict=True)}
    # number of the text as a gap, count less 1, places as gaps
    assert places["it"] == [0, 1, 0, 2, 0, 0, 1]
    assert places["was"] == [1, 0, 2]


def test_filters_of_every_text_can_be_read_back():
    archive = archive_of(tables())
    items = numbered(archive)
    found = facets(archive, items)
    kinds = [kind for kind, length in zip(found["runs"][::2], found["runs"][1::2], strict=True) for _ in range(length)]
    assert kinds == [i.kind for i in items] and {-1, -3} <= set(kinds)
    findings = [f for r in archive.reports for f in r.findings]
    sides = ["area_for_improvement", "strength", "mixed"]
    assert [(found["standards"][k // 4], sides[k % 4]) for k in kinds if k >= 0] == [
        ([f.standard, f.standard_id or f.standard], f.polarity) for f in findings
    ]
    victims = next(packed for name, _, packed, _ in found["themes"] if name == "victims")
    assert unpacked(victims) == [n for n, i in enumerate(items) if "victims" in i.themes]
    assert sum(row[6] for row in found["reports"]) + len(found["places"]) == len(items)


def test_findings_that_say_a_synonym_are_listed_with_it():
    found = [finding(1, "UPW was late."), finding(2, "Posts were empty."), finding(3, "Unpaid work and MAPPA were late.")]
    archive = archive_of(tables([report("x.pdf", "X", "pdu_2021", "2022-01", found)]))
    same = synonyms(shipped_glossary().terms)
    items = numbered(archive)
    files = dict(same_files(items, same))
    # a file for each, so that the page need not know which are empty
    assert list(files) == [str(k) for k in range(len(same))]
    numbers = {same[int(place)].long: unpacked(text) for place, text in files.items() if text}
    assert numbers == {"unpaid work": [0, 2], "multi-agency public protection arrangements": [2]}
    assert facets(archive, items, (), same)["same"] == listed(same)


def test_one_finding_with_a_theme_twice_is_listed_once():
    archive = archive_of(tables([report("x.pdf", "X", "pdu_2021", "2022-01", [finding(1, "T T", "victims")])]))
    archive.reports[0].findings[0].themes = ["victims", "victims"]
    assert unpacked(next(p for name, _, p, _ in facets(archive, numbered(archive))["themes"] if name == "victims")) == [0]
