import pytest
from siting import finding, report, tables

from findings_nlp.site.archive import archive_of
from findings_nlp.site.figures import (
    Share,
    heat_map,
    key_question_trends,
    polarity_by_theme,
    raised,
    ratings_by_family,
    reports_by_family,
    sectors,
    starts_of,
    theme_trend,
    years_of,
)
from findings_nlp.site.items import AREA, STRENGTH
from findings_nlp.site.shades import RAMPS, STEPS, ink_on


@pytest.fixture(scope="module")
def archive():
    return archive_of(tables())


def test_shares_say_of_how_many(archive):
    found = heat_map(archive, "youth", AREA)
    assert found.years == ["2019", "2020", "2021", "2022", "2023", "2024"]
    assert found.totals == [1, 0, 0, 1, 0, 1]
    theme, whole, by_year = found.rows[0]
    assert (theme, whole.count, whole.total) == ("victims", 2, 3)
    assert [(s.count, s.total) for s in by_year] == [(1, 1), (0, 0), (0, 0), (1, 1), (0, 0), (0, 1)]


def test_a_report_counts_once_however_many_findings_it_has_on_a_theme():
    many = [finding(n, f"Text {n}", "victims") for n in range(4)]
    archive = archive_of(tables([report("x.pdf", "X PDU", "pdu_2021", "2022-01", many)]))
    assert heat_map(archive, "adult", AREA).rows[0][1].count == 1
    by_findings = heat_map(archive, "adult", AREA, "findings").rows[0][1]
    assert (by_findings.count, by_findings.total) == (4, 4)


def test_a_report_without_findings_is_in_no_denominator():
    empty = report("y.pdf", "Y PDU", "pdu_2021", "2022-02", [])
    archive = archive_of(tables([report("x.pdf", "X PDU", "pdu_2021", "2022-01", [finding(1, "T", "victims")]), empty]))
    assert heat_map(archive, "adult", AREA).totals == [1]
    assert raised(archive.reports)["victims"].total == 1


def test_few_reports_are_never_shaded_dark():
    assert Share(2, 2, few=True).step <= 2 < Share(2, 2).step == STEPS
    assert Share(0, 9).step == 0


def test_a_new_family_is_marked_in_the_year_of_its_first_report(archive):
    starts = starts_of(sectors(archive)["youth"])
    assert [(s.letter, s.year, s.families) for s in starts] == [("A", "2019", ("yos_2018",)), ("B", "2022", ("yjs_2021",))]


def test_a_trend_is_split_by_family(archive):
    found = theme_trend(sectors(archive)["youth"], "victims")
    assert {family: list(by[AREA]) for family, by in found.items()} == {"yos_2018": ["2019"], "yjs_2021": ["2022", "2024"]}
    assert found["yjs_2021"][AREA]["2024"].count == 0


def test_counts_of_families_and_ratings(archive):
    assert dict(reports_by_family(archive))["yjs_2021"] == {"2022": 1, "2024": 1}
    rated = {family: (counts, without) for family, counts, without in ratings_by_family(archive)}
    assert rated["yjs_2021"][0] == {"Outstanding": 0, "Good": 1, "Requires improvement": 1, "Inadequate": 0}


def test_strengths_and_areas_of_a_theme(archive):
    found = {theme: (s.count, a.count) for theme, s, a in polarity_by_theme(sectors(archive)["youth"])}
    assert found["victims"] == (0, 2)
    assert found["partnership_working"] == (1, 0)


def test_key_questions_are_kept_within_their_family(archive):
    assert list(key_question_trends(archive)) == ["yos_2018"]
    (_, question, by_year) = key_question_trends(archive)["yos_2018"][0]
    assert question.startswith("Does assessment")
    assert (by_year["2019"].middle, by_year["2019"].reports) == (40, 1)


def test_years_without_reports_stay_on_the_axis(archive):
    assert years_of(archive.reports)[:3] == ["2019", "2020", "2021"]


@pytest.mark.parametrize("polarity", [STRENGTH, AREA])
def test_shades_grow_darker_step_by_step_and_their_text_can_be_read(polarity):
    from findings_nlp.show.styles import contrast, luminance

    light = [luminance(colour) for colour in RAMPS[polarity]]
    assert light == sorted(light, reverse=True)
    assert all(contrast(ink_on(colour), colour) >= 4.5 for colour in RAMPS[polarity])
