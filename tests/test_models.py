import json

import numpy as np
import pytest
from making import CORPUS

from findings_nlp.pipes.evidence.component import shipped_linker
from findings_nlp.pipes.evidence.features import Side, pair_features
from findings_nlp.pipes.themes.component import shipped_model
from findings_nlp.pipes.themes.labelling import label
from findings_nlp.pipes.themes.models import model_folder
from findings_nlp.pipes.themes.taxonomy import shipped_themes

KNOWN = {
    "meta.json", "evidence.json", "lite.json", "lite.npz", "tokenizer.json",
    "MODEL_CARD.md", "encoder.onnx", "measured.json", "prose.json", "prose.npz",
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus_data():
    pytest.importorskip("yaml", reason="the corpus's sources are read with PyYAML")
    from scripts.corpus import data

    return data


@pytest.fixture(scope="module")
def held_out(corpus_data):
    """The gold records of the reports that no model was trained on."""
    paths = [CORPUS / "gold" / f"{name}.json" for name in sorted(corpus_data.HELD_OUT)]
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths if path.is_file()}


@pytest.fixture(scope="module")
def labelled(held_out):
    """For each tier and held-out report: the labels of its findings and of its recommendations."""
    return {
        tier: {
            name: (
                shipped_model(tier).label(
                    [f["text"] for f in gold["findings"]],
                    [f["section"] for f in gold["findings"]],
                    [f["polarity"] for f in gold["findings"]],
                ),
                shipped_model(tier).label(
                    [r["text"] for r in gold["recommendations"]],
                    ["Recommendations"] * len(gold["recommendations"]),
                    [None] * len(gold["recommendations"]),
                ),
            )
            for name, gold in held_out.items()
        }
        for tier in ("lite", "full")
    }


def f1(pairs) -> float:
    """F1 over pairs of chosen and required sets; what is optional has been taken out of the chosen."""
    true, chosen, required = (sum(part) for part in zip(*((len(c & r), len(c), len(r)) for c, r in pairs), strict=True))
    return 2 * true / (chosen + required)


def theme_f1(tier, labelled, held_out) -> float:
    model, pairs = shipped_model(tier), []
    for name, gold in held_out.items():
        found = np.concatenate([side.probabilities for side in labelled[tier][name]])
        for item, row in zip([*gold["findings"], *gold["recommendations"]], found, strict=True):
            chosen = {t for t, p, limit in zip(model.themes, row, model.thresholds, strict=True) if p >= limit}
            required = set(item["themes"])
            pairs.append((chosen - (set(item["themes_optional"]) - required), required))
    return f1(pairs)


def link_f1(tier, labelled, held_out) -> float:
    """Over the recommendations for which the gold names a reason."""
    linker, pairs = shipped_linker(tier), []
    for name, gold in held_out.items():
        found, asked = labelled[tier][name]
        findings, recommendations = gold["findings"], gold["recommendations"]
        features = pair_features(
            Side(
                [r["text"] for r in recommendations],
                [r["addressee"] for r in recommendations],
                asked.probabilities,
                asked.encoded and asked.encoded.vectors,
                asked.encoded and asked.encoded.parts,
                asked.rows,
            ),
            Side(
                [f["text"] for f in findings],
                [f["section"] for f in findings],
                found.probabilities,
                found.encoded and found.encoded.vectors,
                found.encoded and found.encoded.parts,
                found.rows,
            ),
            [f["polarity"] == "area_for_improvement" for f in findings],
        )
        for r, row in zip(recommendations, linker.probabilities(features), strict=True):
            if r["evidence"]:
                listed = {f["id"] for f, p in zip(findings, row, strict=True) if p >= linker.threshold}
                pairs.append((listed - set(r["evidence_optional"]), set(r["evidence"])))
    return f1(pairs)


def test_files_are_the_known_ones_and_small():
    files = list(model_folder().iterdir())
    assert {path.name for path in files} == KNOWN
    assert sum(path.stat().st_size for path in files) < 40e6


def test_numbers_load_without_pickle():
    with np.load(model_folder() / "lite.npz", allow_pickle=False) as arrays:
        assert {name: arrays[name].dtype.kind for name in arrays.files} == dict.fromkeys(
            ("word_idf", "character_idf", "weights", "intercepts"), "f"
        )
        assert all(np.isfinite(arrays[name]).all() for name in arrays.files)
        assert len(arrays["weights"]) == len(arrays["intercepts"]) == 30


def test_meta():
    meta = json.loads((model_folder() / "meta.json").read_text(encoding="utf-8"))
    assert meta["name"] == "findings_en"
    assert all(part.isdigit() for part in meta["version"].split("."))
    assert meta["themes"] == [theme.id for theme in shipped_themes()]
    assert len(meta["corpus_sha256"]) == 64
    for tier in ("lite", "full"):
        calibration = meta["calibration"][tier]
        assert len(calibration["offsets"]) == len(calibration["thresholds"]) == 30
        assert all(0 < t < 1 for t in calibration["thresholds"])


def test_model_was_made_from_this_corpus(corpus_data):
    assert shipped_model("lite").meta["corpus_sha256"] == corpus_data.corpus_hash()


def test_held_out_groups_were_not_trained_on(corpus_data):
    trained = set(shipped_model("lite").meta["trained_on"])
    assert trained
    assert not trained & corpus_data.HELD_OUT


def test_held_out_reports_are_four_of_four_families(held_out):
    assert len({gold["family"] for gold in held_out.values()}) == len(held_out) == 4


def test_measured_figures_are_of_this_model_and_its_held_out_groups(corpus_data):
    measured = json.loads((model_folder() / "measured.json").read_text(encoding="utf-8"))
    assert measured["version"] == shipped_model("lite").meta["version"]
    assert set(measured["groups"]) == corpus_data.HELD_OUT
    assert set(measured["themes"]) == set(shipped_model("lite").themes)
    assert all(0.5 < x["precision"] <= 1 and 0.5 < x["recall"] <= 1 for x in measured["themes"].values())


@pytest.mark.parametrize(("tier", "names", "traps"), [("full", 0.93, 0.90), ("lite", 0.90, 0.60)])
def test_the_sectors_own_words_are_known(tier, names, traps):
    rows = [json.loads(line) for line in (CORPUS / "suite" / "named_terms.jsonl").read_text(encoding="utf-8").splitlines()]
    model = shipped_model(tier)
    found = model.label([x["text"] for x in rows], [x["section"] or None for x in rows], [x["polarity"] for x in rows])
    chosen = found.probabilities >= model.thresholds
    given = {
        kind: [chosen[k, model.themes.index(x["theme"])] for k, x in enumerate(rows) if x["kind"] == kind]
        for kind in ("name", "trap")
    }
    assert np.mean(given["name"]) >= names
    assert 1 - np.mean(given["trap"]) >= traps


@pytest.mark.parametrize("tier", ["lite", "full"])
@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Practitioners lacked professional curiosity.", "professional_curiosity"),
        ("ETE provision was weak.", "employment_training_education"),
        ("CAMHS waiting lists were long.", "mental_health"),
        ("MAPPA arrangements were not understood.", "partnership_working"),
        ("EPoP activity was well established.", "engagement"),
        ("UPW backlogs were a concern.", "unpaid_work"),
        ("BBR was not available.", "domestic_abuse"),
    ],
)
def test_plain_sentences_that_name_their_theme(tier, text, theme):
    assert theme in [t.theme for t in label([text], model=tier)[0]]


@pytest.mark.parametrize(("tier", "floor"), [("lite", 0.70), ("full", 0.75)])
def test_themes_of_held_out_reports(tier, floor, labelled, held_out):
    assert theme_f1(tier, labelled, held_out) >= floor


def test_full_is_not_worse_than_lite(labelled, held_out):
    assert theme_f1("full", labelled, held_out) >= theme_f1("lite", labelled, held_out)


def test_links_of_held_out_reports(labelled, held_out):
    assert link_f1("full", labelled, held_out) >= 0.55
