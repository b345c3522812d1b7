from pathlib import Path

import numpy as np
import pytest
from making import CORPUS, Paper, running

import findings_nlp as fn
from findings_nlp.pipes.evidence.component import BEST, POSSIBLE, EvidenceLinks, listed, shipped_linker
from findings_nlp.pipes.evidence.features import Side
from findings_nlp.pipes.themes.component import shipped_model
from findings_nlp.pipes.themes.taxonomy import shipped_themes

NAMES = ("yjs-2025-tarnfell", "pdu-2024-harrowdene")
THEMES = {theme.id for theme in shipped_themes()}


def pdf(name: str) -> Path:
    return CORPUS / "reports" / f"{name}.pdf"


@pytest.fixture(scope="module")
def lite(small_pdf):
    nlp = fn.load("lite")
    reports = {name: fn.read_report(pdf(name), nlp=nlp) for name in NAMES}
    return reports | {"small": fn.read_report(small_pdf, name="small.pdf", nlp=nlp)}


each = pytest.mark.parametrize("name", [*NAMES, "small"])


def links(report):
    return [(r, link) for r in report.recommendations for link in r.evidence]


@each
def test_links_point_to_findings_of_the_report(name, lite):
    known = {f.id for f in lite[name].findings}
    for r in lite[name].recommendations:
        ids = [link.finding for link in r.evidence]
        assert set(ids) <= known
        assert len(set(ids)) == len(ids)


@each
def test_links_come_best_first_in_two_bands(name, lite):
    threshold = shipped_linker("lite").threshold
    assert 0 < threshold < 1
    for r in lite[name].recommendations:
        scores = [link.score for link in r.evidence]
        assert scores == sorted(scores, reverse=True)
        assert all((link.score >= threshold - 1e-4) == (link.band == "reason") for link in r.evidence)
        assert r.reasons == [link for link in r.evidence if link.band == "reason"]


def test_bands_of_a_list():
    found = listed(np.array([0.5, 0.05, 0.19, 0.2, 0.01, 0.09], np.float32), threshold=0.2)
    assert found == [(0, "reason"), (3, "reason"), (2, "possible"), (5, "possible"), (1, "possible")]
    many = listed(np.linspace(0.9, 0.0, 10, dtype=np.float32), threshold=0.95)
    assert [band for _, band in many] == ["possible"] * len(many)
    assert all(0.9 - 0.1 * k >= POSSIBLE * 0.95 or k < BEST for k, _ in many)


@each
def test_reasons_are_themes_or_words_of_both(name, lite):
    texts = {f.id: f.text.casefold() for f in lite[name].findings}
    for r, link in links(lite[name]):
        assert len(link.because) <= 6
        for reason in link.because:
            word = reason.casefold().replace("-", " ")
            both = [t.casefold().replace("-", " ") for t in (r.text, texts[link.finding])]
            assert reason in THEMES or all(word in text for text in both)


def test_nearly_every_reason_says_why(lite):
    given = [bool(link.because) for name in NAMES for r in lite[name].recommendations for link in r.reasons]
    assert sum(given) > 0.85 * len(given)


def test_a_theme_that_ties_nothing_is_not_named():
    asked = side("provide reliable Wi-Fi in every room", facilities_ict=0.95)
    place = side("The office stood a mile from the railway station", facilities_ict=0.9)
    wifi = side("Wi-Fi failed twice a day", facilities_ict=0.9)
    assert EvidenceLinks("lite").because(asked, 0, place, 0) == []
    assert "facilities_ict" in EvidenceLinks("lite").because(asked, 0, wifi, 0)


def side(text: str, **themes: float) -> Side:
    """One text with the probabilities of its themes."""
    model = shipped_model("lite")
    row = np.zeros((1, 30), dtype=np.float32)
    for theme, value in themes.items():
        row[0, model.themes.index(theme)] = value
    return Side([text], [None], row, None, None, model.linear.rows([None], [text]))


def test_no_reason_comes_twice():
    asked, found = side("think of victims", victims=0.9), side("victims were forgotten", victims=0.9)
    reasons = EvidenceLinks("lite").because(asked, 0, found, 0)
    assert len(set(reasons)) == len(reasons)


@each
def test_fields_of_the_record_agree_with_the_links(name, lite):
    report = lite[name]
    answered = {link.finding for _, link in links(report) if link.band == "reason"}
    assert report.unsupported_recommendations == [r.id for r in report.recommendations if not r.reasons]
    assert report.unanswered_findings == [f.id for f in report.areas_for_improvement if f.id not in answered]
    assert links(report)


@each
def test_matrix_equals_the_links(name, lite):
    report = lite[name]
    matrix = report.evidence_matrix()
    assert matrix.index.tolist() == [r.id for r in report.recommendations]
    assert matrix.columns.tolist() == [f.id for f in report.findings]
    found = {(r.id, link.finding): link.score for r, link in links(report)}
    assert {(r, f): v for r, row in matrix.iterrows() for f, v in row.items() if v} == found


@pytest.mark.parametrize("model", ["lite", "full"])
def test_reading_twice_gives_the_same(model, small_pdf):
    nlp = fn.load(model)
    assert fn.read_report(small_pdf, nlp=nlp).to_json() == fn.read_report(small_pdf, nlp=nlp).to_json()


def test_reading_a_corpus_report_twice_gives_the_same(lite):
    name = NAMES[0]
    assert fn.read_report(pdf(name), nlp=fn.load("lite")).to_json() == lite[name].to_json()


def test_posts_are_linked_to_vacancies(lite):
    report = lite["small"]
    (asked,) = [r for r in report.recommendations if "posts" in r.text]
    (found,) = [f for f in report.findings if f.text.startswith("Vacancies")]
    assert asked.evidence[0].finding == found.id


def paper(recommendations: bool, findings: bool) -> bytes:
    p = Paper()
    p.heading("An inspection of probation services in: Otterby PDU", 20)
    p.paragraph("HM Inspectorate of Probation, March 2023", size=12)
    if recommendations:
        p.turn().heading("Recommendations")
        p.label("Otterby PDU should:")
        p.bullet("fill the posts that stand empty.", glyph="1.")
    p.turn().heading("1. Organisational delivery")
    p.paragraph(*running())
    p.heading("1.2. Staff", 14)
    if findings:
        p.label("Areas for improvement:")
        p.bullet("Vacancies among probation officers stand at 30 per cent.")
    return p.data()


@pytest.mark.parametrize("model", ["lite", "full"])
@pytest.mark.parametrize(("recommendations", "findings"), [(False, True), (True, False), (False, False), (True, True)])
def test_report_without_recommendations_or_findings(model, recommendations, findings):
    report = fn.read_report(paper(recommendations, findings), nlp=fn.load(model))
    assert (len(report.recommendations), len(report.findings)) == (int(recommendations), int(findings))
    assert report.evidence_matrix().shape == (int(recommendations), int(findings))
    if not (recommendations and findings):
        assert links(report) == []
    assert fn.Report.from_json(report.to_json()) == report


def test_without_a_model_nothing_is_said_of_evidence(small_pdf):
    report = fn.read_report(small_pdf, nlp=fn.load("none"))
    assert links(report) == report.unsupported_recommendations == report.unanswered_findings == []


def test_threshold_decides_which_links_are_listed(small_pdf):
    nlp = fn.load("none")
    listed = []
    for threshold in (0.0, 0.5, 1.0):
        doc = nlp(fn.read_pdf(small_pdf, nlp))
        doc = fn.load("lite").get_pipe("findings_themes")(doc)
        listed.append(links(fn.report_from_doc(EvidenceLinks("lite", threshold)(doc))))
    reasons = [[(r.id, e.finding) for r, e in found if e.band == "reason"] for found in listed]
    assert [len(found) for found in reasons][::2] == [3 * 6, 0]
    assert reasons[1] == [(r.id, e.finding) for r, e in listed[0] if e.score >= 0.5]


def test_needs_themes_before_it(small_pdf):
    doc = fn.load("none")(fn.read_pdf(small_pdf))
    with pytest.raises(ValueError, match="lacks 'findings_themes' before 'findings_evidence'"):
        EvidenceLinks("lite")(doc)


def test_because_names_shared_themes_before_shared_words():
    asked = side("the service should fill vacant posts", staffing=0.9, workload=0.9)
    found = side("posts in the service are vacant", staffing=0.8, victims=0.9)
    reasons = EvidenceLinks("lite").because(asked, 0, found, 0)
    assert reasons[0] == "staffing"
    assert set(reasons[1:]) == {"vacant", "posts"}
