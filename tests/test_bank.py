"""The composed training texts (`scripts/corpus/bank.py`), and that what is held out stands in nothing that is trained on."""

import json
import re
from collections import Counter

import pytest
from making import CORPUS

from findings_nlp.pipes.themes.glossary import shipped_glossary
from findings_nlp.pipes.themes.taxonomy import shipped_themes

THEMES = [theme.id for theme in shipped_themes()]


@pytest.fixture(scope="module")
def scripts():
    pytest.importorskip("yaml", reason="the corpus's sources are read with PyYAML")
    from scripts.corpus import bank, data

    return bank, data


@pytest.fixture(scope="module")
def texts(scripts):
    return scripts[0].composed_texts()


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def test_composed_texts_are_the_same_each_time(scripts, texts):
    assert scripts[0].composed_texts() == texts
    assert len({x.id for x in texts}) == len(texts)


def test_every_theme_is_composed_often_and_by_every_name(texts):
    counts = Counter(t for x in texts for t in x.themes)
    assert min(counts[t] for t in THEMES) >= 80
    for terms in shipped_glossary().terms:
        own = " ".join(plain(x.text) for x in texts if terms.theme in x.themes)
        assert [n for n in terms.names if plain(n) not in own] == []
        assert [a.short for a in terms.abbreviations if plain(a.short) not in own] == []


def test_labels_are_of_the_taxonomy_and_each_once(texts):
    for x in texts:
        assert x.themes and len(set(x.themes)) == len(x.themes)
        assert set(x.themes) <= set(THEMES)


def test_clauses_of_traps_do_not_carry_the_theme_that_they_name():
    rows = [json.loads(line) for line in (CORPUS / "clauses" / "named.jsonl").read_text(encoding="utf-8").splitlines()]
    traps = [x for x in rows if "trap" in x]
    assert Counter(x["trap"] for x in traps) == dict.fromkeys(THEMES, 10)
    assert all(x["trap"] not in x["themes"] for x in traps)
    named = Counter(t for x in rows if "trap" not in x for t in x["themes"])
    assert min(named[t] for t in THEMES) >= 30


def test_nothing_held_out_stands_in_what_is_trained_on(scripts, texts):
    bank, corpus_data = scripts
    items = corpus_data.read_items()
    trained = {plain(x.text) for x in [*texts, *(x for x in items if not x.held_out)]} | {
        plain(c.text) for c in bank.written_clauses()
    }
    suite = [json.loads(line) for line in (CORPUS / "suite" / "named_terms.jsonl").read_text(encoding="utf-8").splitlines()]
    held_out = {plain(x["text"]) for x in suite} | {plain(x.text) for x in items if x.held_out}
    assert held_out & trained == set()


def test_the_suite_has_names_and_traps_of_every_theme():
    rows = [json.loads(line) for line in (CORPUS / "suite" / "named_terms.jsonl").read_text(encoding="utf-8").splitlines()]
    names, traps = (Counter(x["theme"] for x in rows if x["kind"] == kind) for kind in ("name", "trap"))
    assert min(names[t] for t in THEMES) >= 15
    assert min(traps[t] for t in THEMES) >= 8
    assert all((x["theme"] in x["themes"]) == (x["kind"] == "name") for x in rows)
