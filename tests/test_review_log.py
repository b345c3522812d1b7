import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.errors import DataFileError
from findings_nlp.review.log import batches, changed, in_force, lines, pinned, read_log

SIDES = ("strength", "area_for_improvement")


def entry(batch="b001", text="Plans were late.", before=(SIDES[0], []), after=(SIDES[0], []), **more):
    sides = {name: {"polarity": side, "themes": list(themes)} for name, (side, themes) in (("before", before), ("after", after))}
    found = {"batch": batch, "who": "Ada", "when": "2026-01-01", "what": "finding", "report": "a.pdf", "finding": "f001"}
    return found | {"text": text, "section": None, "sha256": "0" * 64, "sample": "random"} | sides | more


def link(before, after, batch="b001", finding="f001", **more):
    found = {"batch": batch, "who": "Ada", "when": "", "what": "link", "report": "a.pdf", "recommendation": "r01"}
    found |= {"recommendation_text": "Do.", "finding": finding, "finding_text": "Was.", "before": {"link": before}}
    return found | {"after": {"link": after}, "sample": "random"} | more


def undone(batch):
    return {"batch": batch, "who": "Ada", "when": "", "what": "undo"}


def test_what_was_taken_back_does_not_count_and_the_last_line_does():
    first, second = entry(after=(SIDES[1], [])), entry("b002", after=(SIDES[0], ["women"]))
    assert in_force([first, second]) == [second] and in_force([first, second, undone("b002")]) == [first]
    assert batches([first, second, undone("b001")]) == ["b002"]


def test_corrections_of_polarity_and_themes_add_up_over_reviews():
    first = entry(after=(SIDES[1], []))
    later = entry("b002", before=(SIDES[1], []), after=(SIDES[1], ["women"]))
    confirmed = entry("b003", before=(SIDES[1], ["women"]), after=(SIDES[1], ["women"]))
    [(_, wanted)] = pinned([first, later, confirmed])
    assert wanted == {"polarity": SIDES[1], "themes": ["women"]}
    assert pinned([confirmed]) == [] and changed(confirmed) == []


@pytest.mark.parametrize(
    ("before", "after", "told"), [("reason", "none", True), ("possible", "reason", True), ("unlisted", "none", False)]
)
def test_link_is_changed_where_the_verdict_is_another(before, after, told):
    assert bool(changed(link(before, after))) is told


def test_lines_are_read_back(tmp_path):
    found = [entry(text="a\u2028b\n=1"), link("possible", "reason"), undone("b001")]
    (tmp_path / "log").write_text(lines(found), encoding="utf-8")
    assert read_log(tmp_path / "log") == found and read_log(tmp_path / "none") == []


@pytest.mark.parametrize(
    "wrong",
    ["{", "[]", '{"what": "x"}', json.dumps(entry(after=(1, []))), json.dumps(entry() | {"after": {"polarity": "x", "themes": [1]}}),
     json.dumps(entry() | {"text": None}), json.dumps(link("reason", "possible")), json.dumps(link("x", "none"))],
)  # fmt: skip
def test_wrong_line_is_named(tmp_path, wrong):
    (tmp_path / "log").write_text(lines([entry()]) + wrong + "\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="line 2"):
        read_log(tmp_path / "log")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_line(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        read_log(path)
    except DataFileError as error:
        assert "\n" not in str(error)
