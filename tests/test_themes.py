import pytest

import findings_nlp as fn
from findings_nlp.errors import DataFileError
from findings_nlp.taxonomy import shipped_themes
from findings_nlp.themes import Themes, shipped_model


@pytest.fixture(scope="module")
def lite(small_pdf):
    return fn.read_report(small_pdf, nlp=fn.load("lite"))


def labels(report):
    return [[t.theme for t in item.themes] for item in (*report.findings, *report.recommendations)]


def test_labels_are_of_the_taxonomy_above_their_thresholds_and_highest_first(lite):
    model = shipped_model("lite")
    limits = dict(zip(model.themes, model.thresholds, strict=True))
    for item in (*lite.findings, *lite.recommendations):
        scores = [t.score for t in item.themes]
        assert scores == sorted(scores, reverse=True)
        assert all(t.calibrated and limits[t.theme] - 1e-4 <= t.score <= 1 for t in item.themes)
        assert len({t.theme for t in item.themes}) == len(item.themes)


def test_findings_of_the_little_report(lite):
    (vacancies,) = [f for f in lite.findings if f.text.startswith("Vacancies")]
    assert vacancies.themes[0].theme == "staffing"
    (posts,) = [r for r in lite.recommendations if "posts" in r.text]
    assert "staffing" in [t.theme for t in posts.themes]


def test_model_is_named_in_the_record(lite):
    assert (lite.model.name, lite.model.version) == ("findings_en_lite", shipped_model("lite").meta["version"])


def test_no_words_unless_asked(lite):
    assert all(t.because is None for f in lite.findings for t in f.themes)


def test_threshold_moves_one_theme_alone(lite, small_pdf):
    lower = fn.read_report(small_pdf, nlp=fn.load("lite", thresholds={"staffing": 0.0}))
    higher = fn.read_report(small_pdf, nlp=fn.load("lite", thresholds={"staffing": 1.0}))
    assert all("staffing" in found for found in labels(lower))
    assert sum("staffing" in found for found in labels(higher)) < sum("staffing" in found for found in labels(lite))
    without = [[t for t in found if t != "staffing"] for found in labels(lite)]
    for other in (lower, higher):
        assert [[t for t in found if t != "staffing"] for found in labels(other)] == without


def test_thresholds_leave_the_shared_model_alone():
    before = shipped_model("lite").thresholds.copy()
    Themes("lite", {theme.id: 0.9 for theme in shipped_themes()})
    assert (shipped_model("lite").thresholds == before).all()


@pytest.mark.parametrize(
    ("thresholds", "reason"),
    [
        ({"stafing": 0.5}, "names the unknown theme 'stafing'"),
        ({"staffing": 1.5}, "'staffing' is 1.5: a threshold is a probability from 0 to 1"),
        ({"staffing": -0.1}, "from 0 to 1"),
        pytest.param({"staffing": float("nan")}, "from 0 to 1"),
    ],
)
def test_wrong_threshold(thresholds, reason):
    with pytest.raises(DataFileError) as caught:
        fn.load("lite", thresholds=thresholds)
    assert str(caught.value).startswith("thresholds: ")
    assert reason in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_unknown_model():
    with pytest.raises(ValueError, match="'full', 'lite' or 'none'"):
        fn.load("large")


def test_explained_labels_give_words_of_the_text(small_pdf, lite):
    report = fn.read_report(small_pdf, nlp=fn.load("lite", explain=True))
    assert labels(report) == labels(lite)
    given = [(item.text, t.because) for item in (*report.findings, *report.recommendations) for t in item.themes]
    assert all(words is not None and len(words) <= 5 for _, words in given)
    assert all(word in text for text, words in given for word in words)
    assert sum(bool(words) for _, words in given) > len(given) / 2


@pytest.mark.parametrize("tier", ["lite", "full"])
def test_why_names_the_telling_word_first(tier):
    text = "Nobody had found suitable accommodation for him when he came out"
    found = Themes(tier).why(text, None, "area_for_improvement", "accommodation")
    assert found[0] == "accommodation"
    assert Themes(tier).why(text, None, None, "accommodation", most=1) == found[:1]


def test_why_tells_that_a_heading_weighed():
    full = Themes("full")
    found = full.why("It was set out well and people knew of it", "1.1. Leadership", "strength", "leadership")
    assert found[0] == "heading: 1.1. Leadership"
    assert full.why("It was set out well and people knew of it", None, "strength", "leadership")[:1] != found[:1]


def test_every_explained_label_of_the_full_tier_has_a_reason(small_pdf):
    report = fn.read_report(small_pdf, nlp=fn.load("full", explain=True))
    given = [(item, t.because) for item in (*report.findings, *report.recommendations) for t in item.themes]
    assert given and all(words and len(words) <= 5 for _, words in given)
    for item, words in given:
        assert all(word in item.text or word == f"heading: {item.section}" for word in words)


def test_why_of_a_text_without_words():
    assert Themes("lite").why("24 / 7", None, None, "staffing") == []


def test_model_is_loaded_once():
    assert Themes("lite").model is Themes("lite", {"staffing": 0.5}).model


def test_doc_that_is_no_report():
    nlp = fn.load("lite")
    with pytest.raises(ValueError, match="not made from a report"):
        nlp.get_pipe("findings_themes")(nlp.make_doc("Some text."))
