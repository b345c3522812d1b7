import pandas as pd
import pytest
from siting import finding, report, tables

from findings_nlp import ReportError
from findings_nlp.site.archive import UNRATED, archive_of


def test_reports_stand_newest_first_and_services_hold_theirs_oldest_first():
    archive = archive_of(tables())
    assert [r.name for r in archive.reports] == ["c.pdf", "d.pdf", "b.pdf", "a.pdf"]
    youth = next(place for place in archive.places if place.service.kind == "youth")
    assert [r.name for r in youth.reports] == ["a.pdf", "b.pdf", "c.pdf"]
    assert youth.name == "Elmby and Otterton YJS"


def test_standards_carry_their_name_because_numbers_differ_by_family():
    archive = archive_of(tables())
    assert archive.reports[-1].findings[0].standard == "1.1 Governance and leadership"
    loose = archive_of(tables([report("x.pdf", "X", "unknown", None, [finding(1, "T", standard=None)])]))
    assert loose.reports[0].findings[0].standard == UNRATED
    assert loose.reports[0].year == "undated"


def test_themes_of_ones_own_are_kept_with_a_name():
    archive = archive_of(tables([report("x.pdf", "X PDU", "pdu_2021", "2022-01", [finding(1, "T", "tagging_work")])]))
    assert archive.themes[-1].name == "Tagging work"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda t: t.pop("findings"), "archive: has no table 'findings'"),
        (lambda t: t.update(findings=t["findings"].drop(columns="text")), "findings: lacks the column 'text'"),
        (lambda t: t.update(reports=pd.concat([t["reports"]] * 2)), "reports: holds the report 'a.pdf' twice"),
        (lambda t: t.update(reports=t["reports"].iloc[1:]), "names the report 'a.pdf'"),
    ],
)
def test_wrong_tables_get_one_line(spoil, message):
    found = tables()
    spoil(found)
    with pytest.raises(ReportError, match=message) as error:
        archive_of(found)
    assert "\n" not in str(error.value)
