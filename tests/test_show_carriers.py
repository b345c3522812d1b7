import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.record.schema import Quantity
from findings_nlp.show.carriers import Piece, carrier_css, shown, slots_of

TEXT = "Courts wait, and plans wait."


def test_pieces_tell_the_slots_of_each_theme_and_overlaps_tell_both():
    found = shown(TEXT, [([(0, 11)], ["Courts wait"]), ([(7, 11), (17, 22)], ["wait", "plans"])])
    assert found.pieces == [
        Piece("Courts ", (0,)), Piece("wait", (0, 1)), Piece(", and "), Piece("plans", (1,)), Piece(" wait.")
    ]  # fmt: skip
    assert [c.slot for c in found.carried] == [0, 1]
    assert found.carried[1].told == "The words that carry it: “wait”, “plans”"


def test_two_spans_of_one_theme_may_overlap():
    assert shown("abcd", [([(0, 3), (1, 2)], ["abc", "b"])]).pieces == [
        Piece("a", (0,)), Piece("b", (0,)), Piece("c", (0,)), Piece("d")
    ]  # fmt: skip


def test_quantity_may_lie_within_a_theme_and_a_theme_within_it():
    quantities = [Quantity(text="six of 21 cases", value=6, unit="cases", of=21), Quantity(text="nowhere", value=2, unit="cases")]
    found = shown("In six of 21 cases.", [([(7, 9)], ["of"])], quantities)
    assert found.pieces == [
        Piece("In "), Piece("six ", (), "6 cases of 21"), Piece("of", (0,), "6 cases of 21"),
        Piece(" 21 cases", (), "6 cases of 21"), Piece("."),
    ]  # fmt: skip
    assert found.lost == ["nowhere (2 cases)"]


def test_heading_is_told_and_underlines_nothing():
    found = shown("Words.", [([], ["heading: 1.2 Staff"]), ([], [])])
    assert found.pieces == [Piece("Words.")]
    assert found.carried[0].slot == 0 and found.carried[0].heading == "1.2 Staff"
    assert found.carried[0].told == "No words carry it, but its heading does: 1.2 Staff"
    # nothing is known of the second: its chip has nothing to show
    assert found.carried[1].slot is None


SPAN = st.tuples(st.integers(-2, 45), st.integers(-2, 45))


@given(
    st.text("ab 1", max_size=40),
    st.lists(st.lists(SPAN, max_size=4), max_size=4),
    st.lists(st.sampled_from(["ab", "b", "a 1", "zz", ""]), max_size=5),
)
def test_pieces_joined_are_the_text_and_each_letter_has_its_themes(text, spans, names):
    quantities = [Quantity(text=name, value=1, unit="cases") for name in names]
    found = shown(text, [(marks, ["x"]) for marks in spans], quantities)
    assert "".join(piece.text for piece in found.pieces) == text
    assert all(piece.text for piece in found.pieces)
    slots = [piece.slots for piece in found.pieces for _ in piece.text]
    for at in range(len(text)):
        want = {k for k, marks in enumerate(spans) for a, b in marks if 0 <= a <= at < b <= len(text)}
        assert set(slots[at]) == want
    # each quantity is read where it stands or told as lost: neither twice nor never
    read, at, lost = [piece.read for piece in found.pieces for _ in piece.text], 0, 0
    for q in quantities:
        start = text.find(q.text, at) if q.text else -1
        if start < 0:
            lost += 1
            continue
        at = start + len(q.text)
        assert set(read[start:at]) == {"1 cases"}
    assert len(found.lost) == lost
    assert "".join(read).count("1 cases") == sum(len(q.text) for q in quantities) - sum(
        len(told.split(" (")[0]) for told in found.lost
    )


def test_long_text_with_many_places_is_cut_in_one_pass():
    text = "ab " * 50_000
    quantities = [Quantity(text="a", value=1, unit="x")] * 50_000
    assert len(shown(text, [([(k, k + 1)], ["a"]) for k in range(3)], quantities).pieces) == 100_001


@pytest.mark.parametrize("slots", [1, 3, 12])
def test_css_has_a_rule_for_each_slot_on_screen_only(slots):
    css = carrier_css(slots)
    assert css.startswith("@media screen {") and css.count("{") == css.count("}")
    for slot in range(slots):
        assert f".card:has(.c{slot}:is(:checked, :focus-visible)) .t{slot}" in css
        assert f"@media (hover: hover) {{ .card:has(.c{slot}:hover) .t{slot}" in css
    assert f".t{slots}" not in css
    lines = re.findall(r"underline (\w+) .*?offset: ([\d.]+em)", css)[::2]
    assert len(set(lines[:9])) == min(slots, 9)


def test_no_theme_needs_no_css():
    assert carrier_css(slots_of([])) == carrier_css(slots_of([[], []])) == ""
    assert slots_of([[1], [1, 2, 3], []]) == 3
