import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.themes import models as theme_models
from findings_nlp.pipes.themes.component import shipped_model
from findings_nlp.pipes.themes.models import ThemeModel, calibrated, context_of, mixed, model_folder

CLEAR = {
    "staffing": "Nearly a third of probation officer posts are vacant and recruitment has not kept pace with people leaving.",
    "domestic_abuse": "Practitioners did not ask the police about previous domestic abuse call-outs to the home.",
    "accommodation": "Too many people were released homeless because no suitable housing had been found for them.",
    "unpaid_work": "Unpaid work placements were cancelled at short notice and many hours remained outstanding.",
    "substance_misuse": "Drug and alcohol treatment workers saw people quickly and testing was used well.",
    "mental_health": "Children waited months for support with their mental health and emotional wellbeing.",
    "employment_training_education": "Too few people were helped into employment, training or education.",
    "workload": "Caseloads are too high and practitioners told us that their workloads are unmanageable.",
    "court_work": "Pre-sentence reports gave the court clear and well-argued proposals for sentencing.",
    "compliance_enforcement": "Breach and recall were used promptly when people failed to comply with their licence.",
    "resettlement": "Pre-release contact with people in custody was poor and release planning started too late.",
    "safeguarding": "Enquiries to children's social care about child protection were not made in most cases.",
    "sexual_offending": "Staff who work with people convicted of sexual offences are trained in the programmes for them.",
    "management_oversight": "Managers did not provide effective oversight of casework and countersigned weak assessments.",
}
TEXTS = list(CLEAR.values())
RAW = st.lists(st.floats(0, 1, width=32), min_size=2, max_size=20)


def label(tier, texts=TEXTS, section=None, polarity="area_for_improvement"):
    return shipped_model(tier).label(texts, [section] * len(texts), [polarity] * len(texts))


@pytest.mark.parametrize("tier", ["lite", "full"])
class TestTiers:
    def test_probabilities(self, tier):
        found = label(tier).probabilities
        assert found.shape == (len(TEXTS), 30)
        assert np.all((found >= 0) & (found <= 1))

    @pytest.mark.parametrize("theme", CLEAR)
    def test_clear_sentence_gets_its_theme_first(self, tier, theme):
        model = shipped_model(tier)
        found = label(tier, [CLEAR[theme]]).probabilities[0]
        assert found[model.themes.index(theme)] >= model.thresholds[model.themes.index(theme)]
        assert found[model.themes.index(theme)] >= found.max() - 0.02

    def test_a_clear_sentence_has_few_themes(self, tier):
        chosen = (label(tier).probabilities >= shipped_model(tier).thresholds).sum(1)
        assert chosen.min() >= 1
        assert chosen.max() <= 6

    def test_no_texts(self, tier):
        found = label(tier, [])
        assert found.probabilities.shape == (0, 30)
        assert found.encoded is None

    def test_section_and_polarity_may_be_missing(self, tier):
        found = label(tier, ["Staffing", ""], polarity=None).probabilities
        assert np.isfinite(found).all()

    def test_a_section_for_every_text(self, tier):
        with pytest.raises(ValueError, match="zip"):
            shipped_model(tier).label(["One.", "Two."], [None], [None, None])


def test_tiers_agree_on_clear_sentences():
    lite, full = label("lite").probabilities, label("full").probabilities
    a, b = lite >= shipped_model("lite").thresholds, full >= shipped_model("full").thresholds
    assert (a & b).sum() >= len(TEXTS)
    assert 2 * (a & b).sum() / (a.sum() + b.sum()) > 0.75


def test_vectors_come_from_the_full_tier():
    assert label("lite").encoded is None
    assert label("full").encoded.vectors.shape == (len(TEXTS), 384)


def test_context_of():
    assert context_of("Staff", "area_for_improvement") == "Staff ; area for improvement"
    assert context_of(None, None) == " ; recommendation"


@given(RAW, st.floats(0.1, 4), st.floats(-4, 4))
def test_calibration_keeps_the_order(raw, slope, offset):
    ordered = np.sort(np.array(raw, dtype=np.float32))[:, None]
    found = calibrated(ordered, slope, np.array([offset], dtype=np.float32))
    assert found.dtype == np.float32
    assert np.all(np.diff(found[:, 0]) >= -1e-6)
    assert np.all((found >= 0) & (found <= 1))


@given(st.floats(0.01, 0.99))
def test_calibration_without_effect(value):
    raw = np.full((1, 3), value, dtype=np.float32)
    assert calibrated(raw, 1.0, np.zeros(3, dtype=np.float32)) == pytest.approx(raw, abs=1e-4)


def test_every_theme_has_its_own_offset():
    found = calibrated(np.full((1, 2), 0.5, dtype=np.float32), 1.0, np.array([-2, 2], dtype=np.float32))
    assert found[0] == pytest.approx([0.1192, 0.8808], abs=1e-3)


def test_a_text_that_names_a_theme_is_likelier_about_it():
    model = ThemeModel(model_folder(), "lite")
    texts = ["MAPPA was discussed.", "It was discussed."]
    found = model.label(texts, [None] * 2, ["strength"] * 2)
    column = model.themes.index("partnership_working")
    assert [{h.theme for h in hits} for hits in found.hits] == [{"partnership_working"}, set()]
    model._named = 0.0
    without = model.label(texts, [None] * 2, ["strength"] * 2).probabilities
    assert found.probabilities[0, column] > without[0, column]
    assert np.delete(found.probabilities, column, 1) == pytest.approx(np.delete(without, column, 1))
    assert found.probabilities[1] == pytest.approx(without[1])


@given(RAW, RAW)
def test_mixed_lies_between_the_two(a, b):
    length = min(len(a), len(b))
    left, right = (np.array(x[:length], dtype=np.float32)[:, None] for x in (a, b))
    found = mixed(left, right)
    # log-odds end at one in ten thousand
    left, right = np.clip(left, 1e-4, 1 - 1e-4), np.clip(right, 1e-4, 1 - 1e-4)
    assert np.all((found >= np.minimum(left, right) - 1e-6) & (found <= np.maximum(left, right) + 1e-6))
    assert np.array_equal(found, mixed(right, left))


def test_calibration_keeps_the_shipped_slopes_positive():
    assert all(shipped_model(tier).meta["calibration"][tier]["slope"] > 0 for tier in ("lite", "full"))


def test_model_folder_that_is_missing(monkeypatch, tmp_path):
    assert (model_folder() / "meta.json").is_file()
    monkeypatch.setattr(theme_models, "__file__", str(tmp_path / "findings_nlp" / "pipes" / "themes" / "models.py"))
    with pytest.raises(FileNotFoundError, match="findings_en is missing"):
        model_folder()
