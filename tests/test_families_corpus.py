"""Each family's fictional report, read as its gold says: see `corpus/families`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from making import CORPUS, ROOT, normal

import findings_nlp as fn
from findings_nlp.record.schema import Report

FOLDER = CORPUS / "families"
IDS = sorted(path.stem for path in (FOLDER / "gold").glob("*.json"))
PROSE = {"dynamic-2026-wychmere", "sfo-review-2025-harcott"}
KEYS = {
    "Curriculum and teaching": "CT", "Achievement": "AC", "Attendance and behaviour": "AB", "Inclusion": "IN",
    "Leadership and governance": "LG",
}  # fmt: skip
NO_REPORTS = {"annual-2024-probation"}


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Path:
    """The family file that docs/families.md shows."""
    text = (ROOT / "docs" / "families.md").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("families") / "schools.toml"
    path.write_text(re.findall(r"^```toml\n(.*?)^```", text, re.M | re.S)[0], encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def records(own) -> dict[str, Report]:
    nlp = fn.load("none", families=[own])
    return {name: fn.read_report(FOLDER / "reports" / f"{name}.pdf", nlp=nlp) for name in IDS}


@pytest.fixture(scope="module")
def gold() -> dict[str, dict[str, Any]]:
    return {name: json.loads((FOLDER / "gold" / f"{name}.json").read_text(encoding="utf-8")) for name in IDS}


@pytest.mark.parametrize("name", IDS)
def test_findings(name, records, gold):
    expected = [(normal(f["text"]), f["polarity"], f["standard"] or KEYS.get(f["section"])) for f in gold[name]["findings"]]
    if name in PROSE and not expected:
        pytest.skip("its findings are in prose, which its gold does not mark")
    assert [(normal(f.text), f.polarity, f.standard) for f in records[name].findings] == expected


@pytest.mark.parametrize("name", IDS)
def test_recommendations(name, records, gold):
    found = [(r.number, normal(r.addressee), normal(r.text)) for r in records[name].recommendations]
    expected = gold[name]["recommendations"]
    assert found == [(r["number"], normal(r["addressee"]), normal(r["text"])) for r in expected]


@pytest.mark.parametrize("name", IDS)
def test_ratings_and_key_questions(name, records, gold):
    report, expected = records[name], gold[name]["ratings"]
    assert {r.standard: r.rating for r in report.ratings} == (expected.get("standards") or {})
    assert report.overall_rating == expected.get("overall")
    assert (report.score.model_dump() if report.score else None) == expected.get("score")
    assert [[q.standard, q.percent_yes] for q in report.key_questions] == gold[name]["key_questions"]


@pytest.mark.parametrize("name", IDS)
def test_family_and_metadata(name, records, gold):
    report, expected = records[name], gold[name]["metadata"]
    assert report.family == gold[name]["family"]
    for field, value in expected.items():
        assert getattr(report, field) == value, field
    for field in ("region", "cases_inspected", "fieldwork_started", "lead_inspector"):
        assert field in expected or getattr(report, field) is None, field


@pytest.mark.parametrize("name", IDS)
def test_quotes(name, records, gold):
    assert len(records[name].quotes) == gold[name]["quotes"]


@pytest.mark.parametrize("name", IDS)
def test_kind_of_the_document(name, records):
    assert (records[name].document_kind == "inspection_report") == (name not in NO_REPORTS)


@pytest.mark.parametrize("name", IDS)
def test_warnings_tell_no_missing_rating_where_the_family_has_none(name, records):
    assert "no_ratings" not in {w.code for w in records[name].warnings}


def test_annual_report_is_told_as_such_and_yields_no_ratings(records):
    report = records["annual-2024-probation"]
    assert (report.document_kind, report.family) == ("annual_report", "annual")
    assert (report.ratings, report.previous_ratings, report.score, report.overall_rating) == ([], [], None, None)
    codes = {w.code: w.message for w in report.warnings}
    assert (
        codes["not_an_inspection_report"]
        == "this is an annual report, not a report on one inspection: no rating was read from it"
    )
    assert not {"no_ratings", "no_findings", "unknown_layout"} & set(codes)


def test_no_model_is_trained_on_these_reports():
    from scripts.corpus import data

    assert not set(IDS) & set(data.read_reports())
