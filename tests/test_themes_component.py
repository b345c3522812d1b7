import pytest

import findings_nlp as fn
from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.component import Themes, shipped_model
from findings_nlp.pipes.themes.taxonomy import shipped_themes


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


@pytest.mark.parametrize("tier", ["lite", "full"])
def test_every_label_says_where_it_stands(tier, small_pdf):
    report = fn.read_report(small_pdf, nlp=fn.load(tier))
    given = [(item, t) for item in (*report.findings, *report.recommendations) for t in item.themes]
    assert given
    for item, theme in given:
        assert theme.because
        if theme.spans:
            assert theme.because == list(dict.fromkeys(item.text[a:b] for a, b in theme.spans))
        else:
            assert theme.because == [f"heading: {item.section}"]


@pytest.mark.parametrize("tier", ["lite", "full"])
def test_the_words_of_each_subject_are_its_own(tier):
    text = "UPW backlogs were a concern, and CAMHS waiting lists were long."
    [labels] = fn.label([text], model=tier)
    found = {t.theme: " ".join(t.because) for t in labels}
    assert "UPW" in found["unpaid_work"] and "CAMHS" not in found["unpaid_work"]
    assert "CAMHS" in found["mental_health"] and "UPW" not in found["mental_health"]


def test_model_is_loaded_once():
    assert Themes("lite").model is Themes("lite", {"staffing": 0.5}).model


@pytest.mark.parametrize("tier", ["lite", "full"])
def test_a_plain_text_is_labelled_as_one(tier):
    doc = fn.load(tier)("UPW backlogs were a concern.")
    assert doc.cats["unpaid_work"] > 0.5
    assert next((span.label_, span.text) for span in doc.spans["themes"] if span.label_ == "unpaid_work")[1].startswith("UPW")
    assert fn.load("none")("UPW backlogs were a concern.").cats == {}


def test_terms_of_ones_own_count_as_names(tmp_path):
    path = tmp_path / "terms.toml"
    path.write_text('[unpaid_work]\nabbreviations = [{ short = "GRX", long = "green route scheme" }]\n', encoding="utf-8")
    text = "GRX was weak."
    plain, known = (dict(fn.load("lite", terms=terms)(text).cats).get("unpaid_work", 0) for terms in ((), (path,)))
    assert known == pytest.approx(0.9) and plain < 0.5
    with pytest.raises(DataFileError, match="cannot be read"):
        fn.load("lite", terms=[tmp_path / "no.toml"])
