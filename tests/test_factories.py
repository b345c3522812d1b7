import pytest
import spacy
from spacy.tokens import DocBin

import findings_nlp as fn
from findings_nlp.pipes import factories  # noqa: F401  (registers the components)

STAGES = ["findings_segments", "findings_extract", "findings_ratings"]
LABELS = ["findings_prose", "findings_themes", "findings_evidence"]


def blank(stages, tier="lite"):
    nlp = spacy.blank("en")
    nlp.max_length = 20_000_000
    for stage in stages:
        nlp.add_pipe(stage, config={"tier": tier} if stage in LABELS else {})
    return nlp


def test_pipeline_by_names_reads_as_the_loaded_one(small_pdf):
    nlp = blank(STAGES + LABELS)
    assert nlp.pipe_names == STAGES + LABELS
    doc = nlp(fn.read_pdf(small_pdf, nlp))
    assert fn.report_from_doc(doc) == fn.read_report(small_pdf, nlp=fn.load("lite"))


@pytest.mark.parametrize("count", range(1, 7))
def test_pipeline_up_to_each_stage(count, small_pdf):
    nlp = blank((STAGES + LABELS)[:count])
    doc = nlp(fn.read_pdf(small_pdf, nlp))
    assert len(doc.spans["blocks"]) > 10
    if count < 3:
        with pytest.raises(ValueError, match=r"use findings_nlp\.load"):
            fn.report_from_doc(doc)
    else:
        report = fn.report_from_doc(doc)
        assert len(report.findings) == 6
        assert any(f.themes for f in report.findings) == (count > 4)
        assert any(r.evidence for r in report.recommendations) == (count > 5)


@pytest.mark.parametrize("stage", STAGES + LABELS)
def test_factory_is_registered_under_its_name(stage):
    assert spacy.blank("en").has_factory(stage)


@pytest.mark.parametrize("stage", STAGES + LABELS)
def test_own_components_stand_beside_them(stage, small_pdf):
    nlp = blank(STAGES + LABELS)
    nlp.add_pipe("sentencizer", before=stage)
    assert len(fn.report_from_doc(nlp(fn.read_pdf(small_pdf, nlp))).findings) == 6


def test_full_is_the_default_tier():
    assert spacy.blank("en").get_factory_meta("findings_themes").default_config["tier"] == "full"
    assert fn.load("full").get_pipe("findings_themes").model.tier == "full"


def test_settings_reach_the_components():
    nlp = spacy.blank("en")
    themes = nlp.add_pipe("findings_themes", config={"tier": "lite", "thresholds": {"staffing": 0.75}})
    links = nlp.add_pipe("findings_evidence", config={"tier": "lite", "threshold": 0.9})
    assert themes.thresholds[themes.model.themes.index("staffing")] == pytest.approx(0.75)
    assert links.threshold == 0.9


def test_wrong_setting_is_refused():
    with pytest.raises(fn.ReportError, match="unknown theme 'nonsense'"):
        spacy.blank("en").add_pipe("findings_themes", config={"tier": "lite", "thresholds": {"nonsense": 0.5}})


def test_every_pipeline_is_its_own_and_the_models_are_shared():
    first, second = fn.load("lite"), fn.load("lite")
    first.add_pipe("sentencizer")
    assert "sentencizer" not in second.pipe_names
    assert first.get_pipe("findings_themes").model is second.get_pipe("findings_themes").model


def test_a_pipeline_that_is_changed_leaves_read_report_alone(small_pdf, monkeypatch):
    from findings_nlp import pipeline

    monkeypatch.setattr(pipeline, "_default", lambda: fn.load("none"))
    before = fn.read_report(small_pdf)
    fn.load("none").remove_pipe("findings_extract")
    assert fn.read_report(small_pdf) == before


def test_documents_travel_with_their_labels_and_can_be_linked_later(small_pdf):
    nlp = fn.load("lite")
    whole = fn.report_from_doc(nlp(fn.read_pdf(small_pdf, nlp)))
    half = fn.load("lite")
    half.remove_pipe("findings_evidence")
    stored = DocBin(docs=[half(fn.read_pdf(small_pdf, half))], store_user_data=True).to_bytes()
    (doc,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert fn.report_from_doc(nlp.get_pipe("findings_evidence")(doc)) == whole


def test_themes_before_findings_are_refused_with_a_reason(small_pdf):
    nlp = spacy.blank("en")
    nlp.add_pipe("findings_themes", config={"tier": "lite"})
    with pytest.raises(ValueError, match="lacks 'findings_extract' before 'findings_themes'"):
        nlp(fn.read_pdf(small_pdf, nlp))
