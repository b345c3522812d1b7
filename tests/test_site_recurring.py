from siting import finding, report, tables

from findings_nlp.site.archive import archive_of
from findings_nlp.site.recurring import recurring_areas, repeated_recommendations


def youth():
    return next(place for place in archive_of(tables()).places if place.service.kind == "youth")


def test_a_theme_of_two_reports_in_a_row_comes_back():
    found = recurring_areas(youth())
    assert [(r.theme, r.run, [len(f) for f in r.findings]) for r in found] == [("victims", 2, [1, 1, 0])]


def test_a_theme_that_skips_a_report_or_is_a_strength_does_not():
    reports = [
        report(
            "a.pdf", "X PDU", "pdu_2021", "2021-01", [finding(1, "One", "victims"), finding(2, "S", "staffing", strength=True)]
        ),
        report("b.pdf", "X PDU", "pdu_2021", "2022-01", [finding(1, "Two", "staffing")]),
        report("c.pdf", "X PDU", "pdu_2023", "2024-01", [finding(1, "Three", "victims")]),
    ]
    assert recurring_areas(archive_of(tables(reports)).places[0]) == []


def test_repeated_recommendations_say_by_words_or_by_themes():
    found = {(r.later.name, r.second.id): r for r in repeated_recommendations(youth())}
    assert found["b.pdf", "r01"].same_words
    assert found["b.pdf", "r01"].earlier.name == "a.pdf"
    assert not found["c.pdf", "r01"].same_words
    assert found["c.pdf", "r01"].first.text == "Fill the posts."
    assert len(found) == 2
