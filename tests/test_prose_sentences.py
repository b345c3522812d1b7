import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.prose.sentences import sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Plans were late. Few were read.", ["Plans were late.", "Few were read."]),
        (
            "Grants fell by £4.1 million. £2 million went to Otterby.",
            ["Grants fell by £4.1 million.", "£2 million went to Otterby."],
        ),
        ("Mr. Hale and Dr. Osei led it. St. Anne's did not.", ["Mr. Hale and Dr. Osei led it.", "St. Anne's did not."]),
        ("It was “good enough.” Staff agreed.", ["It was “good enough.”", "Staff agreed."]),
        ("Work (e.g. A to B) was sound. It ended.", ["Work (e.g. A to B) was sound.", "It ended."]),
        ("Why so few? Nobody asked! They went on.", ["Why so few?", "Nobody asked!", "They went on."]),
        ("planning was timely in 76 per cent of cases", ["planning was timely in 76 per cent of cases"]),
        ("The rate was 4.5 per cent in 2019. 12 had left.", ["The rate was 4.5 per cent in 2019.", "12 had left."]),
        ("J. Smith told us. They agreed.", ["J. Smith told us.", "They agreed."]),
        ("  Led by space. And followed.  ", ["Led by space.", "And followed."]),
    ],
)
def test_sentences_of_a_paragraph(text, wanted):
    assert [text[a:b] for a, b in sentences(text)] == wanted


@given(st.text(alphabet="Aa .!?\"'”1£\n(", max_size=60))
def test_sentences_keep_every_character_but_space(text):
    found = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in found) == "".join(text.split())
    assert all(a < b for a, b in found) and [a for a, _ in found] == sorted(a for a, _ in found)
