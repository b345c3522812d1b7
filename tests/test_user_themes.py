import json
import re

import numpy as np
import pytest
from making import CORPUS

import findings_nlp as fn
from findings_nlp.errors import DataFileError
from findings_nlp.taxonomy import Theme
from findings_nlp.themes import shipped_model
from findings_nlp.user_themes import ENOUGH, THRESHOLD, UserThemes, user_themes

PHONES = Theme("phones", "Answering the phone", "Whether anybody rings people back when they leave a telephone message.")
EXAMPLES = (
    "Dogs are welcome in the waiting room.",
    "The therapy dog visits on Mondays and children like it.",
    "A dog walking project has begun.",
    "Children train rescue dogs at the shelter.",
    "The kennel takes four children with their dogs each week.",
    "Staff bring their dogs to work.",
    "A boy learnt to look after a dog of his own.",
    "Puppies are raised by people on the unpaid work kennel scheme.",
)
DOGS = Theme("dogs", "Dogs", "Dogs and kennels.", examples=EXAMPLES)
TEXTS = [
    "Nobody rings people back when they leave a message by telephone.",
    "Children walk the dog from the kennel.",
    "Posts stand empty.",
]


@pytest.mark.parametrize("tier", ["lite", "full"])
class TestTiers:
    def test_definition_fits_its_text_best(self, tier):
        own = UserThemes([PHONES], shipped_model(tier))
        found = own.score(TEXTS)
        assert found.shape == (3, 1)
        assert np.all((found >= 0) & (found <= 1))
        assert found[:, 0].argmax() == 0
        assert found[0, 0] >= THRESHOLD > found[2, 0]

    def test_trained_with_enough_examples(self, tier):
        assert len(EXAMPLES) == ENOUGH
        own = UserThemes([PHONES, DOGS], shipped_model(tier))
        found = own.score(TEXTS)
        assert found[:, 1].argmax() == 1
        assert found[1, 1] >= THRESHOLD
        # the theme beside it is scored as it is alone
        assert np.allclose(found[:, 0], UserThemes([PHONES], shipped_model(tier)).score(TEXTS)[:, 0], atol=0.05)


def test_training_is_repeatable_and_needs_enough_examples():
    few = Theme("dogs", "Dogs", "Dogs and kennels.", examples=EXAMPLES[:-1])
    first, second, other = (UserThemes([theme], shipped_model("full")).score(TEXTS) for theme in (DOGS, DOGS, few))
    assert np.array_equal(first, second)
    assert not np.allclose(first, other, atol=1e-3)


def test_trained_theme_says_no_to_most_other_texts():
    gold = json.loads((CORPUS / "gold" / "yjs-2025-tarnfell.json").read_text(encoding="utf-8"))
    others = [f["text"] for f in gold["findings"] if not re.search("dog|kennel|pup", f["text"])]
    assert (UserThemes([DOGS], shipped_model("full")).score(others) >= THRESHOLD).mean() < 0.1


def test_phrases_are_further_wordings():
    model = shipped_model("lite")
    plain = UserThemes([PHONES], model).score(["The switchboard is unstaffed."])
    wider = UserThemes(
        [Theme("phones", PHONES.name, PHONES.definition, phrases=("the switchboard is unstaffed",))], model
    ).score(["The switchboard is unstaffed."])  # fmt: skip
    assert wider[0, 0] > max(plain[0, 0], 0.9)


def test_chosen_are_marked_uncalibrated_and_come_highest_first():
    own = UserThemes([PHONES, DOGS], shipped_model("lite"))
    chosen = own.chosen(np.array([0.6, 0.9], dtype=np.float32))
    assert [(theme, ok) for theme, _, ok in chosen] == [("dogs", False), ("phones", False)]
    assert own.chosen(np.array([0.49, 0.0], dtype=np.float32)) == []


def toml(theme: Theme) -> str:
    listed = ", ".join(f'"{e}"' for e in theme.examples)
    return f'[[theme]]\nid = "{theme.id}"\nname = "{theme.name}"\ndefinition = "{theme.definition}"\nexamples = [{listed}]\n'


def test_ids_appear_in_the_record(tmp_path, small_pdf):
    path = tmp_path / "own.toml"
    path.write_text(
        toml(PHONES) + toml(Theme("plans", "Plans", "The plan for the year is known in every office.")), encoding="utf-8"
    )
    report = fn.read_report(small_pdf, nlp=fn.load("lite", taxonomies=[path]))
    plain = fn.read_report(small_pdf, nlp=fn.load("lite"))
    (finding,) = [f for f in report.findings if f.text.startswith("The plan for the year")]
    (label,) = [t for t in finding.themes if t.theme == "plans"]
    assert not label.calibrated
    assert all(t.calibrated == (t.theme not in ("phones", "plans")) for f in report.findings for t in f.themes)
    shipped = [[t for t in f.themes if t.calibrated] for f in report.findings]
    assert shipped == [f.themes for f in plain.findings]
    for item in (*report.findings, *report.recommendations):
        assert [t.score for t in item.themes] == sorted((t.score for t in item.themes), reverse=True)


def test_wrong_file_is_named(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("[[theme]]\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"own\.toml: theme 1 has no id"):
        user_themes([str(path)], shipped_model("lite"))
    with pytest.raises(fn.ReportError, match=r"own\.toml"):
        fn.load("lite", taxonomies=[path])
