import json
import re

from hypothesis import given
from hypothesis import strategies as st
from siting import HOSTILE, finding, report, tables

from findings_nlp.pipes.themes.glossary import shipped_glossary
from findings_nlp.site.archive import archive_of
from findings_nlp.site.search_data import ALPHABET, facets, numbered, packed, same_files, script, term_files, text_files
from findings_nlp.site.synonyms import listed, synonyms


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


def test_every_word_of_every_finding_is_in_the_index_and_every_text_in_its_place():
    archive = archive_of(tables())
    items = numbered(archive)
    index = {word: unpacked(p) for _, (found, lists) in term_files(archive) for word, p in zip(found, lists, strict=True)}
    assert [items[n][1].text for n in index["plans"]] == [f.text for _, f in items if "lans" in f.text]
    assert "the" not in index
    assert [row[1] for _, rows in text_files(archive) for row in rows] == [f.text for _, f in items]


def test_filters_of_every_finding_can_be_read_back():
    archive = archive_of(tables())
    found = facets(archive)
    kinds = [kind for kind, length in zip(found["runs"][::2], found["runs"][1::2], strict=True) for _ in range(length)]
    sides = ["area_for_improvement", "strength", "mixed"]
    assert [(found["standards"][k // 4], sides[k % 4]) for k in kinds] == [(f.standard, f.polarity) for _, f in numbered(archive)]
    victims = next(packed for name, _, packed, _ in found["themes"] if name == "victims")
    assert unpacked(victims) == [n for n, (_, f) in enumerate(numbered(archive)) if "victims" in f.themes]


def test_findings_that_say_a_synonym_are_listed_with_it():
    found = [finding(1, "UPW was late."), finding(2, "Posts were empty."), finding(3, "Unpaid work and MAPPA were late.")]
    archive = archive_of(tables([report("x.pdf", "X", "pdu_2021", "2022-01", found)]))
    same = synonyms(shipped_glossary().terms)
    files = dict(same_files(archive, same))
    # a file for each, so that the page need not know which are empty
    assert list(files) == [str(k) for k in range(len(same))]
    numbers = {same[int(place)].long: unpacked(text) for place, text in files.items() if text}
    assert numbers == {"unpaid work": [0, 2], "multi-agency public protection arrangements": [2]}
    assert facets(archive, (), same)["same"] == listed(same)


def test_one_finding_with_a_theme_twice_is_listed_once():
    archive = archive_of(tables([report("x.pdf", "X", "pdu_2021", "2022-01", [finding(1, "T T", "victims")])]))
    archive.reports[0].findings[0].themes = ["victims", "victims"]
    assert unpacked(next(p for name, _, p, _ in facets(archive)["themes"] if name == "victims")) == [0]
