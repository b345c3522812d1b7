from dataclasses import replace

import pytest
from making import views

from findings_nlp.families import headings
from findings_nlp.pipes.sections.panels import panels_of


@pytest.mark.parametrize("number", [0, 7])
def test_what_a_frame_holds_is_told_from_the_first_frame_on(number):
    blocks = [replace(view, box=number) for view in views("Good practice example\nStaff visited people at home and at work.")]
    assert panels_of(blocks, headings()) == {number: "box"}


def test_text_in_no_frame_is_in_none():
    blocks = [replace(view, box=-1) for view in views("Good practice example\nStaff visited people at home and at work.")]
    assert panels_of(blocks, headings()) == {}
