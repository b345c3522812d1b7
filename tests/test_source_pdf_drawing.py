import re

from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.source.pdf.drawing import Word, draw, number, shown, string


@given(st.floats(-1e6, 1e6))
def test_number_is_plain_and_near(value):
    assert re.fullmatch(r"-?\d+(\.\d{1,2})?", number(value))
    assert abs(float(number(value)) - value) <= 0.005 + 1e-9 * abs(value)


@given(st.text())
def test_strings_hold_no_pdf_syntax_and_come_back(text):
    made = string(text)
    assert re.fullmatch("<FEFF(?:[0-9A-F]{4})*>", made)
    clean = text.encode("utf-16-be", "replace").decode("utf-16-be")
    assert bytes.fromhex(made[5:-1]).decode("utf-16-be") == clean
    assert re.fullmatch("<(?:[0-9A-F]{2})*>", shown(text))


def test_drawing_has_its_sheet_words_and_arrows():
    words = [Word(5, 3, "− f001", 7, fill=(1, 0, 0), edge=(0, 0, 0), width=20), Word(20, 3, "r01", 7, arrow="left")]
    content = draw(words, (60, 12), (1, 1, 1), (0, 0, 0)).decode()
    assert content.count("BT") == content.count("ET") == 2
    assert "<9620" in content  # the minus as an en dash of the standard encoding
    assert content.startswith("q") and content.endswith("Q")
    assert draw([], (1, 1), None, None) == b"q\nQ"
