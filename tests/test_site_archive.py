import pandas as pd
import pytest
from siting import carried, finding, report, tables

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


def test_links_are_kept_by_band_and_themes_with_what_carries_them():
    made = archive_of(tables([carried()])).reports[0]
    (ask,) = made.recommendations
    assert (ask.reasons, ask.possible) == ([("f001", 0.8)], [("f002", 0.1)])
    assert ask.carriers == {"victims": ([(5, 12)], ["victims"])}
    assert made.findings[0].themes == ["victims", "safeguarding", "leadership"]
    assert made.findings[0].carriers["leadership"] == ([], ["heading: 1.1 Leadership"])


def test_findings_of_a_summary_are_left_out_where_the_report_says_them_once_more():
    made = carried()
    first, second = made.findings
    repeated = made.model_copy(update={"findings": [first, second.model_copy(update={"in_summary": True})]})
    kept = archive_of(tables([repeated])).reports[0]
    assert [f.id for f in kept.findings] == ["f001"]
    assert (kept.recommendations[0].reasons, kept.recommendations[0].possible) == ([("f001", 0.8)], [])
    alone = made.model_copy(update={"findings": [f.model_copy(update={"in_summary": True}) for f in made.findings]})
    assert [f.id for f in archive_of(tables([alone])).reports[0].findings] == ["f001", "f002"]


def test_tables_read_from_any_format_carry_the_same(tmp_path):
    from tabling import FORMATS, Told

    from findings_nlp.tables import load_archive, write_tables

    write_tables(tmp_path, FORMATS, [(Told("carried.pdf"), carried())])
    want = archive_of(tables([carried()]))
    assert all(archive_of(load_archive(tmp_path, form=form)) == want for form in FORMATS)
    read = {name: pd.read_parquet(tmp_path / f"{name}.parquet") for name in tables()}
    assert archive_of(read).reports[0].findings[0].carriers == want.reports[0].findings[0].carriers


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda t: t.update(evidence=t["evidence"].drop(columns="band")), "evidence: lacks the column 'band'"),
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


def test_rows_without_a_column_are_refused_as_frames_are():
    rows = {name: frame.to_dict("records") for name, frame in tables().items()}
    for row in rows["findings"]:
        del row["text"]
    with pytest.raises(ReportError, match="findings: lacks the column 'text'"):
        archive_of(rows)
