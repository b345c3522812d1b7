import json
from collections import Counter

import pytest
from making import SHARED, normal

import findings_nlp as fn

SETTINGS = ["chromium", "two-column", "weasy", "word", "word-symbol"]
BY_SECTION = {
    "1.1": (4, 6), "1.2": (10, 7), "1.3": (6, 7), "Resettlement": (1, 5), "1.4": (9, 9), "Feedback": (3, 1), "Diversity": (5, 4),
    "2.2": (1, 4), "2.3": (1, 2), "2.4": (2, 4), "2.5": (2, 3), "2.6": (1, 2),
}  # fmt: skip

LAYOUT = {"source", "locations", "evidence_of_layout", "number", "facts", "account"}


def words(value):
    """A record without what depends on its typesetting: file, places, tags, account and the numbers printed before items."""
    if isinstance(value, dict):
        return {key: words(item) for key, item in value.items() if key not in LAYOUT}
    if isinstance(value, list):
        return [words(item) for item in value]
    return normal(value) if isinstance(value, str) else value


@pytest.mark.parametrize("setting", SETTINGS)
class TestKnowsley:
    """A real report in five typesettings (domain.md, the ground truth at the end of section 6)."""

    def test_findings(self, setting, knowsley):
        report = knowsley[setting]
        assert (len(report.findings), len(report.strengths), len(report.areas_for_improvement)) == (99, 45, 54)
        found: dict[str, Counter[str]] = {}
        for f in report.findings:
            found.setdefault(f.section or "", Counter())[f.polarity] += 1
        counts = {key: next(c for s, c in found.items() if s.startswith(key)) for key in BY_SECTION}
        assert {k: (c["strength"], c["area_for_improvement"]) for k, c in counts.items()} == BY_SECTION
        assert len(found) == len(BY_SECTION)

    def test_split_bullet_is_joined(self, setting, knowsley):
        (text,) = [f.text for f in knowsley[setting].findings if f.text.startswith("There was a significant backlog")]
        assert "in relation to domestic abuse. As a result, the level of risk information" in text

    def test_recommendations(self, setting, knowsley):
        recs = knowsley[setting].recommendations
        assert Counter(r.addressee for r in recs) == {
            "Knowsley and St Helens PDU": 6,
            "North West region": 1,
            "HM Prison and Probation Service": 3,
        }

    def test_ratings_and_overall(self, setting, knowsley):
        report = knowsley[setting]
        assert (report.score.value, report.score.maximum, report.overall_rating) == (2, 24, "Inadequate")
        assert {r.standard: r.rating for r in report.ratings} == {
            "1.1": "Inadequate", "1.2": "Requires improvement", "1.3": "Inadequate", "1.4": "Requires improvement",
            "2.2": "Inadequate", "2.3": "Inadequate", "2.4": "Inadequate", "2.5": "Inadequate",
        }  # fmt: skip

    def test_percentages_and_quotes(self, setting, knowsley):
        report = knowsley[setting]
        assert Counter(q.standard for q in report.key_questions) == {"2.2": 3, "2.3": 3, "2.4": 3, "2.5": 3, "2.6": 1}
        assert len(report.quotes) == 2

    def test_metadata(self, setting, knowsley):
        report = knowsley[setting]
        assert (report.family, report.inspected_body, report.region) == ("pdu_2021", "Knowsley and St Helens PDU", "North West")
        assert (report.published, report.lead_inspector, report.cases_inspected) == ("2023-06", "Lucy Jones", 46)
        assert report.isbn == "978-1-915468-68-0"
        assert report.fieldwork_started.startswith("2023-04")

    def test_record_is_that_of_the_other_typesettings(self, setting, knowsley):
        assert words(json.loads(knowsley[setting].to_json())) == words(json.loads(knowsley["word"].to_json()))


def test_numbers_run_on_where_they_are_printed_so(knowsley):
    assert [r.number for r in knowsley["word"].recommendations] == list(range(1, 11))


@pytest.fixture(scope="module", params=["adult-pdu-2022", "youth-2019"])
def pair(request):
    path = SHARED / "devset" / f"{request.param}.pdf"
    if not path.exists():
        pytest.skip("../shared/devset is not there: two reports kept outside the repository to measure on")
    return fn.read_report(path, nlp=fn.load("none")), json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))


def test_devset_findings(pair):
    report, gold = pair
    found = [(normal(f.text), f.polarity, normal(f.section), f.standard) for f in report.findings]
    assert found == [(normal(f["text"]), f["polarity"], normal(f["section"]), f.get("standard")) for f in gold["findings"]]


def test_devset_recommendations(pair):
    report, gold = pair
    found = [(normal(r.addressee), normal(r.text)) for r in report.recommendations]
    assert found == [(normal(r["addressee"]), normal(r["text"])) for r in gold["recommendations"]]


def test_devset_ratings_and_metadata(pair):
    report, gold = pair
    assert {r.standard: r.rating for r in report.ratings} == gold["ratings"]["standards"]
    assert (report.overall_rating, report.score.model_dump()) == (gold["ratings"]["overall"], gold["ratings"]["score"])
    assert [[q.standard, q.percent_yes] for q in report.key_questions] == gold["key_questions"]
    assert len(report.quotes) == gold["quotes"]
    assert {field: getattr(report, field) for field in gold["metadata"]} == gold["metadata"]


RATED = {
    "1.1": "Requires improvement", "1.2": "Inadequate", "1.3": "Good", "1.4": "Good", "2.1": "Requires improvement",
    "2.2": "Inadequate", "2.3": "Inadequate", "2.4": "Inadequate", "2.5": "Inadequate",
}  # fmt: skip
TAGGED_RUNS = (
    [
        "Decision-making was sound and well-being was a priority for every leader.",
        "Outstanding multi-agency work was led by one long-serving head of service.",
    ],
    [
        "Out-of-hours cover was thin, and officers often worked alone.",
        "Re-offending data was not shared with the follow-up team (see section 4).",
    ],
)
LAYOUT_TABLE = (
    [
        "Decision-making was sound in most teams and multi-agency meetings were well attended by managers.",
        "Early help was easy to find.",
    ],
    [
        "The follow-up of people who missed appointments, so that risk is known.",
        "Recording of management decisions at every stage.",
    ],
)


@pytest.fixture(scope="module")
def cases():
    """Small fictional reports, each of which shows one kind of fault; their README says what is right."""
    paths = sorted((SHARED / "cases").glob("*.pdf"))
    if not paths:
        pytest.skip("../shared/cases is not there")
    return {path.stem: fn.read_report(path, nlp=fn.load("none")) for path in paths}


def texts_of(report, standard=None):
    """Texts of strengths and of areas for improvement, of one standard or of all."""
    sides = (report.strengths, report.areas_for_improvement)
    return tuple([f.text for f in side if standard in (None, f.standard)] for side in sides)


def test_cases_have_title_ratings_and_no_warning(cases):
    assert len(cases) >= 12
    for name, report in cases.items():
        assert report.title == "An inspection of probation services in: Harrowmere PDU", name
        assert (report.inspected_body, report.region, report.published) == ("Harrowmere PDU", "Eastmoor", "2023-05"), name
        assert (report.overall_rating, report.score.value, report.score.maximum) == ("Requires improvement", 6, 27), name
        assert {r.standard: r.rating for r in report.ratings} == RATED, name
        assert report.warnings == [], name


def test_cases_have_their_findings(cases):
    usual = texts_of(cases["earlier-rating-first"])
    assert (len(usual[0]), len(usual[1])) == (7, 8)
    for name, report in cases.items():
        if name == "none-identified":
            assert texts_of(report) == (usual[0], texts_of(cases["earlier-rating-first"], "1.2")[1])
        elif name == "tagged-runs":
            assert texts_of(report, "1.1") == TAGGED_RUNS
            assert texts_of(report) == (TAGGED_RUNS[0] + usual[0][3:], TAGGED_RUNS[1] + usual[1][3:])
        elif name == "page-in-a-layout-table":
            assert texts_of(report) == LAYOUT_TABLE
        else:
            assert texts_of(report) == usual, name
            sections = Counter((f.standard, f.polarity) for f in report.findings)
            if name == "uneven-heading-tags":
                assert {standard for standard, _ in sections} == {None}
            else:
                assert [sections[s, "strength"] for s in ("1.1", "1.2", "1.3")] == [3, 2, 2], name
                assert [sections[s, "area_for_improvement"] for s in ("1.1", "1.2", "1.3")] == [3, 3, 2], name


def test_cases_have_their_recommendations(cases):
    usual = [r.text for r in cases["earlier-rating-first"].recommendations]
    for name, report in cases.items():
        texts, bodies = [r.text for r in report.recommendations], [r.addressee for r in report.recommendations]
        assert len(texts) == 5, name
        if name == "titled-recommendations":
            assert [r.number for r in report.recommendations] == [1, 2, 3, 4, 5]
            assert [r.title for r in report.recommendations][1:3] == ["Domestic abuse enquiries", "Time for oversight"]
            points = " It should do so within six months. It should report on what changed."
            assert texts == [f"Harrowmere PDU should {text}{points}" for text in usual]
            continue
        assert bodies == ["Harrowmere PDU"] * 3 + ["Eastmoor region"] * 2, name
        named = name == "recommendations-in-paragraphs"
        assert texts == [f"{b} should {t}" if named else t for b, t in zip(bodies, usual, strict=True)], name


def test_cases_tell_what_is_none_and_what_was_before(cases):
    none = [(n.standard, n.polarity) for n in cases["none-identified"].none_stated]
    assert none == [("1.1", "area_for_improvement"), ("1.3", "area_for_improvement")]
    before = cases["earlier-rating-first"].previous_ratings
    assert len(before) == 9 and {r.year for r in before} == {2019}
    assert [r.rating for r in before][:3] == ["Good", "Outstanding", "Inadequate"]
