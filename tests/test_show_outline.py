import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from findings_nlp.record.schema import Evidence, Quote, ThemeScore
from findings_nlp.show.outline import outline


def test_outline_holds_all_that_was_found(small):
    text = " ".join(outline(small).split())
    for item in [*small.findings, *small.recommendations, *small.quotes]:
        assert item.text in text
    for words in (
        "Inadequate",
        "1/6",
        "Otterby PDU should:",
        "FINDINGS: 3 strengths, 3 areas for improvement",
        "RECOMMENDATIONS: 3",
        "QUOTES: 1",
        "WARNINGS: 1",
        "1.2 Staff: Requires improvement",
    ):
        assert words in text


def test_sections_and_polarities_head_their_findings_in_order(small):
    lines = [line.strip() for line in outline(small).splitlines()]
    marks = [line for line in lines if line in ("1.1. Leadership", "1.2. Staff", "Strengths", "Areas for improvement")]
    assert marks == ["1.1. Leadership", "Strengths", "Areas for improvement", "1.2. Staff", "Strengths", "Areas for improvement"]
    assert any(line.startswith("+ f001 Leaders meet") for line in lines)
    assert any(line.startswith("- f003 In six") for line in lines)


def test_pages_are_named_where_asked_for(small):
    assert "(p. 3)" not in outline(small)
    assert outline(small, pages=True).count("(p. 3)") == len(small.findings) + len(small.quotes)
    assert outline(small, pages=True).count("(p. 2)") == len(small.recommendations)


def test_findings_are_wrapped_to_the_width(small):
    _, _, rest = outline(small, width=60).partition("FINDINGS")
    assert max(len(line) for line in rest.splitlines()) <= 60


def test_ratings_keep_to_the_width(small):
    assert max(len(line) for line in outline(small, width=60).splitlines()) <= 60


def test_key_questions_stand_beside_their_standard(ashmere):
    line = next(x for x in outline(ashmere).splitlines() if "2.2 Assessment" in x and "%" in x)
    assert line.endswith("(64%, 66%, 38%)")


def test_themes_and_evidence_are_shown(small):
    finding = small.findings[0].model_copy(update={"themes": [ThemeScore(theme="leadership", score=0.9)]})
    evidence = [
        Evidence(finding="f001", score=0.8, because=["plans"]),
        Evidence(finding="f002", score=0.1, because=["plans"], band="possible"),
    ]
    rec = small.recommendations[0].model_copy(update={"evidence": evidence})
    text = outline(small.model_copy(update={"findings": [finding], "recommendations": [rec]}))
    assert "(leadership)" in text and "[because of f001]" in text
    possible = rec.model_copy(update={"evidence": evidence[1:]})
    assert "because of" not in outline(small.model_copy(update={"recommendations": [possible]}))


NASTY = st.text(st.characters(codec="utf-8") | st.sampled_from("\x00\x07\x1b\x9b\r\n\u202e\u200b"), max_size=40)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NASTY, NASTY, NASTY)
def test_no_control_character_reaches_the_terminal(small, a, b, c):
    findings = [small.findings[0].model_copy(update={"text": a, "section": b, "standard": c})]
    recs = [small.recommendations[0].model_copy(update={"text": b, "addressee": c})]
    ratings = [small.ratings[0].model_copy(update={"standard": a, "name": b})]
    report = small.model_copy(
        update={
            "title": a,
            "inspected_body": b,
            "region": c,
            "isbn": a,
            "lead_inspector": b,
            "findings": findings,
            "recommendations": recs,
            "ratings": ratings,
            "quotes": [Quote(text=a, section=b, locations=[])],
        }
    )
    text = outline(report)
    assert not [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
