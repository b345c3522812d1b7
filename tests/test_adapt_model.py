import json

import numpy as np
import pytest
from making import CORPUS
from test_review_log import entry
from typer.testing import CliRunner

import findings_nlp as fn
from findings_nlp.adapt.model import adapt, samples_of
from findings_nlp.archive.settings import Settings
from findings_nlp.cli import app
from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.component import shipped_model
from findings_nlp.pipes.themes.layer import NAME, Layer
from findings_nlp.pipes.themes.linear import Vectorizer, character_grams, word_grams
from findings_nlp.pipes.themes.models import ThemeModel, log_odds, model_folder, resolved
from findings_nlp.review.log import lines

PDF = CORPUS / "reports" / "yjs-2025-tarnfell.pdf"


@pytest.fixture(scope="module")
def log():
    """A reviewer for whom every mention of a plan is a matter of desistance, and of nothing else."""
    words = ["late", "thin", "missing", "good", "shared", "unread", "signed", "clear", "short", "vague"]
    found = []
    for report in range(6):
        for k, word in enumerate(words):
            for text, themes in (
                (f"The plan was {word} in office {k}.", ["desistance"]),
                (f"The garden was {word} in {report}.", []),
            ):
                more = {"report": f"r{report}.pdf", "finding": f"f{len(found):03d}"}
                found.append(entry(text=text, after=("strength", themes), **more))
    return found


@pytest.fixture(scope="module")
def folder(log, tmp_path_factory):
    out = tmp_path_factory.mktemp("adapted") / "model"
    told = adapt(log, "log", "lite", out)
    assert told.better and (told.findings, told.reports) == (120, 6) and told.after > told.before + 0.2
    return out


def test_adapted_model_knows_the_corrections_and_loads_everywhere(folder, tmp_path):
    nlp = fn.load(folder)
    text = "The plan was vague in another office."
    doc = nlp(text)
    assert "desistance" in doc.cats and "desistance" not in fn.load("lite")(text).cats
    assert resolved(folder) == ("lite", str(folder)) and not (folder / "encoder.onnx").exists()
    report = fn.read_report(PDF, nlp=nlp)
    assert report.model.version.startswith(shipped_model("lite").meta["version"] + "+") and any(
        r.evidence for r in report.recommendations
    )
    done = CliRunner().invoke(app, ["extract", str(PDF), "--model", str(folder), "-o", str(tmp_path / "a.json")])
    assert done.exit_code == 0 and fn.Report.from_json((tmp_path / "a.json").read_bytes()) == report
    assert Settings.of(folder).key() != Settings.of("lite").key()


def test_model_that_is_not_better_is_not_written(tmp_path):
    labels = shipped_model("lite")
    texts = [f"Risk of harm was assessed well in {k} cases and housing was found." for k in range(60)]
    found = labels.label(texts, [None] * 60, ["strength"] * 60)
    log = []
    for k, text in enumerate(texts):
        themes = [t for t, p, least in zip(labels.themes, found.probabilities[k], labels.thresholds, strict=True) if p >= least]
        log.append(entry(text=text, after=("strength", themes), report=f"r{k % 4}", finding=f"f{k:03d}"))
    (tmp_path / "log.jsonl").write_text(lines(log), encoding="utf-8")
    words = ["adapt", "--corrections", str(tmp_path / "log.jsonl"), "--model", str(tmp_path / "m"), "--tier", "lite"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 4 and "nothing was written" in done.output and not (tmp_path / "m").exists()


def test_too_little_or_a_folder_of_something_else_is_refused(log, tmp_path):
    with pytest.raises(DataFileError, match="10 checked findings of 1 reports"):
        adapt(log[:10], "log", "lite", tmp_path / "m")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "thesis.txt").write_text("mine")
    with pytest.raises(DataFileError, match="holds something"):
        adapt(log, "log", "lite", tmp_path / "theirs")
    assert (tmp_path / "theirs" / "thesis.txt").read_text() == "mine"


def test_wrong_folder_is_told_in_one_line(folder, tmp_path):
    with pytest.raises(ValueError, match="no model's folder"):
        fn.load(str(tmp_path / "none"))
    (tmp_path / "meta.json").write_text("{}")
    with pytest.raises(DataFileError, match="findings-nlp adapt"):
        fn.load(tmp_path)
    assert CliRunner().invoke(app, ["extract", str(PDF), "--model", "best"]).exit_code == 2
    layer = made_layer(3)
    layer.save(tmp_path)
    assert Layer.read(tmp_path, 3, 384).vocabularies[0].terms == ["late"]
    for themes, vector in ((30, 384), (3, 0)):
        with pytest.raises(DataFileError, match="does not fit"):
            Layer.read(tmp_path, themes, vector)
    np.savez(tmp_path / NAME, text=np.zeros((3, 2)), scores=np.zeros((3, 2)))  # of an earlier version
    with pytest.raises(DataFileError, match="earlier version"):
        Layer.read(tmp_path, 30, 0)
    (tmp_path / NAME).write_bytes(b"no")
    with pytest.raises(DataFileError, match="damaged"):
        Layer.read(tmp_path, 30, 0)


def made_layer(themes):
    """A layer for vectors of 384 places, with one word and one run of characters."""
    one = np.ones(1, np.float32)
    vocabularies = Vectorizer(word_grams, ["late"], one), Vectorizer(character_grams, ["lat"], one)
    return Layer(vocabularies, np.zeros((1 + 1 + 384 + 1, themes), np.float32))


def test_layer_adds_to_the_log_odds_of_the_full_tier(tmp_path):
    shipped = shipped_model("full")
    layer = made_layer(len(shipped.themes))
    layer.weights[0, 0], layer.weights[-2, 2], layer.weights[-1, 1] = 9, 4, 9  # a word, a place of the vector, the constant
    for path in model_folder().iterdir():
        (tmp_path / path.name).symlink_to(path)
    layer.save(tmp_path)
    found = ThemeModel(tmp_path, "full").label(["Plans.", "Plans were late."], [None] * 2, [None] * 2)
    same = shipped.label(["Plans.", "Plans were late."], [None] * 2, [None] * 2)
    added = log_odds(found.probabilities) - log_odds(same.probabilities)
    assert np.allclose(added[:, 0], [0, 9], atol=0.01) and np.allclose(added[:, 1], 9, atol=0.01)
    assert np.allclose(added[:, 2], 4 * same.encoded.vectors[:, -1], atol=0.01) and np.allclose(added[:, 3:], 0, atol=0.01)


def test_samples_of_the_full_tier_are_its_vectors():
    found = samples_of(shipped_model("full"), [entry(after=("strength", ["women", "of_my_own"]))])
    assert found.vectors.shape == (1, 384) and found.texts == [" . Plans were late."] and found.wanted.sum() == 1
    json.dumps([found.reports])
