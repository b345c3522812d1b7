import pytest
from spacy.tokens import DocBin

import findings_nlp as fn
from findings_nlp.record import getters


@pytest.fixture(scope="module")
def doc(small_pdf):
    nlp = fn.load("lite")
    return nlp(fn.read_doc(small_pdf, nlp, "otterby.pdf"))


def test_typed_objects_are_those_of_the_record(doc):
    report = fn.report_from_doc(doc)
    assert doc._.report == report
    assert (doc._.findings, doc._.recommendations, doc._.ratings) == (report.findings, report.recommendations, report.ratings)
    assert report.findings and report.recommendations and report.ratings


def test_span_has_the_themes_of_its_finding(doc):
    themes = {span.id_: span._.themes for name in ("findings", "recommendations") for span in doc.spans[name]}
    assert themes == {item.id: item.themes for item in [*doc._.findings, *doc._.recommendations]}
    assert any(themes.values())
    assert doc.spans["blocks"][0]._.themes == []


def test_nothing_is_stored_so_that_a_doc_can_be_written_and_read(doc):
    made = doc._.report
    [again] = DocBin(docs=[doc], store_user_data=True).get_docs(doc.vocab)
    assert again._.report == made
    assert [s._.themes for s in again.spans["findings"]] == [f.themes for f in made.findings]


def test_objects_cannot_be_set(doc):
    with pytest.raises(AttributeError, match="cannot be set"):
        doc._.findings = []


def test_extension_of_somebody_else_stays(monkeypatch):
    from spacy.tokens import Doc

    kept = Doc.get_extension("report")
    Doc.set_extension("report", default="theirs", force=True)
    try:
        getters.register()
        assert Doc.get_extension("report")[0] == "theirs"
    finally:
        Doc.set_extension("report", getter=kept[2], setter=kept[3], force=True)


def test_pipeline_says_what_it_is_and_that_nothing_is_missing():
    nlp = fn.load("lite")
    assert (nlp.meta["name"], nlp.meta["version"]) == ("findings_nlp_lite", fn.__version__)
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in nlp.pipe_names}


def test_component_without_the_one_before_it_is_a_problem():
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("findings_themes", config={"tier": "lite"})
    assert "doc._.findings" in nlp.analyze_pipes()["problems"]["findings_themes"]
