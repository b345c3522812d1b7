import pytest

import findings_nlp as fn
from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.taxonomy import shipped_themes

TEXTS = ["UPW backlogs were a concern.", "", "We will recruit six probation officers by May and bring vacancies down."]


@pytest.fixture(scope="module")
def lite():
    return fn.label(TEXTS, model="lite")


def test_a_list_for_each_text_highest_first(lite):
    assert len(lite) == len(TEXTS)
    assert lite[0][0].theme == "unpaid_work"
    assert lite[1] == []
    assert "staffing" in [t.theme for t in lite[2]]
    for labels in lite:
        assert [t.score for t in labels] == sorted((t.score for t in labels), reverse=True)


def test_spans_are_of_the_text(lite):
    for text, labels in zip(TEXTS, lite, strict=True):
        for t in labels:
            assert t.because == list(dict.fromkeys(text[a:b] for a, b in t.spans))


def test_no_texts():
    assert fn.label([]) == []


def test_sections_and_polarities_are_read():
    plain, headed = (fn.label(["It was set out well."], sections=s, model="lite") for s in (None, ["Unpaid work"]))
    assert "unpaid_work" in [t.theme for t in headed[0]]
    assert "unpaid_work" not in [t.theme for t in plain[0]]
    assert fn.label(["Posts were vacant."], polarities=["strength"], model="lite")


def test_themes_and_terms_of_ones_own(tmp_path):
    own, terms = tmp_path / "own.toml", tmp_path / "terms.toml"
    own.write_text('[[theme]]\nid = "wifi"\nname = "Wi-Fi"\nphrases = ["wifi"]\n', encoding="utf-8")
    terms.write_text('[unpaid_work]\nnames = ["green route"]\n', encoding="utf-8")
    [labels] = fn.label(["Wi-Fi failed."], model="lite", themes=own)
    assert [(t.theme, t.calibrated, t.because) for t in labels if t.theme == "wifi"] == [("wifi", False, ["Wi-Fi"])]
    assert labels[0].theme == "wifi"  # found by rule, with score 1: before the shipped themes
    [labels] = fn.label(["Green route was weak."], model="lite", terms=[terms])
    assert "unpaid_work" in [t.theme for t in labels]
    with pytest.raises(DataFileError, match="cannot be read"):
        fn.label(["x"], model="lite", themes=[tmp_path / "none.toml"])


@pytest.mark.parametrize(
    ("given", "error", "reason"),
    [
        ({"texts": "one text"}, TypeError, "texts is a list of texts, not str"),
        ({"texts": None}, TypeError, "not NoneType"),
        ({"texts": ["a", None]}, TypeError, "text 2 is NoneType, not text"),
        ({"texts": ["a"], "sections": []}, ValueError, "sections are as many as texts"),
        ({"texts": ["a"], "sections": "b"}, ValueError, "sections are as many as texts"),
        ({"texts": ["a"], "polarities": ["good"]}, ValueError, "a polarity is"),
        ({"texts": ["a"], "model": "none"}, ValueError, "model is 'full' or 'lite'"),
    ],
)
def test_mistakes_are_told(given, error, reason):
    with pytest.raises(error, match=reason):
        fn.label(**given)


def test_themes_lists_the_taxonomy_with_names_and_figures():
    listed = fn.themes()
    assert [t.id for t in listed] == [t.id for t in shipped_themes()]
    (unpaid,) = [t for t in listed if t.id == "unpaid_work"]
    assert "community payback" in unpaid.names
    assert [a.short for a in unpaid.abbreviations] == ["UPW"]
    assert all(0 < t.precision <= 1 and 0 < t.recall <= 1 and t.support > 10 for t in listed)
