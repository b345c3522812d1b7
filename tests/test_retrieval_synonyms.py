import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings_nlp.pipes.themes.glossary import Glossary, shipped_glossary
from findings_nlp.pipes.themes.terms import Abbreviation, Terms
from findings_nlp.retrieval.synonyms import Occurrences, form, listed, synonyms

SHIPPED = synonyms(shipped_glossary().terms)


def of(short: str) -> int:
    return next(k for k, s in enumerate(SHIPPED) if short in s.shorts)


def test_every_abbreviation_of_the_glossary_has_its_long_form():
    told = {(short, tuple(form(s.long))) for s in SHIPPED for short in s.shorts}
    assert told == {(a.short, tuple(form(a.long))) for terms in shipped_glossary().terms for a in terms.abbreviations}
    # a long form with several abbreviations, or under several themes, is one
    assert len({tuple(form(s.long)) for s in SHIPPED}) == len(SHIPPED)
    assert SHIPPED[of("RoSH")].shorts == ("RoSH", "ROSH")


def test_words_joined_otherwise_are_the_same_and_other_names_of_the_theme_are_not():
    assert SHIPPED[of("ETE")].wordings == ("education, training and employment", "education, training or employment")
    # "not" is a word like any other: who is not in education is no synonym of education
    assert SHIPPED[of("NEET")].wordings == ("not in education, employment or training",)
    assert SHIPPED[of("UPW")].wordings == ("unpaid work",)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("MAPPA was not understood.", "MAPPA"), ("Multi-agency public protection arrangements worked.", "MAPPA"),
        ("The multi agency public protection arrangements.", "MAPPA"), ("Multiagency public protection arrangements.", "MAPPA"),
        ("UPW hours", "UPW"), ("Unpaid work stood still.", "UPW"), ("Two APs were full.", "AP"), ("an approved premises", "AP"),
        ("Education, training or employment", "ETE"), ("a CAS-3 bed", "CAS3"), ("CAS3 beds", "CAS-3"), ("IT failed.", "IT"),
        ("out of court disposals", "OoCD"), ("general practitioners", "GP"),
    ],
)  # fmt: skip
def test_either_form_is_found_as_it_is_printed(text, short):
    assert of(short) in Occurrences(SHIPPED).of(text)


@pytest.mark.parametrize(
    "text", ["It was com and it em ap.", "Arms were sold.", "training, and no employment", "work, all of it unpaid", ""]
)
def test_small_letters_are_no_abbreviation_and_words_apart_no_phrase(text):
    assert Occurrences(SHIPPED).of(text) == []


def test_looking_first_for_beginnings_misses_nothing():
    occurrences = Occurrences(SHIPPED)
    named = tuple(
        Terms(str(k), names=s.wordings, abbreviations=tuple(Abbreviation(short, s.long) for short in s.shorts))
        for k, s in enumerate(SHIPPED)
    )
    whole = Glossary(named)
    gold = sorted((Path(__file__).parents[1] / "corpus" / "gold").glob("*.json"))
    texts = [f["text"] for path in gold for f in json.loads(path.read_text(encoding="utf-8"))["findings"]]
    texts += [word.upper() for text in texts[:50] for word in text.split()]
    found = [occurrences.of(text) for text in texts]
    assert found == [sorted({int(hit.theme) for hit in whole.find(text)}) for text in texts]
    assert any(found)


@given(st.text())
def test_any_text_is_read(text):
    assert isinstance(Occurrences(SHIPPED[:9]).of(text), list)


def test_what_the_page_needs_is_plain_and_each_form_is_told_once():
    told = listed(SHIPPED)
    assert json.loads(json.dumps(told)) == told
    assert told[of("ETE")] == [
        "education, training and employment",
        ["ETE"],
        [["education", "training", "employment"]],
        [["ete"]],
    ]
    assert told[of("TTG")][3] == [["ttg"]] and told[of("IT")][3] == [["it"]]
