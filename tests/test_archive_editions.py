import pytest
from making import CORPUS

import findings_nlp as fn
from findings_nlp.archive.editions import edition_key, welsh_editions
from findings_nlp.archive.outcomes import Outcome

KEY = "5/21 P1.1=Good 3|2025-07||31"


def outcome(report, language, key=KEY, **more):
    return Outcome(report, report, "ok", language=language, edition_key=key, **more)


def pair(*outcomes, counted=False):
    return [(o.report, o.status, o.edition_of) for o in welsh_editions(outcomes, counted)]


def test_welsh_edition_is_paired_and_not_counted():
    assert pair(outcome("a.pdf", "en"), outcome("b.pdf", "cy")) == [("a.pdf", "ok", None), ("b.pdf", "skipped", "a.pdf")]
    skipped = welsh_editions([outcome("a.pdf", "en"), outcome("b.pdf", "cy")], False)[1]
    assert (skipped.stage, skipped.reason) == ("welsh_edition", "a Welsh edition of a.pdf, which counts")


def test_welsh_edition_counts_where_it_is_asked_for():
    assert pair(outcome("a.pdf", "en"), outcome("b.pdf", "cy"), counted=True)[1] == ("b.pdf", "ok", "a.pdf")


def test_two_candidates_are_no_pair_unless_the_name_tells():
    english = outcome("a.pdf", "en"), outcome("b.pdf", "en")
    assert pair(*english, outcome("c.pdf", "cy"))[2][2] is None
    assert pair(*english, outcome("b-welsh.pdf", "cy"))[2][2] == "b.pdf"


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("5/21 P1.1=Good 3|2025-09||31", "a.pdf"),
        ("5/21 P1.1=Good 3|2025-07||", "a.pdf"),
        ("5/21 P1.1=Good 3|2025-09||30", None),
        ("5/21 P1.1=Good 3|||", None),
        ("5/21 P1.1=Good 4|2025-07||31", None),
        (None, None),
    ],
)
def test_editions_agree_in_ratings_and_in_a_month_or_the_cases(key, found):
    assert pair(outcome("a.pdf", "en"), outcome("b.pdf", "cy", key))[1][2] == found


def test_names_pair_reports_without_ratings():
    assert pair(outcome("x/youth.pdf", "en", None), outcome("y/youth_cymraeg.html", "cy", None))[1][2] == "x/youth.pdf"
    assert pair(outcome("youth.pdf", "en", None), outcome("bail.pdf", "cy", None))[1][2] is None


def test_what_failed_or_repeats_another_stays_as_it_is():
    failed = Outcome("c.pdf", "c", "failed", language="cy")
    assert welsh_editions([failed], False) == [failed]


@pytest.fixture(scope="module")
def glanrhyd():
    nlp = fn.load("lite")
    names = ("pdu-2025-glanrhyd", "pdu-2025-glanrhyd-cy")
    return [fn.read_report(CORPUS / "families" / "reports" / f"{name}.pdf", nlp=nlp) for name in names]


def test_editions_of_one_report_have_one_key(glanrhyd):
    english, welsh = glanrhyd
    assert (english.language, welsh.language) == ("en", "cy")
    assert edition_key(english) == edition_key(welsh) is not None
    assert edition_key(english.model_copy(update={"ratings": english.ratings[:2]})) is None


def test_no_english_themes_and_no_links_on_welsh_text(glanrhyd):
    english, welsh = glanrhyd
    assert any(f.themes for f in english.findings)
    assert not any(x.themes for x in [*welsh.findings, *welsh.recommendations])
    assert not any(r.evidence for r in welsh.recommendations)
    assert (welsh.unsupported_recommendations, welsh.unanswered_findings) == ([], [])
    assert welsh.model.name == "findings_en_lite"
    assert "welsh_edition" in {w.code for w in welsh.warnings}
