from hypothesis import given
from hypothesis import strategies as st
from making import Paper, running

import findings_nlp as fn
from findings_nlp.source.pdf import read_text_layer
from findings_nlp.source.pdf.shifted import unshift

PLAIN = running()


def shifted(text: str) -> str:
    """Text as a font without a map to Unicode writes it: each code 29 lower, letters in lower case in the end."""
    return "".join(c if c.isspace() else chr(ord(c) - 29) for c in text)


def test_shifted_page_is_read_as_english():
    lines, state = unshift([shifted(line) for line in PLAIN])
    assert state == "repaired"
    assert " ".join(lines) == " ".join(PLAIN)


def test_plain_page_is_left_alone():
    assert unshift(PLAIN) == (PLAIN, "fine")


def test_page_that_is_no_language_either_way_is_unreadable():
    noise = ["zxqv mnbk ghjk lmnp qrst vwxz"] * 12
    assert unshift(noise) == (noise, "unreadable")


def test_short_and_tabular_pages_are_left_alone():
    for lines in (["Xlmq"], ["1.1 Staff ........ 4"] * 20, ["24 51 63 12 9 40"] * 40):
        assert unshift(lines) == (lines, "fine")


@given(st.lists(st.text(max_size=60), max_size=30))
def test_any_lines_keep_their_number(lines):
    found, state = unshift(lines)
    assert len(found) == len(lines)
    assert state == "repaired" or found == lines


def test_repaired_and_unreadable_pages_are_warned_of():
    p = Paper().paragraph(*PLAIN)
    p.turn().paragraph(*(shifted(line).replace("\x1d", "!") for line in PLAIN))
    p.turn().paragraph(*["zxqv mnbk ghjk lmnp qrst vwxz mnbk"] * 12)
    data = p.data()
    layer = read_text_layer(data)
    assert (layer.repaired_pages, layer.unreadable_pages) == ([2], [3])
    codes = {w.code: w.message for w in fn.read_report(data, nlp=fn.load("none")).warnings}
    assert "page 2" in codes["shifted_text_repaired"]
    assert "page 3" in codes["unreadable_text"]
