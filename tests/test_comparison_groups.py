import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from findings_nlp.comparison.groups import Group, grouped

CHANCES = arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0, 1, width=32))


def test_a_finding_split_in_two_is_one_group():
    chances = np.array([[0.9, 0.8, 0.1], [0.1, 0.1, 0.2]])
    assert grouped(chances, 0.3, 0.5) == [Group((0,), (0, 1))]


def test_a_chain_of_likenesses_is_no_group():
    # the second text of each side is like the first of the other alone: together they are below the mean that a group needs
    chances = np.array([[0.9, 0.6], [0.6, 0.0]])
    assert grouped(chances, 0.3, 0.6) == [Group((0,), (0, 1))]
    assert grouped(chances, 0.3, 0.5) == [Group((0, 1), (0, 1))]


def test_links_of_a_group_are_the_pairs_that_are_probable_themselves():
    chances = np.array([[0.9, 0.6], [0.6, 0.0]])
    assert Group((0, 1), (0, 1)).links(chances, 0.3) == [(0, 0), (0, 1), (1, 0)]


def test_texts_of_one_known_matter_stay_together():
    chances = np.array([[0.9, 0.0], [0.8, 0.0], [0.0, 0.7]])
    assert grouped(chances, 0.3, 0.5, [7, 7, 9]) == [Group((0, 1), (0,)), Group((2,), (1,))]


@given(CHANCES, st.floats(0.05, 0.9), st.floats(0.05, 0.9))
def test_each_text_is_in_one_group_at_most_and_each_group_has_both_sides(chances, least, together):
    groups = grouped(chances, least, together)
    for side in ("firsts", "seconds"):
        told = [k for group in groups for k in getattr(group, side)]
        assert len(told) == len(set(told)) and all(getattr(group, side) for group in groups)
    for group in groups:
        if len(group.firsts) + len(group.seconds) > 2:
            assert chances[np.ix_(group.firsts, group.seconds)].mean() >= together - 1e-6
        assert group.links(chances, least)
