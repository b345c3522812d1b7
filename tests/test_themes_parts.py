import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.themes.parts import clauses, sentences


def cut(text):
    return [text[a:b] for a, b in clauses(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Posts were vacant.", ["Posts were vacant."]),
        ("Posts were vacant. Morale was low.", ["Posts were vacant.", "Morale was low."]),
        ("There were 3.5 full-time posts.", ["There were 3.5 full-time posts."]),
        ("UPW hours were lost; placements were few in number.", ["UPW hours were lost;", "placements were few in number."]),
        (
            "Staff were trained in the tool, but managers did not check its use.",
            ["Staff were trained in the tool,", "but managers did not check its use."],
        ),
        ("Leaders were visible, and kind.", ["Leaders were visible, and kind."]),
        ("", []),
        (" . ", [" . "]),
    ],
)
def test_clauses(text, parts):
    assert cut(text) == parts


@given(st.text(alphabet=st.sampled_from("Aa .;,–:and but\n"), max_size=120))
def test_clauses_lie_in_order_and_lose_no_word(text):
    found = clauses(text)
    assert all(a < b for a, b in found)
    assert all(x[1] <= y[0] for x, y in itertools.pairwise(found))
    kept = "".join(text[a:b] for a, b in found)
    assert [c for c in kept if c.isalpha()] == [c for c in text if c.isalpha()]
    assert len(found) >= len(sentences(text))
