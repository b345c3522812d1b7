import json
import re

import numpy as np
import pytest
from making import CORPUS

import findings_nlp as fn
from findings_nlp.errors import DataFileError
from findings_nlp.pipes.themes.component import shipped_model
from findings_nlp.pipes.themes.taxonomy import Theme
from findings_nlp.pipes.themes.user_themes import ENOUGH, THRESHOLD, ThemeRule, UserThemes, user_themes

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


WIFI = Theme("wifi", "Wi-Fi", phrases=("wifi",), excluded=("wifi travel cards",))


def hits(theme: Theme, text: str) -> list[str]:
    return [text[a:b] for a, b in ThemeRule(theme).find(text)]


@pytest.mark.parametrize("text", ["Wi-Fi failed.", "The wifi failed.", "WIFI"])
def test_a_phrase_is_found_as_it_may_be_written(text):
    assert len(hits(WIFI, text)) == 1


@pytest.mark.parametrize(
    "text", ["Travel cards were issued late.", "There was no WiFi travel card, but Wifi travel cards came later.", ""]
)
def test_a_rule_finds_nothing_else_and_nothing_that_is_excluded(text):
    assert hits(WIFI, text.replace("WiFi travel card,", "")) == []


def test_expressions_and_token_patterns():
    tags = Theme("tags", "Tags", patterns=(r"\btag(ged|ging)?\b", [{"LOWER": "curfew"}, {"IS_DIGIT": True}]))
    assert hits(tags, "Tagging began; Curfew 19 was late, curfew hours not") == ["Tagging", "Curfew 19"]


def test_an_expression_that_fits_nothing_gives_no_place():
    assert hits(Theme("x", "X", patterns=("z*",)), "abc") == []


def test_a_pattern_that_spacy_refuses_is_told():
    with pytest.raises(DataFileError, match="wifi: has a token pattern that spaCy refuses"):
        ThemeRule(Theme("wifi", "Wi-Fi", patterns=([{"NONSENSE": 1}],)))


def test_rules_come_first_with_their_words_and_definitions_do_not_count_beside_them():
    own = UserThemes([WIFI, PHONES], shipped_model("lite"))
    ruled, scored, none = own.label(["No Wi-Fi at all, Wi-Fi!", TEXTS[0], "Posts stand empty."])
    assert ruled == [["wifi", 1.0, False, [[3, 8], [17, 22]], ["Wi-Fi"]]]
    assert [(t, ok, spans, words) for t, _, ok, spans, words in scored] == [("phones", False, [], [])]
    assert none == []


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
