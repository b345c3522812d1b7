import json

import pytest
from conftest import IDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from findings_nlp.errors import RecordError
from findings_nlp.record.schema import Evidence, Finding, Quote, Recommendation, Report, ThemeScore, json_schema

VALIDATOR = Draft202012Validator(json_schema())


@pytest.mark.parametrize("name", IDS)
def test_corpus_record_fits_the_schema_and_survives_json(name, corpus):
    report = corpus[name]
    assert list(VALIDATOR.iter_errors(json.loads(report.to_json()))) == []
    assert Report.from_json(report.to_json()) == report


# a lone surrogate cannot be written as UTF-8
TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
PLACES = st.lists(
    st.builds(dict, page=st.integers(1, 999), bbox=st.tuples(*[st.floats(-1e6, 1e6, allow_nan=False)] * 4)), max_size=2
)
QUANTITY = st.builds(dict, text=TEXT, value=st.floats(0, 1e9), unit=TEXT, of=st.none() | st.floats(0, 1e9))
SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=2)
THEMES = st.lists(
    st.builds(ThemeScore, theme=TEXT, score=st.floats(0, 1), spans=SPANS, because=st.lists(TEXT, max_size=2)), max_size=2
)
LINKS = st.lists(
    st.builds(Evidence, finding=TEXT, score=st.floats(0, 1), because=st.just([]), band=st.sampled_from(["reason", "possible"])),
    max_size=2,
)
FINDING = st.builds(
    Finding,
    id=TEXT,
    polarity=st.sampled_from(["strength", "area_for_improvement"]),
    text=TEXT,
    standard=st.none() | TEXT,
    section=st.none() | TEXT,
    headings=st.lists(TEXT, max_size=3),
    themes=THEMES,
    quantities=st.lists(QUANTITY, max_size=2),
    locations=PLACES,
)
RECOMMENDATION = st.builds(
    Recommendation,
    id=TEXT,
    number=st.none() | st.integers(0, 99),
    addressee=st.none() | TEXT,
    text=TEXT,
    themes=THEMES,
    evidence=LINKS,
    locations=PLACES,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(FINDING, max_size=3),
    st.lists(RECOMMENDATION, max_size=3),
    st.lists(st.builds(Quote, text=TEXT, section=TEXT, locations=PLACES), max_size=2),
    st.none() | TEXT,
)
def test_any_record_survives_json_and_fits_the_schema(small, findings, recommendations, quotes, title):
    report = small.model_copy(update={"findings": findings, "recommendations": recommendations, "quotes": quotes, "title": title})
    for indent in (None, 2):
        text = report.to_json(indent)
        assert Report.from_json(text) == report
        assert Report.from_json(text.encode()) == report
    assert VALIDATOR.is_valid(json.loads(report.to_json()))


def test_fields_keep_the_order_and_names_that_were_promised(small):
    plain = json.loads(small.to_json())
    promised = [
        "schema_version",
        "source",
        "family",
        "title",
        "inspected_body",
        "region",
        "published",
        "fieldwork_started",
        "isbn",
        "lead_inspector",
        "cases_inspected",
        "overall_rating",
        "score",
        "ratings",
        "key_questions",
        "findings",
        "recommendations",
        "quotes",
        "warnings",
        "model",
    ]
    assert [key for key in plain if key in promised] == promised
    assert plain["schema_version"] == "1"
    assert set(plain["source"]) == {"name", "sha256", "pages"}
    assert {"id", "polarity", "text", "standard", "section", "headings", "themes", "quantities", "locations"} <= set(
        plain["findings"][0]
    )
    assert {"id", "number", "addressee", "text", "themes", "evidence", "locations"} <= set(plain["recommendations"][0])
    assert set(plain["findings"][0]["locations"][0]) == {"page", "bbox"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"overall_rating": "Fair"}, "overall_rating"),
        ({"findings": [{"id": "f001"}]}, "findings.0.polarity"),
        ({"schema_version": "2"}, "schema_version"),
        ({"colour": "red"}, "colour"),
        ({"score": {"value": 1}}, "score.maximum"),
    ],
)
def test_record_that_does_not_fit_names_the_field(small, change, field):
    text = json.dumps(json.loads(small.to_json()) | change)
    with pytest.raises(RecordError) as caught:
        Report.from_json(text)
    assert caught.value.reason.startswith(field + ": ")


@pytest.mark.parametrize("text", ["", "no json", "[]", "null", b"\xff\xfe"])
def test_text_that_is_no_record_is_refused_in_one_line(text):
    with pytest.raises(RecordError) as caught:
        Report.from_json(text)
    assert "\n" not in str(caught.value)


def test_reasons_are_the_links_above_the_threshold_and_the_list_keeps_both(small):
    links = [
        Evidence(finding=f"f{k}", score=0.5, because=[], band=band) for k, band in enumerate(["reason", "possible", "reason"])
    ]
    rec = small.recommendations[0].model_copy(update={"evidence": links})
    assert [link.finding for link in rec.reasons] == ["f0", "f2"]
    assert len(rec.evidence) == 3


@pytest.mark.parametrize(
    ("part", "change", "field"),
    [
        ("themes", {"theme": "victims", "score": 1, "spans": [[1]]}, "recommendations.0.themes.0.spans.0.1"),
        ("evidence", {"finding": "f1", "score": 1, "because": [], "band": "sure"}, "recommendations.0.evidence.0.band"),
    ],
)
def test_span_without_end_and_unknown_band_are_refused(small, part, change, field):
    plain = json.loads(small.to_json())
    plain["recommendations"][0][part] = [change]
    with pytest.raises(RecordError) as caught:
        Report.from_json(json.dumps(plain))
    assert caught.value.reason.startswith(field + ": ")


def test_findings_by_polarity_are_all_the_findings(ashmere):
    assert len(ashmere.strengths) + len(ashmere.areas_for_improvement) == len(ashmere.findings)
    assert {f.polarity for f in ashmere.strengths} == {"strength"}
    assert {f.polarity for f in ashmere.areas_for_improvement} == {"area_for_improvement"}
