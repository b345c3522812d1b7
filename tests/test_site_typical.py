from siting import finding, report, tables

from findings_nlp.site.archive import archive_of
from findings_nlp.site.typical import Typical


def test_the_most_typical_comes_first_one_of_each_report_and_no_twins():
    usual = "Plans did not say how victims would be kept safe"
    reports = [
        report(
            "a.pdf",
            "A PDU",
            "pdu_2021",
            "2022-01",
            [finding(1, f"{usual} by staff.", "victims"), finding(2, f"{usual} today.", "victims")],
        ),
        report("b.pdf", "B PDU", "pdu_2021", "2022-02", [finding(1, f"{usual} at all.", "victims")]),
        report("c.pdf", "C PDU", "pdu_2021", "2022-03", [finding(1, "Marmalade was sold out.", "victims")]),
        report(
            "d.pdf",
            "D PDU",
            "pdu_2021",
            "2022-04",
            [finding(1, "Victims safe in few plans, and many a letter unanswered.", "victims")],
        ),
    ]
    archive = archive_of(tables(reports))
    found = Typical(archive).of((r, f) for r in archive.reports for f in r.findings)
    assert usual in found[0][1].text
    assert len({r.name for r, _ in found}) == len(found)
    assert sum(usual in f.text for _, f in found) == 1
    assert "Marmalade" in found[-1][1].text


def test_texts_without_words_do_no_harm():
    archive = archive_of(tables([report("a.pdf", "A PDU", "pdu_2021", "2022-01", [finding(1, "—", "victims")])]))
    assert len(Typical(archive).of((r, f) for r in archive.reports for f in r.findings)) == 1
