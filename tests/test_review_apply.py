from siting import asked, finding, report
from test_review_log import SIDES, entry, link

from findings_nlp.record.schema import Evidence
from findings_nlp.review.apply import Corrections

AREA = "area_for_improvement"


def record(*texts, sha256="0" * 64, evidence=()):
    items = [finding(k, text, "victims", "staffing") for k, text in enumerate(texts, 1)]
    rec = asked(1, "Do.").model_copy(update={"evidence": list(evidence)})
    found = report("a.pdf", "Elmby PDU", "pdu_2021", "2023-01", items, recommendations=[rec])
    return found.model_copy(update={"source": found.source.model_copy(update={"sha256": sha256})})


def test_only_what_was_corrected_changes():
    before = record("Plans were late.", "Plans were thin.")
    fixes = Corrections([entry(before=(AREA, ["victims", "staffing"]), after=("strength", ["victims", "staffing"]))])
    after = fixes.corrected(before, "a.pdf")
    first, second = after.findings
    assert first == before.findings[0].model_copy(update={"polarity": "strength", "corrected": True})
    assert second == before.findings[1] and fixes.told() == {"in_force": 1, "applied": 1, "not_applied": []}
    assert Corrections([]).corrected(before, "a.pdf") is before


def test_theme_that_stays_keeps_its_score_and_words_and_one_that_is_added_has_none():
    before = record("Plans were late.")
    [found] = (
        Corrections([entry(before=(AREA, ["victims", "staffing"]), after=(AREA, ["victims", "women"]))])
        .corrected(before, "a.pdf")
        .findings
    )
    added, kept = found.themes
    assert kept == before.findings[0].themes[0] and (added.theme, added.score, added.calibrated, added.spans) == (
        "women",
        1.0,
        False,
        [],
    )


def test_text_under_another_id_or_file_name_is_found_and_two_alike_are_not():
    moved = Corrections([entry(after=(AREA, []))])
    assert moved.corrected(record("New.", "Plans were late."), "b.pdf").findings[1].corrected
    two = Corrections([entry(finding="f009", after=(AREA, []))])
    assert not any(f.corrected for f in two.corrected(record("Plans were late.", "Plans were late."), "a.pdf").findings)
    assert two.told()["not_applied"][0]["reason"] == "no finding of the report has this text"
    other = Corrections([entry(after=(AREA, []))])
    other.corrected(record("Plans were late.", sha256="1" * 64), "b.pdf")
    assert other.told()["not_applied"][0]["reason"] == "the report is not in this run"


def test_links_are_made_and_taken_away_and_the_gaps_counted_anew():
    links = [Evidence(finding="f001", score=0.8, because=[]), Evidence(finding="f002", score=0.3, because=[], band="possible")]
    before = record("One.", "Two.", "Three.", evidence=links)
    log = [
        link("reason", "none", finding_text="One."),
        link("possible", "reason", finding="f002", finding_text="Two."),
        link("unlisted", "reason", finding="f003", finding_text="Three."),
    ]
    after = Corrections(log).corrected(before, "a.pdf")
    [rec] = after.recommendations
    assert [(e.finding, e.score, e.band, e.corrected) for e in rec.evidence] == [
        ("f003", 1.0, "reason", True),
        ("f002", 0.3, "reason", True),
    ]
    assert rec.corrected and after.unanswered_findings == ["f001"] and after.unsupported_recommendations == []


def test_polarity_decides_what_is_unanswered():
    before = record("Plans were late.", evidence=[Evidence(finding="f009", score=0.8, because=[])])
    after = Corrections([entry(before=(AREA, []), after=(SIDES[0], []))]).corrected(before, "a.pdf")
    assert after.unanswered_findings == []
