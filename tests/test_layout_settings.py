"""The thresholds of the layout: named with their units, described, used, and each of some changed by itself."""

import ast
import dataclasses
import re
from itertools import pairwise

import pytest
from making import ROOT, Paper, blocks_of, text_line

from findings_nlp.layout.headings import is_heading
from findings_nlp.layout.settings import SETTINGS, LayoutSettings

LAYOUT = ROOT / "findings_nlp" / "layout"
UNITS = ("points", "sizes", "leads", "ratio", "share", "rank", "lines", "words", "letters", "steps")
FIELDS = dataclasses.fields(LayoutSettings)


@pytest.fixture
def change():
    """Sets one threshold for the length of a test."""
    kept = {field.name: getattr(SETTINGS, field.name) for field in FIELDS}
    yield lambda name, value: object.__setattr__(SETTINGS, name, value)
    for name, value in kept.items():
        object.__setattr__(SETTINGS, name, value)


def test_every_threshold_has_its_unit_in_its_name_and_a_sentence_of_what_it_is():
    body = next(
        node for node in ast.parse((LAYOUT / "settings.py").read_text("utf-8")).body if isinstance(node, ast.ClassDef)
    ).body
    described = {
        node.target.id: after.value.value
        for node, after in pairwise(body)
        if isinstance(node, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }
    assert [field.name for field in FIELDS if not field.name.endswith(UNITS)] == []
    assert [field.name for field in FIELDS if not described.get(field.name, "").endswith(".")] == []


def test_every_threshold_is_used_in_the_layout():
    text = "".join(path.read_text(encoding="utf-8") for path in LAYOUT.glob("*.py"))
    used = set(re.findall(r"\bSETTINGS\.(\w+)", text))
    assert used == {field.name for field in FIELDS}


def test_thresholds_cannot_be_set_by_chance():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SETTINGS.larger_size_ratio = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value", "size", "text"),
    [
        ("larger_size_ratio", 1.2, 12.5, "Work with the courts"),
        ("heading_letters", 10, 16, "Work with the courts"),
        ("large_heading_words", 3, 16, "Work with the courts"),
        ("text_size_ratio", 1.05, 11, "WORK WITH THE COURTS"),
        ("capitals_heading_words", 3, 11, "WORK WITH THE COURTS"),
    ],
)
def test_what_is_a_heading_follows_its_thresholds(name, value, size, text, change):
    lines = [text_line(text, size=size)]
    assert is_heading(lines, 11, False, "")
    change(name, value)
    assert not is_heading(lines, 11, False, "")


def test_lines_part_into_blocks_by_the_step_that_the_settings_name(change):
    paper = Paper()
    paper.line(*["Staff covered a wide area of towns and villages and knew the people there well and"] * 6)
    paper.y += 2.8  # the step is 1.2 times the usual one
    paper.line(*["staff covered a wide area of towns and villages and knew the people there well and"] * 6)
    data = paper.data()
    assert len(blocks_of(data)) == 1
    change("block_step_ratio", 1.1)
    assert len(blocks_of(data)) == 2
