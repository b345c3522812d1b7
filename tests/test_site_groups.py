import csv
import io

import pytest
from siting import HOSTILE, asked, finding, report, tables, three

import findings_nlp as fn
from findings_nlp.site.archive import archive_of
from findings_nlp.site.briefing import briefing
from findings_nlp.site.downloads import downloads
from findings_nlp.site.figures import Share
from findings_nlp.site.groups import good, groups_of, inspected_again, ratings_by_year, themes_of
from findings_nlp.site.headlines import of_archive, of_group, told


@pytest.fixture(scope="module")
def archive():
    return archive_of(tables())


def test_a_standard_is_one_over_frameworks_and_a_body_one_over_its_names(archive):
    found = groups_of(archive)
    standards = {group.id: group for group in found["standards"]}
    assert standards["leadership"].name == "Leadership and governance"
    assert [r.name for r, _ in standards["leadership"].ratings] == ["b.pdf", "a.pdf"]
    assert [group.name for group in found["regions"]] == ["Fenmoor"] and len(found["regions"][0].reports) == 4
    asked_of = groups_of(archive_of(tables([
        report("x.pdf", "X PDU", "pdu_2021", "2022-01", [], recommendations=[asked(1, "Act.").model_copy(update={"addressee": "HMPPS"})]),
        report("y.pdf", "Y PDU", "pdu_2021", "2023-01", [], recommendations=[asked(1, "Act again.").model_copy(update={"addressee": "Her Majesty’s Prison and Probation Service"})]),
    ])))["addressees"]  # fmt: skip
    assert [(group.id, len(group.recommendations)) for group in asked_of] == [("hmpps", 2)]


def test_ratings_by_year_stand_newest_first_and_shares_with_what_they_are_of(archive):
    rated = [(r, r.overall) for r in archive.reports]
    assert [year for year, _ in ratings_by_year(rated)] == ["2024", "2023", "2022", "2019"]
    assert str(good(rated)) == "2 of 4"
    themes = {
        theme: (str(area), str(strength))
        for theme, area, strength in themes_of((r, f) for r in archive.reports for f in r.findings)
    }
    assert themes["victims"] == ("3 of 4", "0 of 2")


def test_a_step_is_from_the_last_rating_but_one(archive):
    assert [(place.slug, step) for place, step in inspected_again(archive.places)] == [("youth-elmby-otterton", 1)]


def test_headlines_say_what_they_are_of(archive):
    lines = of_archive(archive, str)
    assert lines[0] == "2 of 4 rated reports are Good or Outstanding; in 2024, the latest year, 1 of 1 rated reports."
    assert "Of 1 services with two overall ratings or more, 1 were rated higher" in lines[-1]
    assert told(Share(0, 0), "reports") == "0 of 0 reports"
    region = of_group(groups_of(archive)["regions"][0], str)
    assert region[1] == "67% of findings (4 of 6) are areas for improvement, in 4 reports."


def test_the_briefing_has_the_lowest_ratings_first_and_tells_gaps_only_where_evidence_was_looked_for(archive):
    first = briefing(next(r for r in archive.reports if r.name == "a.pdf"))
    assert first.themes == [("victims", 1, 0)] and first.gaps == []
    assert first.ratings == [("1.1 Governance and leadership", "Inadequate")]
    from siting import carried

    other = briefing(archive_of(tables([carried()])).reports[0])
    assert other.gaps == ["1 of 2 areas for improvement are a reason for no recommendation."]


def test_downloads_hold_every_row_and_nothing_that_a_spreadsheet_runs():
    odd = report("odd.pdf", "=1+1", "pdu_2021", "2022-01", [finding(1, HOSTILE), finding(2, "=2+3")])
    found = {name: (rows, content) for name, rows, content in downloads(tables([odd]))}
    rows, content = found["findings.csv"]
    told_rows = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline="")))
    assert rows == len(told_rows) == 2
    assert told_rows[1]["text"] == "'=2+3" and told_rows[0]["text"] == HOSTILE
    assert {"service_id", "standard_id", "citation"} <= told_rows[0].keys()


def test_pages_of_groups_are_there_and_the_page_about_the_data_tells_what_is_missing(tmp_path):
    fn.build_site(tables([*three(), report("n.pdf", "None PDU", "pdu_2021", None, [], region=None)]), tmp_path / "site")
    page = (tmp_path / "site" / "standards" / "leadership.html").read_text(encoding="utf-8")
    assert "0 of 2 ratings of this standard" in page
    about = (tmp_path / "site" / "about.html").read_text(encoding="utf-8")
    assert "No date: 1 of 5 reports (20%)" in about and "from May 2019 to July 2024" in about
    assert "Open Government Licence v3.0" in about and 'href="downloads/findings.csv"' in about
